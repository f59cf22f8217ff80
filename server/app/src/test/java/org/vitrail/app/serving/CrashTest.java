package org.vitrail.app.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.app.kit.ChildProcess;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.TestClient;
import org.vitrail.app.kit.TestServer;
import org.vitrail.contract.session.BudgetView;
import org.vitrail.contract.session.ReleaseLine;

/// `kill -9` at random moments of a busy server, restart, and the books: nothing minted, nothing lost, nothing
/// charged
/// twice, every delivered release still there, byte for byte. The server itself folds all entries at each start and
/// would not start on a difference.
class CrashTest {
    private static final int KILLS = 6;
    private static final int CLIENTS = 3;
    private static final double EPSILON = 0.15;

    @TempDir
    private Path folder;

    private final Map<String, TestClient.Bytes> delivered = new ConcurrentHashMap<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    @Test
    void kill_atRandomMoments_keepsTheBooks() throws Exception {
        long seed = System.nanoTime();
        System.out.println("CrashTest seed " + seed);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        long spentBefore = 0;
        for (int round = 0; round <= KILLS; round++) {
            Process child = ChildProcess.start(ChildServer.class, folder.toString());
            try (BufferedReader lines = child.inputReader()) {
                int port = port(lines);
                spentBefore = check(port, spentBefore);
                if (round < KILLS) {
                    work(port, child, delivered.size() + 1 + random.nextInt(4));
                }
            } finally {
                child.destroyForcibly();
                child.waitFor(10, TimeUnit.SECONDS);
            }
        }
        assertThat(delivered).as("releases that were delivered").isNotEmpty();
        assertThat(acknowledged.size()).isGreaterThanOrEqualTo(delivered.size());
    }

    private static int port(BufferedReader lines) throws Exception {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.matches("[0-9]{2,5}")) {
                return Integer.parseInt(line);
            }
        }
        throw new IllegalStateException("the server did not start");
    }

    /// Clients buy until the server dies under them: as soon as so many releases have arrived, or all budget is
    /// spent.
    private void work(int port, Process child, int deliveries) throws Exception {
        CountDownLatch buying = new CountDownLatch(CLIENTS);
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            for (int i = 0; i < CLIENTS; i++) {
                String notebook = "notebook-" + i % 2;
                clients.execute(() -> {
                    buy(port, notebook);
                    buying.countDown();
                });
            }
            boolean over = false;
            while (delivered.size() < deliveries && !over) {
                over = buying.await(1, TimeUnit.MILLISECONDS);
            }
            child.destroyForcibly();
        }
    }

    private void buy(int port, String notebook) {
        try (TestClient client = new TestClient(port, Optional.of(TestServer.OWNER))) {
            String session = client.open(Requests.session("adult", notebook, 5)).sessionId();
            while (true) {
                String job = client.submit(Requests.fresh(session, Requests.spec("adult", EPSILON)))
                        .jobId();
                acknowledged.add(job);
                delivered.put(job, client.fetch(job).arrow());
            }
        } catch (FlightRuntimeException e) {
            assertThat(e.status().code()) // dead, or the budget is spent
                    .isIn(
                            FlightStatusCode.UNAVAILABLE,
                            FlightStatusCode.INTERNAL,
                            FlightStatusCode.CANCELLED,
                            FlightStatusCode.RESOURCE_EXHAUSTED);
        } catch (RuntimeException e) {
            assertThat(child(e)).isTrue(); // the connection broke inside the Arrow reader
        }
    }

    private static boolean child(RuntimeException e) {
        return e.getCause() != null || e instanceof IllegalStateException;
    }

    /// The books of a server that has just started.
    ///
    /// @return what is spent
    private long check(int port, long spentBefore) {
        try (TestClient client = new TestClient(port, Optional.of(TestServer.OWNER))) {
            client.upload(Requests.register("adult", 5), new byte[] {1, 2, 3});
            long spent = 0;
            Map<String, Long> sessions = new HashMap<>();
            BudgetView view = client.budget(
                    client.open(Requests.session("adult", "notebook-0", 5)).sessionId());
            List<ReleaseLine> lines = view.releases();
            assertThat(lines.size()).as("more than the view shows").isLessThan(200);
            for (ReleaseLine line : lines) {
                assertThat(line.status()).isIn("released", "failed (charged)", "cancelled (charged)", "void");
                long amount = line.status().equals("void") ? 0 : line.muSquaredPico();
                spent += amount;
                sessions.merge(line.notebook(), amount, Long::sum);
            }
            assertThat(view.datasetAccount().spentPico()).isEqualTo(spent);
            assertThat(view.datasetAccount().reservedPico()).isZero();
            assertThat(spent).isLessThanOrEqualTo(view.datasetAccount().capPico());
            assertThat(spent).as("nothing is minted").isGreaterThanOrEqualTo(spentBefore);
            assertThat(view.session().account().spentPico()).isEqualTo(sessions.getOrDefault("notebook-0", 0L));
            assertThat(lines.stream().map(ReleaseLine::releaseId)).containsAll(acknowledged);
            delivered.forEach((job, bytes) ->
                    assertThat(client.fetch(job).arrow()).as(job).isEqualTo(bytes));
            return spent;
        }
    }
}
