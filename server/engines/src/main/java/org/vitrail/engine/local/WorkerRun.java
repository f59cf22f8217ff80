package org.vitrail.engine.local;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vitrail.engine.local.WorkerFailedException.Kind;
import org.vitrail.engine.local.Workers.Started;
import org.vitrail.engine.table.Snapshots;

/// One job in its worker.
public final class WorkerRun {
    private static final System.Logger LOG = System.getLogger(WorkerRun.class.getName());
    private static final int EXIT_OUT_OF_MEMORY = 3; // of -XX:+ExitOnOutOfMemoryError

    private final Started started;
    private final WorkerRequest request;
    private final WorkerListener listener;
    private final Consumer<WorkerRun> atEnd;
    private final CompletableFuture<WorkerReply> reply = new CompletableFuture<>();
    private final AtomicReference<@Nullable Kind> stopped = new AtomicReference<>();
    private volatile boolean opened;

    WorkerRun(Started started, WorkerRequest request, WorkerListener listener, Consumer<WorkerRun> atEnd) {
        this.started = started;
        this.request = request;
        this.listener = listener;
        this.atEnd = atEnd;
    }

    void begin(ScheduledExecutorService clock, Duration timeout) {
        ScheduledFuture<?> alarm = clock.schedule(() -> stop(Kind.TIMEOUT), timeout.toMillis(), TimeUnit.MILLISECONDS);
        Thread.ofPlatform().daemon().name("worker-" + pid()).start(() -> {
            follow();
            alarm.cancel(false);
        });
    }

    /// The worker's process id.
    public long pid() {
        return started.process().pid();
    }

    /// Waits for the end. A release's file is complete and has the reply's digest when this returns.
    ///
    /// @throws WorkerFailedException if the worker ended without a reply; no output file is left then
    public WorkerReply await() throws WorkerFailedException, InterruptedException {
        try {
            return reply.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WorkerFailedException failed) {
                throw failed;
            }
            throw new IllegalStateException("a run ends with a reply or a WorkerFailedException", e);
        }
    }

    /// Ends the worker at once; harmless after its end.
    public void cancel() {
        stop(Kind.CANCELLED);
    }

    private void stop(Kind why) {
        if (!reply.isDone() && stopped.compareAndSet(null, why)) {
            started.process().destroyForcibly();
        }
    }

    private void follow() {
        try {
            WorkerReply answer = converse();
            verify(answer);
            finish();
            reply.complete(answer);
        } catch (WorkerFailedException e) {
            discard();
            finish();
            reply.completeExceptionally(e);
        } catch (IOException | IllegalArgumentException e) {
            boolean garbled = e instanceof IllegalArgumentException;
            WorkerFailedException failed = ended(garbled);
            discard();
            finish();
            reply.completeExceptionally(failed);
        }
    }

    private WorkerReply converse() throws IOException, WorkerFailedException {
        Process process = started.process();
        DataOutputStream out = new DataOutputStream(new BufferedOutputStream(process.getOutputStream()));
        DataInputStream in = new DataInputStream(new BufferedInputStream(process.getInputStream()));
        WorkerFrame.write(out, request);
        while (true) {
            Optional<WorkerFrame> frame = WorkerFrame.read(in, WorkerFrame.class);
            if (frame.isEmpty()) {
                throw ended(false);
            }
            switch (frame.get()) {
                case WorkerFrame.Progress(String stage, double fraction) -> listener.progress(stage, fraction);
                case WorkerFrame.Opening() -> open(out);
                case WorkerFrame.Reply(WorkerReply answer) -> {
                    return answer;
                }
                case WorkerFrame.Failure(Kind kind, String line, var classes) -> {
                    LOG.log(System.Logger.Level.WARNING, "worker failed: {0} {1}", kind, classes);
                    throw new WorkerFailedException(kind, line, opened);
                }
            }
        }
    }

    private void open(DataOutputStream out) throws IOException, WorkerFailedException {
        try {
            listener.opening();
        } catch (Exception e) {
            WorkerFailedException failed = new WorkerFailedException(
                    Kind.FAILED, "the job was not started: its reservation could not be marked as started", false);
            failed.initCause(e);
            throw failed;
        }
        opened = true;
        out.write(1);
        out.flush();
    }

    /// Why a worker ended without an answer.
    private WorkerFailedException ended(boolean garbled) {
        Kind why = stopped.get();
        if (why == Kind.CANCELLED) {
            return new WorkerFailedException(why, "the job was cancelled", opened);
        }
        if (why == Kind.TIMEOUT) {
            return new WorkerFailedException(
                    why, "the job took longer than allowed and was ended; ask for fewer rows or columns", opened);
        }
        if (garbled) {
            return new WorkerFailedException(Kind.GARBLED, "the worker's answer could not be read", opened);
        }
        int exit = exitCode();
        LOG.log(System.Logger.Level.WARNING, "worker ended with exit status {0}", exit);
        return exit == EXIT_OUT_OF_MEMORY
                ? new WorkerFailedException(
                        Kind.MEMORY,
                        "the worker's memory did not suffice; ask for fewer rows, or give workers more memory",
                        opened)
                : new WorkerFailedException(Kind.CRASHED, "the worker process ended unexpectedly", opened);
    }

    private int exitCode() {
        try {
            return started.process().waitFor(2, TimeUnit.SECONDS)
                    ? started.process().exitValue()
                    : -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private void verify(WorkerReply answer) throws IOException, WorkerFailedException {
        if (answer instanceof WorkerReply.Inferred inferred
                && request instanceof WorkerRequest.Infer asked
                && inferred.chargedPico() > asked.chargePico()) {
            throw new WorkerFailedException(Kind.GARBLED, "the worker charged more than it was allowed", opened);
        }
        if (answer instanceof WorkerReply.Released released && request instanceof WorkerRequest.Release asked) {
            verify(asked.output(), released.bytes(), released.sha256(), asked.chargePico() - released.chargedPico());
        }
        if (answer instanceof WorkerReply.Answered told && request instanceof WorkerRequest.Answer asked) {
            verify(asked.output(), told.bytes(), told.sha256(), asked.chargePicoNats() - told.chargedPicoNats());
        }
    }

    private void verify(String file, long bytes, String sha256, long left) throws IOException, WorkerFailedException {
        Path output = Path.of(file);
        if (left < 0 || Files.size(output) != bytes || !Snapshots.sha256(output).equals(sha256)) {
            throw new WorkerFailedException(Kind.GARBLED, "the worker's release is not what it announced", opened);
        }
    }

    private void discard() {
        Optional<String> output = switch (request) {
            case WorkerRequest.Release asked -> Optional.of(asked.output());
            case WorkerRequest.Answer asked -> Optional.of(asked.output());
            case WorkerRequest.Copy asked -> Optional.of(asked.output());
            case WorkerRequest.Header _, WorkerRequest.Check _, WorkerRequest.Infer _, WorkerRequest.Compare _ ->
                Optional.empty();
        };
        started.process().destroyForcibly();
        exitCode(); // a dead worker writes no more
        if (output.isPresent()) {
            try {
                Files.deleteIfExists(Path.of(output.get()));
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, "an unfinished output could not be removed");
            }
        }
    }

    private void finish() {
        started.end();
        atEnd.accept(this);
    }
}
