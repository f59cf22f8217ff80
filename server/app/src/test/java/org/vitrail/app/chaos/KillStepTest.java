package org.vitrail.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.FlightRuntimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.app.kit.ChildProcess;
import org.vitrail.app.kit.PostgresServer;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.TestClient;
import org.vitrail.app.kit.TestServer;
import org.vitrail.app.ledger.Verification;
import org.vitrail.app.ledger.Witness;
import org.vitrail.app.serving.ChildServer;
import org.vitrail.app.serving.ChildServer.Step;
import org.vitrail.app.serving.HoldingGate;
import org.vitrail.app.serving.HoldingLine;
import org.vitrail.app.signing.SigningKey;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.session.BudgetView;
import org.vitrail.contract.session.ReleaseLine;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.WireNames;

/// `kill -9` at each named step of the protocol, on both stores. Each kill hits jobs in all seven steps, several in
/// each,
/// every one of a ledger and a transaction of its own; at least twenty a step in all. PostgreSQL goes on with a commit
/// whose sender is dead: there, what was held within a commit still happens, after the server's death.
class KillStepTest {
    private static final int SECONDS_MAX = 60;
    private static final List<String> NAMES =
            Arrays.stream(Step.values()).map(Step::name).toList();

    @TempDir
    private Path folder;

    private final History history = new History();
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    /// One job that was held.
    private record Held(SubmitJob request, Step step) {}

    /// How a held job ends on that store.
    private static String end(Step step, boolean embedded) {
        return switch (step) {
            case RESERVING -> embedded ? "released" : "void"; // never happened, so asked again; or happened late
            case RESERVED, VOIDING -> "void";
            case STARTING -> embedded ? "void" : "failed (charged)";
            case STARTED -> "failed (charged)";
            case STORING -> embedded ? "failed (charged)" : "released";
            case STORED -> "released";
        };
    }

    @Test
    void kill_atEachStepOfTheEmbeddedStore_leavesWhatTheStepMeans() throws Exception {
        Files.createDirectories(folder);
        SqlStore.Place place = SqlStore.Place.embedded(folder);
        try (SqlStore store = SqlStore.open(place)) {
            store.transaction(connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.execute(HoldingLine.PLANT);
                }
            });
        }
        killEach(place, 7, 3, List.of(), Optional.empty()); // its pool has 16 connections, 12 are held
    }

    @Test
    void kill_atEachStepOfPostgresql_leavesWhatTheStepMeans() throws Exception {
        assumeThat(PostgresServer.missing()).isEmpty();
        SqlStore.Place place = PostgresServer.shared().database();
        SqlStore.open(place).close();
        try (HoldingGate gate = new HoldingGate(place)) {
            killEach(
                    place,
                    3,
                    7,
                    List.of("vitrail.store.url=" + place.url(), "vitrail.store.connections=50"),
                    Optional.of(gate));
        }
    }

    private void killEach(SqlStore.Place place, int kills, int jobs, List<String> settings, Optional<HoldingGate> gate)
            throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                folder.toString(),
                "vitrail.store.lease=1s",
                "vitrail.jobs.parallel=" + jobs * Step.values().length,
                "vitrail.jobs.queue-max=" + 2 * jobs * Step.values().length)); // they are all one user's
        arguments.addAll(settings);
        Process server = ChildProcess.start(ChildServer.class, arguments.toArray(String[]::new));
        try {
            BufferedReader lines = server.inputReader();
            int port = port(lines);
            for (int kill = 0; kill < kills; kill++) {
                TestClient client = new TestClient(port, Optional.of(TestServer.OWNER));
                List<String> keys = requests(client, kill, jobs);
                ChildServer.hold(folder);
                if (gate.isPresent()) {
                    gate.get().shut();
                }
                hold(client, keys, lines, gate);
                server.destroyForcibly();
                server.waitFor(10, TimeUnit.SECONDS);
                client.close();
                ChildServer.goOn(folder);
                if (gate.isPresent()) {
                    gate.get().open();
                }
                server = ChildProcess.start(ChildServer.class, arguments.toArray(String[]::new));
                lines = server.inputReader();
                port = port(lines);
                check(keys, port, gate.isEmpty());
            }
        } finally {
            server.destroyForcibly();
            server.waitFor(10, TimeUnit.SECONDS);
        }
        checkRecords(place);
    }

    private static int port(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.matches("[0-9]{2,5}")) {
                return Integer.parseInt(line);
            }
        }
        throw new IllegalStateException("the server did not start");
    }

    /// Requests, on a dataset each.
    ///
    /// @return their keys
    private List<String> requests(TestClient client, int kill, int jobs) {
        List<String> keys = new ArrayList<>();
        for (Step step : Step.values()) {
            for (int i = 0; i < jobs; i++) {
                String dataset = step.prefix() + kill + "_" + i;
                client.call(
                        ActionName.REGISTER_DATASET,
                        Requests.register(dataset, 1, RegisterDataset.Format.SAMPLE),
                        DatasetView.class);
                String session =
                        client.open(Requests.session(dataset, "one", 1)).sessionId();
                SubmitJob request = Requests.fresh(session, Requests.spec(dataset, 0.3));
                held.put(request.idempotencyKey(), new Held(request, step));
                keys.add(request.idempotencyKey());
            }
        }
        return keys;
    }

    /// Submits them and returns when every one stands still at its step.
    private void hold(TestClient client, List<String> keys, BufferedReader lines, Optional<HoldingGate> gate)
            throws Exception {
        long inDatabase = 0;
        for (String key : keys) {
            Step step = Optional.ofNullable(held.get(key)).orElseThrow().step();
            inDatabase += gate.isPresent() && step.line().isPresent() ? 1 : 0;
            Thread.ofPlatform().daemon().start(() -> submit(client, key, step));
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        long standing = 0;
        while (standing < keys.size() - inDatabase) {
            String line = Optional.ofNullable(lines.readLine())
                    .orElseThrow(() -> new IllegalStateException("the server ended by itself"));
            standing += NAMES.contains(line) ? 1 : 0; // the embedded database prints too
            assertThat(System.nanoTime()).as("%d jobs stand still", standing).isLessThan(end);
        }
        while (gate.isPresent() && gate.get().waiting() < inDatabase) {
            assertThat(System.nanoTime())
                    .as("%d jobs stand within a commit", inDatabase)
                    .isLessThan(end);
            Thread.sleep(20);
        }
    }

    private void submit(TestClient client, String key, Step step) {
        SubmitJob request = Optional.ofNullable(held.get(key)).orElseThrow().request();
        try {
            String job = client.submit(request).jobId();
            history.add(new History.Acknowledged("olga", key, job, false));
            if (step == Step.VOIDING) {
                client.call(ActionName.CANCEL, job.getBytes(StandardCharsets.UTF_8));
            }
        } catch (FlightRuntimeException e) {
            // the server died before it could answer
        }
    }

    /// After the restart: what each job has become, and that its key still names it.
    private void check(List<String> keys, int port, boolean embedded) throws Exception {
        try (TestClient client = new TestClient(port, Optional.of(TestServer.OWNER))) {
            for (String key : keys) {
                Held of = Optional.ofNullable(held.get(key)).orElseThrow();
                String session = of.request().sessionId();
                await(client, session);
                String job = client.submit(of.request()).jobId();
                history.add(new History.Acknowledged("olga", key, job, false));
                fetch(client, job);
                BudgetView view = client.budget(session);
                assertThat(view.releases()).as("%s %s", of.step(), key).hasSize(1);
                ReleaseLine release = view.releases().getFirst();
                assertThat(release.status()).as(of.step().name()).isEqualTo(end(of.step(), embedded));
                assertThat(view.datasetAccount().spentPico())
                        .isEqualTo(release.status().equals("void") ? 0 : release.muSquaredPico());
                if (release.status().equals("released")) {
                    fetch(client, job); // the same bytes again
                }
            }
        }
    }

    private static void await(TestClient client, String session) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        while (client.budget(session).releases().stream()
                .anyMatch(line -> line.status().equals("running"))) {
            assertThat(System.nanoTime()).as("a job that is never ended").isLessThan(end);
            Thread.sleep(20);
        }
    }

    private void fetch(TestClient client, String job) {
        try {
            TestClient.Fetched fetched = client.fetch(job);
            history.add(new History.Delivered(
                    job, fetched.done().receipt().releaseId(), fetched.arrow().digest(), System.currentTimeMillis()));
        } catch (FlightRuntimeException e) {
            Refusal refusal = Json.read(e.status().metadata().getByte(WireNames.REFUSAL_HEADER), Refusal.class);
            history.add(new History.Ended(job, ChaosClient.charged(refusal), refusal.toString()));
        }
    }

    private void checkRecords(SqlStore.Place place) throws IOException {
        try (SqlStore store = SqlStore.open(place)) {
            SigningKey key = SigningKey.open(folder, Optional.empty());
            assertThat(new Verification(store, key.verifyingKey())
                            .run(Witness.read(folder.resolve(Witness.FILE)), true)
                            .findings())
                    .isEmpty();
            assertThat(HistoryChecker.findings(history, Records.read(store))).isEmpty();
        }
        for (Step step : Step.values()) {
            assertThat(held.values().stream().filter(of -> of.step() == step))
                    .as(step.name())
                    .hasSizeGreaterThanOrEqualTo(20);
        }
    }
}
