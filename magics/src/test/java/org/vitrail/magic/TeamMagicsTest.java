package org.vitrail.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.certificate.Certificate;
import org.vitrail.contract.release.ReleaseSummary;
import org.vitrail.contract.session.SessionView;

/// Sessions that end, budgets of several levels and releases of a project, against a server that only speaks.
@Timeout(60)
class TeamMagicsTest extends FakeServerFixture {
    private void open(String... more) throws Exception {
        String[] first = {"--dataset", "clinic", "--epsilon", "3", "--delta", "1e-6", "--name", "nb"};
        kernel.run(
                "dp_session",
                java.util.stream.Stream.concat(java.util.stream.Stream.of(first), java.util.stream.Stream.of(more))
                        .toArray(String[]::new));
    }

    private void fails(String message, String magic, String... arguments) {
        assertThatThrownBy(() -> kernel.run(magic, arguments))
                .isInstanceOf(MagicFailure.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void session_guaranteedWithExpiry_asksForBothAndSaysSo() throws Exception {
        open("--guaranteed", "--expires", "1d12h");
        assertThat(server.opened.getFirst().guaranteed()).isTrue();
        assertThat(server.opened.getFirst().expiresSeconds()).contains(129_600L);
        assertThat(kernel.text())
                .contains("guaranteed: the accounts above keep what this session has left")
                .contains("expires at 2026-12-04 05:00:00 UTC: then it takes no more charges")
                .doesNotContain("it goes on as it was opened");
    }

    @Test
    void session_resumedWithOtherTerms_saysThatTheyAreFixed() throws Exception {
        open();
        open("--expires", "7d");
        assertThat(kernel.text()).contains("it goes on as it was opened: --guaranteed and --expires are fixed then");
    }

    /// A name is taken over with its session, not before.
    @Test
    void session_thatCannotBeOpened_leavesTheNotebookItsNameAndSession() throws Exception {
        open();
        fails("no dataset 'nowhere'", "dp_session", "--name", "other", "--dataset", "nowhere", "-e", "1", "-d", "1e-6");
        fails(
                "expected --pac-cap",
                "dp_session",
                "--name",
                "other",
                "--dataset",
                "clinic",
                "--epsilon",
                "1",
                "--delta",
                "1e-6",
                "--pac-cap",
                "100%");
        kernel.run("dp_budget", "clinic");
        assertThat(kernel.text()).contains("Budget of notebook 'nb' on dataset 'clinic'");

        kernel.run("dp_session", "--name", "other", "--dataset", "clinic", "--epsilon", "1", "--delta", "1e-6");
        kernel.displayed.clear();
        kernel.run("dp_budget", "clinic");
        assertThat(kernel.text()).contains("Budget of notebook 'other' on dataset 'clinic'");
    }

    @Test
    void session_ended_isGoneAndTheNextOneIsOpenedAnew() throws Exception {
        open();
        SessionView ended = (SessionView) kernel.run("dp_session", "--dataset", "clinic", "--end");
        assertThat(ended.notebook()).isEqualTo("nb");
        assertThat(kernel.text()).contains("Ended the session of notebook 'nb'", "what it spent stays spent");
        fails("notebook 'nb' has no session on 'clinic'", "dp_budget", "clinic");
        open();
        assertThat(server.opened).hasSize(2);
    }

    @Test
    void session_wrongTerms_failBeforeAnythingIsOpened() {
        fails(
                "UsageError: --expires: a time as 90m, 12h, 7d or 1d12h expected",
                "dp_session",
                "--dataset",
                "clinic",
                "--expires",
                "soon");
        fails(
                "UsageError: --end stands with --dataset and --name only",
                "dp_session",
                "--dataset",
                "clinic",
                "--end",
                "--epsilon",
                "1",
                "--delta",
                "1e-6");
        fails(
                "a session must expire after 1 s to 3650 days, got 0 s",
                "dp_session",
                "--dataset",
                "clinic",
                "--expires",
                "0m");
        assertThat(server.opened).isEmpty();
    }

    @Test
    void budget_ofARenewedDataset_tellsTheTotalOverTime() throws Exception {
        open();
        kernel.run("dp_budget");
        assertThat(kernel.text()).contains("the dataset is the tightest").doesNotContain("over time");
        server.epsilonOverTime = Optional.of(4.5);
        kernel.run("dp_budget");
        assertThat(kernel.text())
                .contains("over time, the rows before each renewal included: ε 4.5 at δ = 1e-6 for a person who is in"
                        + " all of them");
    }

    @Test
    void budget_whatIf_countsInWholeNumbers() throws Exception {
        open();
        kernel.run("dp_budget", "--what-if", "last");
        assertThat(kernel.text())
                .contains("What if: like release r-1, ε = 1 at δ = 1e-6, μ² = 0.03 (nothing was bought)")
                .contains("8 more of these, then dataset 'clinic' has too little left") // 0.25 / 0.03
                .contains("before [##########+++++.........................] dataset 'clinic': ε 1.5 left")
                .contains("after  [##########+++++???......................] dataset 'clinic': ε ");
        kernel.displayed.clear();
        kernel.run("dp_budget", "clinic", "--what-if", "3,1e-6");
        assertThat(kernel.text()).contains("none of these: dataset 'clinic' has μ² 0.25 left, short by ");
        assertThat(server.submitted).isEmpty();
    }

    @Test
    void budget_whatIfOfNonsense_saysWhatIsExpected() throws Exception {
        open();
        for (String wrong : List.of("much", "0", "-1", "1,2", "1,0", "1,1e-6,3", "NaN", "Infinity", "")) {
            fails(
                    "UsageError: --what-if EPSILON[,DELTA] with epsilon > 0 and delta in (0, 1), or 'last', expected, got '"
                            + wrong + "'",
                    "dp_budget",
                    "--what-if",
                    wrong);
        }
    }

    @Test
    void releases_listed_showTheCurrentOnesAndHowToUseThem() throws Exception {
        ReleaseSummary[] list = (ReleaseSummary[]) kernel.run("dp_releases", "clinic", "-o", "list");
        assertThat(list).hasSize(2);
        assertThat(kernel.text())
                .contains("Releases of dataset 'clinic' that your project has", "r-1", "days ago", "current")
                .contains("not shown: 0 older, 1 of rows that were replaced since (--all)")
                .contains("run the same %dp_synthesize to get one again at no cost, or %dp_releases clinic --get r-1")
                .doesNotContain("r-0");
        assertThat(kernel.evaluated)
                .singleElement()
                .asString()
                .startsWith("org.vitrail.contract.release.ReleaseSummary[] list");
        kernel.displayed.clear();
        kernel.run("dp_releases", "--all");
        assertThat(kernel.text()).as("the only dataset").contains("r-0", "replaced since");
        kernel.displayed.clear();
        kernel.run("dp_releases", "clinic", "--all", "--mine");
        assertThat(kernel.text()).contains("bought by ann", "r-1").doesNotContain("r-0");
        fails("no dataset 'clinix'; did you mean 'clinic'?", "dp_releases", "clinix");
    }

    @Test
    void get_ofAListedRelease_sendsItsOwnRequestAgain() throws Exception {
        server.replays = true;
        open();
        SyntheticFrame frame = (SyntheticFrame) kernel.run("dp_releases", "--get", "r-1", "-o", "table");
        assertThat(frame.height()).isEqualTo(3);
        assertThat(server.submitted.getFirst().spec()).isEqualTo(Samples.spec("clinic"));
        assertThat(server.submitted.getFirst().fresh()).isFalse();
        assertThat(kernel.evaluated).singleElement().asString().startsWith("org.vitrail.magic.SyntheticFrame table");
        kernel.variables.put("mine", frame);
        for (String typed : List.of("last", "mine")) {
            assertThat(((SyntheticFrame) kernel.run("dp_releases", "--get", typed)).receipt())
                    .isEqualTo(frame.receipt());
        }
    }

    /// Whatever would cost something is not sent.
    @Test
    void get_thatWouldBeANewRelease_submitsNothing() throws Exception {
        fails("notebook 'notebook' has no session on 'clinic': first %dp_session", "dp_releases", "--get", "r-1");
        open();
        fails("your project has no release 'r-7'; %dp_releases lists the ids", "dp_releases", "--get", "r-7");
        fails("release r-0 is of rows that were replaced since", "dp_releases", "clinic", "--get", "r-0");
        fails(
                "release r-1 was made by engine version 1, and this server would make another one and charge for it;"
                        + " nothing was charged; %dp_certificate r-1 --rows FILE",
                "dp_releases", "--get", "r-1");
        server.replays = true;
        server.releases = List.of(
                new ReleaseSummary(
                        "clinic", Samples.receipt("r-2", "f-r-1", Samples.spec("clinic")), "ann", "nb", 0, true),
                Samples.summary("r-1", "ann", true));
        fails("release r-1 was bought anew (--fresh) as r-2", "dp_releases", "--get", "r-1");
        assertThat(server.submitted).isEmpty();
    }

    @Test
    void get_whoseAnswerIsAnotherRelease_failsInsteadOfBindingIt() throws Exception {
        server.replays = true;
        open();
        server.releases = List.of(Samples.summary("r-5", "ann", true));
        fails("the server delivered release r-1 instead of r-5", "dp_releases", "--get", "r-5", "-o", "table");
        assertThat(kernel.evaluated).isEmpty();
        server.refuseSubmit = Optional.of(new Refusal.Forbidden("the owner allows less"));
        fails("the owner allows less", "dp_releases", "--get", "r-5");
    }

    @Test
    void certificate_byTheBeginningOfAnId_isThatRelease() throws Exception {
        for (String id : List.of("5eaf00d1-0000-4000-8000-000000000001", "ceaf00d1-0000-4000-8000-000000000001")) {
            server.releases = List.of(Samples.summary(id, "ann", true));
            for (String typed : List.of(id.substring(0, 8), id.substring(0, 13))) {
                assertThat(((Certificate) kernel.run("dp_certificate", typed))
                                .release()
                                .id())
                        .isEqualTo(id);
            }
        }
    }

    @Test
    void dataset_renewed_tellsTheTotalAndForgetsTheOldSession() throws Exception {
        Path csv = Files.writeString(data.resolve("v.csv"), "age\n30\n");
        open();
        String schema = "unit: row\ncolumns:\n  - {name: age, type: integer, min: 0, max: 99}\n";
        kernel.cell("dp_dataset", schema, "register", "clinic", csv.toString());
        assertThat(server.registered.getLast().renewal()).isFalse();
        assertThat(kernel.text()).doesNotContain("renewed");
        kernel.cell("dp_dataset", schema, "register", "clinic", csv.toString(), "--renew");
        assertThat(server.registered.getLast().renewal()).isTrue();
        assertThat(kernel.text()).contains("renewed", "over time, the rows before each renewal included: ε 4.5");
        int before = server.opened.size();
        kernel.run("dp_budget", "clinic");
        assertThat(server.opened).as("asked for anew").hasSize(before + 1);
        assertThat(AdminMagicsTest.description(extension, "dp_dataset").help())
                .contains("newer rows of this dataset", "visits-2027.csv --schema visits.yaml --renew");
    }

    @Test
    void catalog_completesTheirArguments() throws Exception {
        kernel.run("dp_releases", "clinic");
        MagicDescription releases = AdminMagicsTest.description(extension, "dp_releases");
        MagicDescription budget = AdminMagicsTest.description(extension, "dp_budget");
        MagicDescription session = AdminMagicsTest.description(extension, "dp_session");
        MagicDescription certificate = AdminMagicsTest.description(extension, "dp_certificate");
        assertThat(releases.completion().complete("clinic --get r", 14)).containsExactly("r-1", "r-0");
        assertThat(releases.completion().complete("--m", 3)).containsExactly("--mine");
        assertThat(budget.completion().complete("--what-if ", 10)).containsExactly("last");
        assertThat(session.completion().complete("--e", 3)).containsExactly("--epsilon", "--expires", "--end");
        assertThat(certificate.completion().complete("", 0)).contains("last", "r-1");
        assertThat(releases.help()).contains("%dp_releases clinic --get 1a2b3c4d -o table");
        assertThat(budget.help()).contains("--what-if last");
        assertThat(session.help()).contains("--guaranteed --expires 7d");
    }
}
