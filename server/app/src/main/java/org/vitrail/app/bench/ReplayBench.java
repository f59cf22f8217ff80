package org.vitrail.app.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.RootAllocator;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.job.JobTicket;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.session.OpenSession;
import org.vitrail.contract.session.SessionView;
import org.vitrail.contract.synthesis.EngineChoice;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.ServerFile;
import org.vitrail.contract.wire.TokenFile;
import org.vitrail.contract.wire.WireNames;

/// How long a release of 1,000 rows that exists takes to arrive again: submit and stream, over loopback. The server is
/// new: the first of four blocks shows it while its code is being compiled, the last one as it is from then on.
public final class ReplayBench {
    private static final int BLOCKS = 4;
    private static final int COUNTED = 200;
    private static final int ROWS = 1_000;

    private ReplayBench() {}

    /// The argument is the data folder of a running server.
    public static void main(String... arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        ServerFile at = Json.read(Files.readAllBytes(folder.resolve(ServerFile.NAME)), ServerFile.class);
        String token = Json.read(Files.readAllBytes(folder.resolve(TokenFile.NAME)), TokenFile.class)
                .tokens()
                .getFirst()
                .token();
        FlightCallHeaders headers = new FlightCallHeaders();
        headers.insert(WireNames.AUTHORIZATION_HEADER, "Bearer " + token);
        CallOption signedIn = new HeaderCallOption(headers);
        try (RootAllocator allocator = new RootAllocator()) {
            FlightClient client = FlightClient.builder(allocator, Location.forGrpcInsecure(at.host(), at.flightPort()))
                    .build();
            try {
                measure(client, signedIn);
            } finally {
                close(client);
            }
        }
    }

    private static void measure(FlightClient client, CallOption signedIn) throws IOException {
        call(client, signedIn, ActionName.REGISTER_DATASET, sample());
        SessionView session = Json.read(
                call(
                        client,
                        signedIn,
                        ActionName.OPEN_SESSION,
                        OpenSession.of("replay-bench", "bench", Optional.of(1.0), Optional.of(1e-6))),
                SessionView.class);
        once(client, signedIn, session.sessionId(), false); // makes the release
        for (int block = 1; block <= BLOCKS; block++) {
            double[] millis = new double[COUNTED];
            for (int i = 0; i < COUNTED; i++) {
                millis[i] = once(client, signedIn, session.sessionId(), true);
            }
            Arrays.sort(millis);
            System.out.printf(
                    Locale.ROOT,
                    "a release of %d rows delivered again, %d times, block %d of %d: median %.1f ms, 90 %% %.1f ms,"
                            + " best %.1f ms (target: median <= 20 ms)%n",
                    ROWS,
                    COUNTED,
                    block,
                    BLOCKS,
                    millis[COUNTED / 2],
                    millis[COUNTED * 9 / 10],
                    millis[0]);
        }
    }

    /// Milliseconds.
    private static double once(FlightClient client, CallOption signedIn, String session, boolean replay)
            throws IOException {
        long start = System.nanoTime();
        JobTicket ticket = Json.read(call(client, signedIn, ActionName.SUBMIT, job(session)), JobTicket.class);
        int rows = fetch(client, signedIn, ticket);
        if (rows != ROWS || ticket.replayed() != replay) {
            throw new IllegalStateException("expected a " + (replay ? "replay" : "release") + " of " + ROWS
                    + " rows, got " + rows + (ticket.replayed() ? " of a replay" : " of a release"));
        }
        return (System.nanoTime() - start) * 1e-6;
    }

    private static RegisterDataset sample() {
        return new RegisterDataset(
                "replay-bench",
                RegisterDataset.Format.SAMPLE,
                Optional.empty(),
                Optional.empty(),
                2,
                1e-6,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of());
    }

    private static SubmitJob job(String session) {
        SynthesisSpec spec = new SynthesisSpec(
                "replay-bench", ROWS, 1, 1e-6, EngineChoice.MARGINALS, Optional.empty(), List.of(), false, 1);
        return new SubmitJob(session, spec, UUID.randomUUID().toString(), false, false);
    }

    private static byte[] call(FlightClient client, CallOption signedIn, ActionName action, Object request) {
        Iterator<Result> answer = client.doAction(new Action(action.wireName(), Json.bytes(request)), signedIn);
        return answer.hasNext() ? answer.next().getBody() : new byte[0];
    }

    private static int fetch(FlightClient client, CallOption signedIn, JobTicket ticket) throws IOException {
        int rows = 0;
        FlightStream stream = client.getStream(new Ticket(ticket.jobId().getBytes(StandardCharsets.UTF_8)), signedIn);
        try {
            while (stream.next()) {
                rows += stream.getRoot().getRowCount();
            }
        } finally {
            close(stream);
        }
        return rows;
    }

    private static void close(AutoCloseable resource) throws IOException {
        try {
            resource.close();
        } catch (Exception e) {
            throw new IOException("the connection could not be closed", e);
        }
    }
}
