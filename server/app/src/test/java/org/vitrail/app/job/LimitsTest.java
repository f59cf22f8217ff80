package org.vitrail.app.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ScriptedParts;
import org.vitrail.app.kit.TestClient;
import org.vitrail.app.kit.TestServer;
import org.vitrail.contract.session.OpenSession;

/// A session's end, and a user's share of the queue.
class LimitsTest {
    @TempDir
    private Path folder;

    private final ScriptedParts parts = new ScriptedParts();

    /// The sweep that closes sessions sees an earlier time here than whoever submits: as between two of its rounds.
    @Test
    void submit_afterTheSessionsTimeAndBeforeAnySweep_chargesNothing() throws Exception {
        AtomicReference<Duration> late = new AtomicReference<>(Duration.ZERO);
        Instant start = Instant.now();
        OpenSession lesson =
                new OpenSession("adult", "lesson", Optional.of(1.0), Optional.of(1e-6), true, Optional.of(3600L));
        try (TestServer server = TestServer.start(
                        folder,
                        _ -> parts.parts(),
                        Map.of(),
                        () -> Thread.currentThread().getName().equals("job-keeper") ? start : start.plus(late.get()));
                TestClient olga = server.client(TestServer.OWNER)) {
            olga.upload(Requests.register("adult", 3), new byte[] {1});
            String session = olga.open(lesson).sessionId();
            olga.release(Requests.job(session, Requests.spec("adult", 0.3)));
            long spent = olga.budget(session).datasetAccount().spentPico();
            late.set(Duration.ofHours(2));
            assertThatThrownBy(() -> olga.submit(Requests.fresh(session, Requests.spec("adult", 0.3))))
                    .isInstanceOf(FlightRuntimeException.class)
                    .hasMessageContaining("session ended")
                    .hasMessageContaining("nothing was charged");
            assertThat(olga.budget(session).datasetAccount().spentPico()).isEqualTo(spent);
            assertThat(olga.budget(session).datasetAccount().reservedPico()).isZero();
            late.set(Duration.ofMinutes(59)); // must-fail twin: within its time it charges
            olga.release(Requests.fresh(session, Requests.spec("adult", 0.3)));
            assertThat(olga.budget(session).datasetAccount().spentPico()).isGreaterThan(spent);
        }
    }

    @Test
    void submit_byOneUser_fillsHalfOfTheQueueAndLeavesTheRestToOthers() throws Exception {
        parts.openingMillis = 60_000; // until they are cancelled
        try (TestServer server = TestServer.start(
                        folder,
                        _ -> parts.parts(),
                        Map.of("vitrail.jobs.parallel", "1", "vitrail.jobs.queue-max", "4"));
                TestClient olga = server.client(TestServer.OWNER);
                TestClient anna = server.client(TestServer.ANALYST)) {
            olga.upload(Requests.register("adult", 3), new byte[] {1});
            for (TestClient client : List.of(olga, anna)) {
                String session =
                        client.open(Requests.session("adult", "one", 1)).sessionId();
                for (int i = 0; i < 2; i++) {
                    client.submit(Requests.fresh(session, Requests.spec("adult", 0.1)));
                }
                assertThatThrownBy(() -> client.submit(Requests.fresh(session, Requests.spec("adult", 0.1))))
                        .isInstanceOfSatisfying(
                                FlightRuntimeException.class,
                                e -> assertThat(e.status().code()).isEqualTo(FlightStatusCode.UNAVAILABLE))
                        .hasMessageContaining(client == olga ? "a user's share of the server's 4" : "4 jobs running");
            }
        }
    }
}
