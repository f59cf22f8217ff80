package org.vitrail.magic.client;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.memory.ArrowBuf;
import org.vitrail.contract.Receipt;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.job.JobEvent;
import org.vitrail.contract.job.JobTicket;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;

/// Follows one accepted job to its end; whatever ends it early cancels it on the server.
public final class JobRun {
    private JobRun() {}

    /// What a job delivered.
    ///
    /// @param frame the released rows
    /// @param receipt what they cost and promise
    /// @param reportJson the quality report, if there is one
    public record Delivery(FrameReader frame, Receipt receipt, Optional<String> reportJson) {}

    /// Waits for a job's release.
    ///
    /// @param progress told about every step; called on this thread
    /// @throws RefusedException if the job failed or was cancelled; the line says what became of the charge
    /// @throws ClientException if the line broke (the job goes on) or the user interrupted (the job was cancelled)
    public static Delivery follow(FlightLink link, JobTicket ticket, Consumer<JobEvent.Progress> progress) {
        FlightStream stream = link.stream(ticket.jobId());
        boolean ended = false;
        try {
            FrameReader frame = new FrameReader();
            JobEvent.Done done = read(stream, frame, progress);
            ended = true;
            return new Delivery(frame, done.receipt(), done.reportJson());
        } catch (FlightRuntimeException e) {
            RuntimeException failure = link.failure(e);
            ended = failure instanceof RefusedException
                    || (failure instanceof ClientException lost && lost.kind() == ClientException.Kind.LOST);
            throw failure;
        } finally {
            if (!ended) {
                Thread.interrupted(); // the cancel itself must not be interrupted
                stream.cancel("interrupted in the notebook", new CancellationException("interrupted"));
            }
            close(stream);
        }
    }

    private static JobEvent.Done read(FlightStream stream, FrameReader frame, Consumer<JobEvent.Progress> progress) {
        Optional<JobEvent.Done> done = Optional.empty();
        while (next(stream)) {
            if (stream.hasRoot()) {
                // The order of a message: its metadata first, then its rows.
                Optional<JobEvent> event = event(stream.getLatestMetadata());
                if (event.isPresent()) {
                    switch (event.get()) {
                        case JobEvent.Progress step -> progress.accept(step);
                        case JobEvent.Done end -> done = Optional.of(end);
                    }
                }
                if (stream.getRoot().getRowCount() > 0 || frame.isEmpty()) {
                    frame.add(stream.getRoot());
                }
            }
        }
        return done.orElseThrow(() ->
                new ClientException(ClientException.Kind.LOST, "the server ended the delivery without a receipt"));
    }

    /// `next` wraps an interrupt of the waiting thread into a plain RuntimeException and clears the flag.
    private static boolean next(FlightStream stream) {
        try {
            return stream.next();
        } catch (FlightRuntimeException e) {
            throw e;
        } catch (RuntimeException e) {
            if (e.getCause() instanceof InterruptedException) {
                throw new ClientException(ClientException.Kind.INTERRUPTED, "interrupted");
            }
            throw e;
        }
    }

    private static Optional<JobEvent> event(ArrowBuf metadata) {
        if (metadata == null || metadata.readableBytes() == 0) {
            return Optional.empty();
        }
        byte[] json = new byte[(int) metadata.readableBytes()];
        metadata.getBytes(metadata.readerIndex(), json);
        return Optional.of(Json.read(new String(json, StandardCharsets.UTF_8), JobEvent.class));
    }

    /// After an interrupt: tells the server in so many words, and asks what became of the charge.
    ///
    /// @return one line
    public static String cancel(FlightLink link, JobTicket ticket) {
        try {
            link.send(ActionName.CANCEL, Optional.of(ticket.jobId()), 2);
            follow(link, ticket, step -> {});
            return "interrupted too late: the release was finished and charged; run the cell again to get it at no cost";
        } catch (RefusedException e) {
            return switch (e.refusal()) {
                case Refusal.Cancelled(String line, boolean charged) -> "interrupted: " + line;
                case Refusal.Failed(String line, boolean charged) -> "interrupted: " + line;
                case Refusal.Unknown unknown -> "interrupted before the job started; nothing was charged";
                case Refusal.BudgetExceeded no -> "interrupted: " + no.line();
                case Refusal.InvalidRequest no -> "interrupted: " + no.line();
                case Refusal.Forbidden no -> "interrupted: " + no.line();
                case Refusal.Unavailable no -> "interrupted: " + no.line();
            };
        } catch (ClientException e) {
            return "interrupted: the job was told to stop; " + '%' + "dp_budget shows what became of the charge";
        }
    }

    private static void close(FlightStream stream) {
        try {
            stream.close();
        } catch (Exception e) {
            Thread.interrupted(); // the stream is over either way; its buffers go with the line
        }
    }
}
