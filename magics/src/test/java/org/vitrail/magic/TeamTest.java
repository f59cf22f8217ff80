package org.vitrail.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vitrail.contract.governance.LedgerReport;
import org.vitrail.contract.governance.Proposal;
import org.vitrail.contract.release.ReleaseSummary;
import org.vitrail.contract.session.BudgetLevel;
import org.vitrail.contract.session.BudgetView;
import org.vitrail.contract.session.SessionView;
import org.vitrail.contract.wire.TokenFile;

/// A team on one real server: an owner, two analysts, an officer, and one who is owner and officer.
@Timeout(1_200) // far beyond what a busy machine needs
class TeamTest extends RealServerFixture {
    private static final String BEN = "ben-token-0123456789";
    private static final String OLAF = "olaf-token-0123456789";
    private static final String OTTO = "otto-token-0123456789";
    private static final String SCHEMA = """
            unit: row
            columns:
              - {name: age, type: integer, min: 0, max: 99}
              - {name: sex, type: categorical, values: [F, M]}
            """;

    @BeforeEach
    void register() throws Exception {
        writeTokens(
                embedded.data(),
                TokenFile.Token.of(BEN, "ben", "analyst", "clinic"),
                TokenFile.Token.of(OLAF, "olaf", "officer", "clinic"),
                TokenFile.Token.of(OTTO, "otto", "owner,officer", "clinic"));
        kernel.cell(
                "dp_dataset", SCHEMA, "register", "visits", rows("visits", 40).toString());
    }

    private Path rows(String name, int age) throws Exception {
        return Files.writeString(data.resolve(name + ".csv"), "age,sex\n" + ("30,F\n" + age + ",M\n").repeat(300));
    }

    /// From now on the notebook's calls are that user's; nothing is known from before, as after a kernel's restart.
    private void as(String token) throws Exception {
        Path file = Files.writeString(data.resolve("token"), token);
        kernel.run("vitrail", "grpc://127.0.0.1:" + serverFile().flightPort(), "--token-file", file.toString());
        kernel.displayed.clear();
    }

    /// The cells of one notebook.
    private List<SyntheticFrame> runAll() throws Exception {
        kernel.run("dp_session", "--dataset", "visits", "--epsilon", "2", "--delta", "1e-6", "--name", "study");
        return List.of(
                (SyntheticFrame) kernel.run("dp_synthesize", "visits", "-e", "1", "--rows", "100"),
                (SyntheticFrame) kernel.run("dp_synthesize", "visits", "-e", "0.5", "--rows", "50", "--label", "sex"));
    }

    private byte[] bytes(SyntheticFrame frame) throws Exception {
        Path file = data.resolve("rows.arrow");
        kernel.run("dp_certificate", frame.receipt().releaseId(), "--rows", file.toString(), "--force");
        return Files.readAllBytes(file);
    }

    private static long spent(BudgetView view, String tier) {
        return view.levels().stream()
                .filter(level -> level.tier().equals(tier))
                .map(BudgetLevel::account)
                .findFirst()
                .orElseThrow()
                .spentPico();
    }

    private void replaysAll(List<SyntheticFrame> first, List<byte[]> bytes, long projectSpent) throws Exception {
        List<SyntheticFrame> again = runAll();
        for (int i = 0; i < first.size(); i++) {
            assertThat(again.get(i).receipt()).isEqualTo(first.get(i).receipt().asReplay());
            assertThat(rowsOf(again.get(i))).isEqualTo(rowsOf(first.get(i)));
            assertThat(bytes(again.get(i))).isEqualTo(bytes.get(i));
        }
        BudgetView view = (BudgetView) kernel.run("dp_budget");
        assertThat(spent(view, "session")).isZero();
        assertThat(spent(view, "analyst")).isZero();
        assertThat(spent(view, "project")).isEqualTo(projectSpent);
        assertThat(kernel.text()).contains("Privacy receipt: replayed, nothing charged", "byte for byte");
    }

    private static List<List<Object>> rowsOf(SyntheticFrame frame) {
        List<List<Object>> rows = new ArrayList<>();
        for (int r = 0; r < frame.height(); r++) {
            List<Object> row = new ArrayList<>();
            for (int c = 0; c < frame.width(); c++) {
                row.add(frame.get(c, r));
            }
            rows.add(row);
        }
        return rows;
    }

    @Test
    void runAll_byAColleague_spendsNothingAndGetsTheSameBytes_afterARestartToo() throws Exception {
        as(ANALYST);
        List<SyntheticFrame> annas = runAll();
        assertThat(annas).noneMatch(frame -> frame.receipt().replayed());
        List<byte[]> bytes = List.of(bytes(annas.get(0)), bytes(annas.get(1)));
        long paid = spent((BudgetView) kernel.run("dp_budget"), "project");
        assertThat(paid).isPositive();

        as(BEN);
        replaysAll(annas, bytes, paid);
        killServer();
        kernel.run("vitrail", "embedded");
        kernel.run("dp_dataset", "list"); // starts it again
        as(BEN);
        replaysAll(annas, bytes, paid);

        kernel.displayed.clear();
        ReleaseSummary[] releases = (ReleaseSummary[]) kernel.run("dp_releases", "visits");
        assertThat(releases).hasSize(2).allMatch(ReleaseSummary::current).allMatch(r -> r.replays() == 2);
        assertThat(kernel.text()).contains("anna", "study", "label sex", "current");
        assertThat(kernel.text().lines().filter(line -> line.contains("anna"))).hasSize(2);
        kernel.run("dp_releases", "visits", "--mine");
        assertThat(kernel.text()).contains("bought by ben");

        // and without knowing its parameters, from another notebook with the smallest session
        kernel.run("dp_session", "--dataset", "visits", "--epsilon", "0.01", "--delta", "1e-6", "--name", "small");
        String shown = releases[1].receipt().releaseId().substring(0, 8);
        SyntheticFrame got = (SyntheticFrame) kernel.run("dp_releases", "--get", shown);
        assertThat(got.receipt()).isEqualTo(annas.get(0).receipt().asReplay());
        assertThat(spent((BudgetView) kernel.run("dp_budget"), "project")).isEqualTo(paid);
    }

    @Test
    void whatIf_andWhatCanBeBought_areTheSameNumber() throws Exception {
        kernel.run("dp_session", "--dataset", "visits", "--epsilon", "1", "--delta", "1e-6", "--name", "counted");
        kernel.run("dp_budget", "--what-if", "0.6");
        assertThat(kernel.text()).contains("2 more of these, then session 'counted' has too little left");
        kernel.run("dp_synthesize", "visits", "-e", "0.6", "--rows", "20", "--seed", "1");
        kernel.displayed.clear();
        kernel.run("dp_budget", "--what-if", "last");
        assertThat(kernel.text()).contains("1 of these, then session 'counted' has too little left");
        kernel.run("dp_synthesize", "visits", "-e", "0.6", "--rows", "20", "--seed", "2");
        kernel.displayed.clear();
        kernel.run("dp_budget", "--what-if", "0.6");
        assertThat(kernel.text()).contains("none of these: session 'counted'");
        assertThatThrownBy(() -> kernel.run("dp_synthesize", "visits", "-e", "0.6", "--rows", "20", "--seed", "3"))
                .hasMessageStartingWith("budget exceeded: session 'counted'");
    }

    @Test
    void session_guaranteedThenEnded_keepsItsCapAndGivesItBack() throws Exception {
        as(ANALYST);
        SessionView opened = (SessionView) kernel.run(
                "dp_session",
                "--dataset",
                "visits",
                "--epsilon",
                "9",
                "--delta",
                "1e-5",
                "--name",
                "kept",
                "--guaranteed",
                "--expires",
                "7d");
        assertThat(opened.guaranteed()).isTrue();
        assertThat(opened.expiresAt()).isPresent();
        BudgetView view = (BudgetView) kernel.run("dp_budget");
        assertThat(view.levels().getFirst().guaranteed()).isTrue();
        assertThat(view.datasetAccount().keptPico()).isEqualTo(opened.account().capPico());
        assertThat(kernel.text()).contains("the session is the tightest", "the levels above the guaranteed one keep");
        assertThatThrownBy(() -> kernel.run(
                        "dp_session", "--dataset", "visits", "--epsilon", "8", "--delta", "1e-5", "--name", "late"))
                .hasMessageStartingWith("budget exceeded: ");
        kernel.run("dp_session", "--dataset", "visits", "--end", "--name", "kept");
        assertThat(kernel.text()).contains("Ended the session of notebook 'kept'");
        kernel.run("dp_session", "--dataset", "visits", "--epsilon", "8", "--delta", "1e-5", "--name", "late");
        fails(
                "notebook 'nosuch' has no session on 'visits'",
                "dp_session",
                "--dataset",
                "visits",
                "--end",
                "--name",
                "nosuch");
        assertThat(((BudgetView) kernel.run("dp_budget")).session().notebook())
                .as("nobody else's session ended")
                .isEqualTo("late");
        assertThat(((BudgetView) kernel.run("dp_budget")).datasetAccount().keptPico())
                .isZero();
    }

    @Test
    void admin_byEachRole_mayDoWhatTheTableSays() throws Exception {
        kernel.run("dp_admin", "rules", "visits", "--max-epsilon", "1", "--engines", "marginals");
        as(ANALYST);
        kernel.run("dp_session", "--dataset", "visits", "--epsilon", "3", "--delta", "1e-6", "--name", "n");
        fails(
                "the owner of dataset 'visits' allows at most epsilon 1 in one request, got epsilon 2;",
                "dp_synthesize",
                "visits",
                "--epsilon",
                "2",
                "--engine",
                "marginals");
        fails(
                "the owner of dataset 'visits' allows one of the engines [marginals], got 'auto'",
                "dp_synthesize",
                "visits",
                "--epsilon",
                "1");
        fails("to ", "dp_admin", "rules", "visits", "--lift");
        fails("to ", "dp_admin", "proposals");
        fails("to ", "dp_admin", "verify");

        as(OTTO); // has both roles, and is one person
        Proposal proposal =
                (Proposal) kernel.run("dp_admin", "propose", "visits", "--epsilon", "12", "--reason", "a second wave");
        String shown = proposal.id().substring(0, 8);
        fails("an approval by another person than the proposer is expected", "dp_admin", "approve", shown);
        as(OWNER);
        fails("to ", "dp_admin", "approve", shown);
        as(OLAF);
        kernel.run("dp_admin", "proposals");
        assertThat(kernel.text()).contains(shown, "pending", "a second wave", "otto");
        fails("to open", "dp_budget", "visits"); // an officer has no session, and is told why
        kernel.run("dp_admin", "approve", shown);
        assertThat(kernel.text()).contains("was approved by olaf; this cap holds now");
        fails("the proposal was approved by olaf already", "dp_admin", "reject", shown);
        LedgerReport report = (LedgerReport) kernel.run("dp_admin", "verify");
        assertThat(report.findings()).isEmpty();
        assertThat(kernel.text()).contains("The ledger holds", "signed by key " + report.keyId());
        as(ANALYST);
        kernel.run("dp_session", "--dataset", "visits", "--name", "n");
        assertThat(((BudgetView) kernel.run("dp_budget")).datasetAccount().epsilonCap())
                .isEqualTo(12);
        as(OWNER);
        kernel.run("dp_admin", "grant", "visits", "--to", "research", "--epsilon", "2", "--guaranteed");
        assertThat(kernel.text()).contains("project 'research' may use dataset 'visits' up to ε 2");
        fails(
                "project 'research' may use dataset 'visits' already",
                "dp_admin",
                "grant",
                "visits",
                "--to",
                "research",
                "--epsilon",
                "2");
    }

    private static final String BY_SEX =
            "SELECT sex, count(*) AS n, avg(age) AS age FROM visits GROUP BY sex ORDER BY sex\n";

    private AnswerFrame ask(String mi) throws Exception {
        return (AnswerFrame) kernel.cell("pac_calibrate", BY_SEX, "--dataset", "visits", "--mi", mi);
    }

    @Test
    void pacCap_givenLaterAndRaised_takesTwoPeopleEachTime() throws Exception {
        as(OWNER);
        runAll();
        assertThatThrownBy(() -> ask("1/128"))
                .hasMessageContaining("has no PAC cap")
                .hasMessageContaining("%dp_admin propose");
        Proposal first =
                (Proposal) kernel.run("dp_admin", "propose", "visits", "--pac-cap", "1/128", "--reason", "means too");
        assertThatThrownBy(() -> ask("1/128")).hasMessageContaining("has no PAC cap");
        as(OLAF);
        kernel.run("dp_admin", "approve", first.id());
        assertThat(kernel.text())
                .contains("PAC cap of 0.007813 nats (50 % to 56.3 %) instead of none for dataset 'visits'")
                .contains("was approved by olaf; this cap holds now");
        as(OWNER);
        kernel.run("dp_session", "--dataset", "visits", "--name", "study");
        assertThat(ask("1/128").getColumn("sex").toList()).isEqualTo(List.of("F", "M"));
        assertThatThrownBy(() -> kernel.cell(
                        "pac_calibrate", BY_SEX.replace("avg", "sum"), "--dataset", "visits", "--mi", "1/128"))
                .hasMessageStartingWith("PAC budget exceeded: dataset 'visits' has 0 nats left");
        List<String> raised = new ArrayList<>();
        for (List<String> whose :
                List.of(List.of("dataset", "visits"), List.of("project", "clinic"), List.of("analyst", "olga"))) {
            Proposal more = (Proposal) kernel.run(
                    "dp_admin",
                    "propose",
                    "visits",
                    "--pac-cap",
                    "70%",
                    "--tier",
                    whose.getFirst(),
                    "--name",
                    whose.getLast(),
                    "--reason",
                    "and more");
            raised.add(more.id());
        }
        fails("a cap is only ever raised: ", "dp_admin", "propose", "visits", "--pac-cap", "1/128", "--reason", "less");
        as(OTTO);
        for (String id : raised) {
            kernel.run("dp_admin", "approve", id);
        }
        kernel.displayed.clear();
        kernel.run("dp_admin", "proposals");
        assertThat(kernel.text()).contains("0.007813 nats → 56.3 %", "0.08229 nats → 70 %", "none");
        as(OWNER);
        kernel.run("dp_session", "--dataset", "visits", "--epsilon", "1", "--delta", "1e-6", "--name", "more");
        kernel.cell("pac_calibrate", BY_SEX.replace("avg", "sum"), "--dataset", "visits", "--mi", "1/128");
        kernel.run("dp_budget");
        assertThat(kernel.text()).contains("dataset 'visits': 0.01563 of 0.08229 nats told", "at the cap 70 %");
        kernel.run("dp_certificate", "last");
        assertThat(((LedgerReport) kernel.run("dp_admin", "verify")).findings()).isEmpty();
        renewsAndTellsTheTotalInNats();
    }

    private void renewsAndTellsTheTotalInNats() throws Exception {
        kernel.cell(
                "dp_dataset",
                SCHEMA,
                "register",
                "visits",
                rows("newer", 50).toString(),
                "--renew",
                "--pac-cap",
                "70%");
        kernel.run("dp_session", "--dataset", "visits", "--epsilon", "1", "--delta", "1e-6", "--name", "newer");
        kernel.displayed.clear();
        kernel.run("dp_budget");
        assertThat(kernel.text())
                .contains("dataset 'visits': 0 of 0.08229 nats told")
                .contains("PAC privacy over time, the rows before each renewal included: 0.01563 nats told, a guess of"
                        + " 50 % is now at most 58.9 % for a unit that is in all 2 sets of rows");
    }

    private void fails(String message, String magic, String... arguments) {
        assertThatThrownBy(() -> kernel.run(magic, arguments))
                .isInstanceOf(MagicFailure.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void register_withRenew_givesANewCapAndTellsTheTotal() throws Exception {
        SyntheticFrame old = runAll().getFirst();
        Path newer = rows("newer", 50);
        fails(
                "dataset 'visits' exists with other bytes",
                "dp_dataset",
                "register",
                "visits",
                newer.toString(),
                "--schema",
                Files.writeString(data.resolve("s.yaml"), SCHEMA).toString());
        kernel.cell("dp_dataset", SCHEMA, "register", "visits", newer.toString(), "--renew");
        assertThat(kernel.text()).contains("renewed", "over time, the rows before each renewal included: ε ");
        fails("notebook 'study' has no session on 'visits'", "dp_budget", "visits");
        kernel.run("dp_session", "--dataset", "visits", "--epsilon", "2", "--delta", "1e-6");
        kernel.displayed.clear();
        BudgetView view = (BudgetView) kernel.run("dp_budget");
        assertThat(view.datasetAccount().spentPico()).isZero();
        assertThat(kernel.text())
                .containsPattern("over time, the rows before each renewal included: ε 0\\.\\d+ at δ = 1e-5");
        String shown = old.receipt().releaseId().substring(0, 8);
        fails("release " + shown + " is of rows that were replaced since", "dp_releases", "visits", "--get", shown);
        kernel.run("dp_releases", "visits");
        assertThat(kernel.text()).contains("not shown: 0 older, 2 of rows that were replaced since (--all)");
    }
}
