package org.vitrail.app.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.FlightRuntimeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.app.kit.ChildProcess;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ScriptedParts;
import org.vitrail.app.kit.TestClient;
import org.vitrail.app.kit.TestServer;
import org.vitrail.app.serving.ChildServer;
import org.vitrail.app.serving.ChildServer.Step;
import org.vitrail.app.serving.HoldingGate;
import org.vitrail.app.serving.HoldingLine;
import org.vitrail.app.signing.SigningKey;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.governance.LedgerReport;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.pac.PacSpec;
import org.vitrail.contract.session.BudgetView;
import org.vitrail.contract.wire.ActionName;

/// `kill -9` at each named step of an answer of PAC privacy: what started is spent, what had
/// not is free, nothing is delivered that is not in the ledger, and no universe forgets an answer. Each job has a
/// dataset of its own that gave one answer before.
@Timeout(180)
class PacKillTest {
    @TempDir
    Path folder;

    private final Map<Step, String> sessions = new EnumMap<>(Step.class);
    private final ScriptedParts parts = new ScriptedParts();
    private final Set<String> delivered = new HashSet<>();

    private static String name(Step step) {
        return step.prefix() + "visits";
    }

    private SubmitJob job(Step step, String key) {
        PacSpec spec = new PacSpec(name(step), "SELECT count(*) AS n FROM " + name(step), PacRequests.USUAL);
        return new SubmitJob(sessions.getOrDefault(step, ""), spec, key + "-answer-" + step.name(), true, false);
    }

    /// The database.
    SqlStore.Place place() {
        return SqlStore.Place.embedded(folder);
    }

    /// The settings of every server over it.
    Map<String, String> settings() {
        return Map.of();
    }

    /// What holds the lines of those steps, to be planted in the database.
    List<String> holds() {
        return List.of(HoldingLine.PLANT);
    }

    /// A universe that stays as it was, to be planted.
    List<String> lateUniverse() {
        return List.of(LateUniverse.PLANT);
    }

    /// Where lines are held within the database, if not by [#holds].
    Optional<HoldingGate> gate() throws Exception {
        return Optional.empty();
    }

    private TestServer server() throws Exception {
        return TestServer.start(folder, _ -> parts.parts(), settings());
    }

    /// The datasets of those steps, with one answer each.
    private void prepare(List<Step> steps, List<String> planted) throws Exception {
        parts.runMillis = 1;
        try (TestServer server = server();
                TestClient client = server.client(TestServer.OWNER)) {
            for (Step step : steps) {
                client.upload(
                        PacRequests.register(name(step), PacRequests.CAP),
                        ("person,town\n1," + step).getBytes(StandardCharsets.UTF_8));
                sessions.put(
                        step,
                        client.open(Requests.session(name(step), "one", 1)).sessionId());
                delivered.add(
                        client.release(job(step, "first")).done().receipt().releaseId());
            }
        }
        try (SqlStore store = SqlStore.open(place())) {
            store.transaction(connection -> {
                try (Statement statement = connection.createStatement()) {
                    for (String plant : planted) {
                        statement.execute(plant);
                    }
                    return statement;
                }
            });
        }
    }

    /// Kills a server whose second job of each dataset stands still at its step.
    private void kill(List<Step> steps) throws Exception {
        ChildServer.hold(folder);
        List<String> arguments = new ArrayList<>(List.of(folder.toString(), "vitrail.jobs.parallel=7"));
        settings().forEach((key, value) -> arguments.add(key + "=" + value));
        Optional<HoldingGate> gate = gate();
        if (gate.isPresent()) {
            gate.get().shut();
        }
        Process child = ChildProcess.start(ChildServer.class, arguments.toArray(String[]::new));
        try (BufferedReader lines = child.inputReader()) {
            int port = Integer.parseInt(await(lines, Set.of("[0-9]{2,5}")));
            try (TestClient client = new TestClient(port, Optional.of(TestServer.OWNER))) {
                steps.forEach(step -> Thread.ofPlatform().daemon().start(() -> submit(client, step)));
                Set<String> awaited = new HashSet<>(steps.stream()
                        .filter(step -> gate.isEmpty() || step.line().isEmpty())
                        .map(Step::name)
                        .toList());
                int withinCommits = steps.size() - awaited.size();
                while (!awaited.isEmpty()) {
                    awaited.remove(await(lines, awaited));
                }
                while (gate.isPresent() && gate.get().waiting() < withinCommits) {
                    Thread.sleep(20); // the test's time limit ends it
                }
                child.destroyForcibly();
                child.waitFor(10, TimeUnit.SECONDS);
            }
        } finally {
            child.destroyForcibly();
            child.waitFor(10, TimeUnit.SECONDS);
        }
        ChildServer.goOn(folder);
        if (gate.isPresent()) {
            gate.get().open(); // what the dead server sent commits now
            gate.get().close();
        }
    }

    private void submit(TestClient client, Step step) {
        try {
            String id = client.submit(job(step, "second")).jobId();
            if (step == Step.VOIDING) {
                client.call(ActionName.CANCEL, id.getBytes(StandardCharsets.UTF_8));
            }
        } catch (FlightRuntimeException e) {
            // the server died before it could answer
        }
    }

    private static String await(BufferedReader lines, Set<String> wanted) throws Exception {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (wanted.stream().anyMatch(line::matches)) {
                return line;
            }
        }
        throw new IllegalStateException("the server ended before it said one of " + wanted);
    }

    /// Asks the restarted server for every held job again.
    private void fetch(TestClient client, Step step, String key) {
        try {
            delivered.add(client.release(job(step, key)).done().receipt().releaseId());
        } catch (FlightRuntimeException e) {
            assertThat(e).as(step.name()).hasMessageContaining("charge");
        }
    }

    private Map<String, Universes.Held> universes() throws Exception {
        try (SqlStore store = SqlStore.open(place())) {
            return PacProtocol.universes(store, key());
        }
    }

    private byte[] key() throws Exception {
        return SigningKey.open(folder, Optional.empty()).derived("universes");
    }

    private List<String> findings(Map<String, Universes.Held> before) throws Exception {
        try (SqlStore store = SqlStore.open(place())) {
            Map<String, Universes.Held> now = PacProtocol.universes(store, key());
            Set<String> looked = ChildServer.looked(folder);
            return store.transaction(connection -> PacProtocol.findings(connection, looked, delivered, before, now));
        }
    }

    /// How a job that was held there ends: a transaction that the kill interrupted never happened.
    String end(Step step) {
        return switch (step) {
            case RESERVING -> "released"; // never happened, so asked again
            case RESERVED, STARTING, VOIDING -> "void";
            case STARTED, STORING -> "failed (charged)";
            case STORED -> "released";
        };
    }

    /// The dead server's jobs are ended by the next one, at once or when the dead one's lease is over.
    private void awaitEnds(TestClient client, List<Step> steps) throws InterruptedException {
        for (Step step : steps) {
            while (client.budget(sessions.getOrDefault(step, "")).pac().orElseThrow().answers().stream()
                    .anyMatch(answer -> answer.status().equals("running"))) {
                Thread.sleep(20); // the test's time limit ends it
            }
        }
    }

    @Test
    void kill_atEachStep_leavesWhatTheStepMeans() throws Exception {
        List<Step> steps = List.of(Step.values());
        prepare(steps, holds());
        Map<String, Universes.Held> before = universes();
        assertThat(before)
                .hasSize(steps.size())
                .allSatisfy((_, held) -> assertThat(held.version()).isEqualTo(1));
        kill(steps);
        assertThat(ChildServer.looked(folder))
                .as("those of STARTED, STORING, STORED")
                .hasSize(3);
        try (TestServer server = server();
                TestClient client = server.client(TestServer.OWNER)) {
            awaitEnds(client, steps);
            for (Step step : steps) {
                fetch(client, step, "second");
                BudgetView budget = client.budget(sessions.getOrDefault(step, ""));
                assertThat(budget.pac().orElseThrow().answers())
                        .as(step.name())
                        .extracting(answer -> answer.status())
                        .containsExactly(end(step), "released");
                long charges = end(step).equals("void") ? 1 : 2;
                assertThat(budget.pac().orElseThrow().levels())
                        .as(step.name())
                        .extracting(level -> level.account().spentPico())
                        .containsOnly(charges * PacRequests.USUAL);
                assertThat(budget.session().account().spentPico()).as("of mu^2").isZero();
            }
        }
        assertThat(findings(before)).isEmpty();
        try (TestServer server = server();
                TestClient client = server.client(TestServer.OWNER)) {
            for (Step step : steps) { // every universe goes on where it was
                delivered.add(
                        client.release(job(step, "third")).done().receipt().releaseId());
            }
            assertThat(client.call(ActionName.VERIFY_LEDGER, "", LedgerReport.class)
                            .findings())
                    .isEmpty();
        }
        assertThat(findings(before)).isEmpty();
        List<Long> versions = new ArrayList<>();
        universes().values().forEach(held -> versions.add(held.version()));
        assertThat(versions)
                .as("two of the seven second answers were let out")
                .containsExactlyInAnyOrder(2L, 2L, 2L, 2L, 2L, 3L, 3L);
    }

    @Test
    void kill_ofAServerThatChargesAfterTheLook_isFound() throws Exception {
        List<Step> steps = List.of(Step.STARTED);
        prepare(steps, List.of());
        Map<String, Universes.Held> before = universes();
        ChildServer.chargeAfterLook(folder);
        kill(steps);
        try (TestServer server = server();
                TestClient client = server.client(TestServer.OWNER)) {
            awaitEnds(client, steps); // what had not started is given back
        }
        assertThat(findings(before)).singleElement().asString().contains("looked at rows and is free");
    }

    @Test
    void kill_ofAServerThatReplacesTheUniverseLater_isFound() throws Exception {
        List<Step> steps = List.of(Step.STORED);
        prepare(steps, lateUniverse());
        Map<String, Universes.Held> before = universes();
        kill(steps);
        assertThatThrownBy(() -> server().close())
                .as("nothing is served")
                .hasMessageContaining("another number of answers");
        assertThat(findings(before))
                .hasSize(2)
                .anyMatch(line -> line.contains("does not know what its answers told"))
                .anyMatch(line -> line.contains("another number of answers"));
    }
}
