package org.vitrail.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import org.vitrail.app.serving.HoldingLine;
import org.vitrail.app.signing.SigningKey;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.session.ReleaseLine;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.WireNames;

/// `kill -9` at each named step of the protocol, on both stores. Each kill hits at least ten jobs of as many ledgers,
/// all in that step at that moment, each in a transaction of its own; together at least twenty a step. PostgreSQL goes
/// on with a commit whose sender is dead: there, what was held within a commit still happens, after the server's death.
class KillStepTest {
    private static final int SECONDS_MAX = 60;

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
        killEach(place, 2, 10, List.of(), Optional.empty()); // its pool has 16 connections
    }

    @Test
    void kill_atEachStepOfPostgresql_leavesWhatTheStepMeans() throws Exception {
        assumeThat(PostgresServer.missing()).isEmpty();
        SqlStore.Place place = PostgresServer.shared().database();
        SqlStore.open(place).close();
        try (Gate gate = new Gate(place)) {
            killEach(
                    place,
                    1,
                    20,
                    List.of("vitrail.store.url=" + place.url(), "vitrail.store.connections=40"),
                    Optional.of(gate));
        }
    }

    /// A lock that commits of the held line wait for, within PostgreSQL.
    private static final class Gate implements AutoCloseable {
        private final Connection connection;

        Gate(SqlStore.Place place) throws SQLException {
            connection = DriverManager.getConnection(place.url(), place.user(), "");
            for (String sql : List.of(
                    "create table hold_kind (kind text)",
                    "create function hold_line() returns trigger language plpgsql as $$ begin"
                            + " if new.kind in (select kind from hold_kind) then"
                            + " perform pg_advisory_xact_lock_shared(4711); end if; return null; end $$",
                    "create constraint trigger hold_line after insert on ledger_line deferrable initially deferred"
                            + " for each row execute function hold_line()")) {
                execute(sql);
            }
        }

        private void execute(String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        void shut(String kind) throws SQLException {
            execute("select pg_advisory_lock(4711)");
            execute("insert into hold_kind values ('" + kind + "')");
        }

        /// Lets the commits go on whose sender is dead, and waits for them.
        void open() throws SQLException, InterruptedException {
            execute("select pg_advisory_unlock(4711)");
            while (count("select count(*) from pg_stat_activity where datname = current_database()"
                            + " and pid <> pg_backend_pid()")
                    > 0) {
                Thread.sleep(20);
            }
            execute("delete from hold_kind");
        }

        long waiting() throws SQLException {
            return count("select count(*) from pg_locks where locktype = 'advisory' and not granted");
        }

        private long count(String sql) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    private void killEach(SqlStore.Place place, int kills, int jobs, List<String> settings, Optional<Gate> gate)
            throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of(folder.toString(), "vitrail.store.lease=1s", "vitrail.jobs.parallel=" + jobs));
        arguments.addAll(settings);
        Process server = ChildProcess.start(ChildServer.class, arguments.toArray(String[]::new));
        try {
            BufferedReader lines = server.inputReader();
            int port = port(lines);
            for (Step step : Step.values()) {
                for (int kill = 0; kill < kills; kill++) {
                    TestClient client = new TestClient(port, Optional.of(TestServer.OWNER));
                    List<String> keys = holdAt(client, step, kill, jobs, lines, gate);
                    server.destroyForcibly();
                    server.waitFor(10, TimeUnit.SECONDS);
                    client.close();
                    ChildServer.goOn(folder);
                    if (gate.isPresent() && step.line().isPresent()) {
                        gate.get().open();
                    }
                    server = ChildProcess.start(ChildServer.class, arguments.toArray(String[]::new));
                    lines = server.inputReader();
                    port = port(lines);
                    check(keys, port, place.url().startsWith("jdbc:h2:"));
                }
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

    /// Submits jobs on a dataset each and returns when all of them stand still at that step.
    private List<String> holdAt(
            TestClient client, Step step, int kill, int jobs, BufferedReader lines, Optional<Gate> gate)
            throws Exception {
        boolean inDatabase = gate.isPresent() && step.line().isPresent();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            String dataset = step.name().toLowerCase(Locale.ROOT) + kill + "x" + i;
            client.call(
                    ActionName.REGISTER_DATASET,
                    Requests.register(dataset, 1, RegisterDataset.Format.SAMPLE),
                    DatasetView.class);
            String session = client.open(Requests.session(dataset, "one", 1)).sessionId();
            SubmitJob request = Requests.fresh(session, Requests.spec(dataset, 0.3));
            held.put(request.idempotencyKey(), new Held(request, step));
            keys.add(request.idempotencyKey());
        }
        ChildServer.hold(folder, step);
        if (inDatabase) {
            gate.get().shut(step.line().orElseThrow());
        }
        for (String key : keys) {
            Thread.ofPlatform().daemon().start(() -> submit(client, key, step));
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_MAX);
        int standing = 0;
        while (inDatabase ? gate.get().waiting() < jobs : standing < jobs) {
            assertThat(System.nanoTime()).as("jobs that stand at %s", step).isLessThan(end);
            if (inDatabase) {
                Thread.sleep(20);
            } else if (step.name().equals(lines.readLine())) {
                standing++;
            }
        }
        return keys;
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
                fetch(client, job);
                List<ReleaseLine> releases = client.budget(session).releases();
                assertThat(releases).as("%s %s", of.step(), key).hasSize(1);
                assertThat(releases.getFirst().status()).as(of.step().name()).isEqualTo(end(of.step(), embedded));
                long spent = releases.getFirst().status().equals("void")
                        ? 0
                        : releases.getFirst().muSquaredPico();
                assertThat(client.budget(session).datasetAccount().spentPico()).isEqualTo(spent);
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
                    job,
                    fetched.done().receipt().releaseId(),
                    fetched.arrow().digest(),
                    System.currentTimeMillis()));
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
            assertThat(held.values().stream().filter(of -> of.step() == step)).as(step.name()).hasSizeGreaterThanOrEqualTo(20);
        }
    }
}
