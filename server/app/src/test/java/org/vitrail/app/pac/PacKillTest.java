package org.vitrail.app.pac;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.app.kit.ChildProcess;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ScriptedParts;
import org.vitrail.app.kit.TestClient;
import org.vitrail.app.kit.TestServer;
import org.vitrail.app.serving.ChildServer;
import org.vitrail.contract.governance.LedgerReport;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.pac.PacSpec;
import org.vitrail.contract.session.BudgetView;
import org.vitrail.contract.session.SessionView;
import org.vitrail.contract.wire.ActionName;

/// `kill -9` between START and COMMIT of an answer of PAC privacy: spent, nothing released, and the
/// universe goes on.
@Timeout(120)
class PacKillTest {
    private static final String NAME = ChildServer.Step.STARTED.prefix() + "visits";

    @TempDir
    private Path folder;

    private static SubmitJob job(String session, String key) {
        return new SubmitJob(
                session, new PacSpec(NAME, "SELECT count(*) AS n FROM " + NAME, PacRequests.USUAL), key, false, false);
    }

    @Test
    void kill_afterTheStart_staysSpentAndTheUniverseGoesOn() throws Exception {
        ChildServer.hold(folder);
        Process child = ChildProcess.start(ChildServer.class, folder.toString());
        String session;
        try (BufferedReader lines = child.inputReader()) {
            int port = Integer.parseInt(line(lines, "[0-9]{2,5}"));
            try (TestClient client = new TestClient(port, Optional.of(TestServer.OWNER))) {
                client.upload(
                        PacRequests.register(NAME, PacRequests.CAP), "person,town\n".getBytes(StandardCharsets.UTF_8));
                SessionView opened = client.open(Requests.session(NAME, "one", 1));
                session = opened.sessionId();
                client.submit(job(session, "first-key"));
                line(lines, "STARTED");
            }
        } finally {
            child.destroyForcibly();
            child.waitFor(10, TimeUnit.SECONDS);
        }
        ChildServer.goOn(folder);
        ScriptedParts parts = new ScriptedParts();
        try (TestServer server = TestServer.start(folder, _ -> parts.parts(), Map.of());
                TestClient client = server.client(TestServer.OWNER)) {
            BudgetView budget = client.budget(session);
            assertThat(budget.pac().orElseThrow().levels())
                    .extracting(level -> level.account().spentPico())
                    .containsOnly(PacRequests.USUAL);
            assertThat(budget.pac().orElseThrow().answers())
                    .extracting(answer -> answer.status())
                    .containsExactly("failed (charged)");
            assertThat(budget.session().account().spentPico()).as("of mu^2").isZero();
            // the universe gave no answer, so it is where it was
            assertThat(client.release(job(session, "second-key")).rows()).isEqualTo(1);
        }
        try (TestServer server = TestServer.start(folder, _ -> parts.parts(), Map.of());
                TestClient owner = server.client(TestServer.OWNER)) {
            assertThat(owner.budget(session)
                            .pac()
                            .orElseThrow()
                            .levels()
                            .getLast()
                            .account()
                            .spentPico())
                    .isEqualTo(2 * PacRequests.USUAL);
            assertThat(owner.call(ActionName.VERIFY_LEDGER, "", LedgerReport.class)
                            .findings())
                    .isEmpty();
        }
    }

    private static String line(BufferedReader lines, String wanted) throws Exception {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.matches(wanted)) {
                return line;
            }
        }
        throw new IllegalStateException("the server ended before it said " + wanted);
    }
}
