package org.vitrail.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vitrail.contract.governance.DatasetRules;
import org.vitrail.contract.governance.DecideCap;
import org.vitrail.contract.governance.GrantDataset;
import org.vitrail.contract.governance.LedgerReport;
import org.vitrail.contract.governance.ProposeCap;
import org.vitrail.magic.governance.GovernanceView;

/// `%dp_admin` against a server that keeps what it is asked.
@Timeout(60)
class AdminMagicsTest extends FakeServerFixture {
    private void fails(String message, String... arguments) {
        assertThatThrownBy(() -> kernel.run("dp_admin", arguments))
                .isInstanceOf(MagicFailure.class)
                .hasMessageStartingWith(message)
                .hasMessageNotContaining("\n");
    }

    @Test
    void rules_shownAndSet_keepWhatIsNotNamed() throws Exception {
        assertThat(kernel.run("dp_admin", "rules", "clinic")).isEqualTo(DatasetRules.none("clinic"));
        assertThat(kernel.text()).contains("Rules of dataset 'clinic'", "no limit but the caps", "engines", "all");
        kernel.run("dp_admin", "rules", "clinic", "--max-epsilon", "1", "--engines", "auto,MARGINALS");
        kernel.run("dp_admin", "rules", "clinic", "--max-delta", "1e-6");
        assertThat(server.governance.set.getLast())
                .isEqualTo(
                        new DatasetRules("clinic", Optional.of(1.0), Optional.of(1e-6), List.of("auto", "marginals")));
        kernel.run("dp_admin", "rules", "clinic", "--lift", "--max-epsilon", "2");
        assertThat(server.governance.set.getLast())
                .isEqualTo(new DatasetRules("clinic", Optional.of(2.0), Optional.empty(), List.of()));
        kernel.run("dp_admin", "rules", "clinic", "--show");
        assertThat(server.governance.set).as("showing sets nothing").hasSize(3);
    }

    @Test
    void grant_namesTheProjectAndWhatTheCapMeans() throws Exception {
        kernel.run("dp_admin", "grant", "clinic", "--to", "research", "--epsilon", "2", "--guaranteed");
        kernel.run("dp_admin", "grant", "clinic", "--to", "teaching", "--epsilon", "1");
        assertThat(server.governance.grants)
                .containsExactly(
                        new GrantDataset("clinic", "research", 2, true),
                        new GrantDataset("clinic", "teaching", 1, false));
        assertThat(kernel.text())
                .contains("project 'research' may use dataset 'clinic' up to ε 2, which the dataset keeps for it")
                .contains("project 'teaching' may use dataset 'clinic' up to ε 1, as far as the dataset's cap");
    }

    @Test
    void propose_atEachTier_namesTheAccount() throws Exception {
        kernel.run("dp_admin", "propose", "clinic", "--epsilon", "12", "--reason", "a second wave");
        kernel.run("dp_admin", "propose", "clinic", "-e", "5", "--tier", "project", "--reason", "more");
        kernel.run(
                "dp_admin", "propose", "clinic", "-e", "5", "--tier", "analyst", "--name", "ben", "--reason", "more");
        assertThat(server.governance.proposed)
                .containsExactly(
                        new ProposeCap("clinic", "dataset", "clinic", 12, "a second wave"),
                        new ProposeCap("clinic", "project", "p", 5, "more"),
                        new ProposeCap("clinic", "analyst", "ben", 5, "more"));
        assertThat(kernel.text())
                .contains("proposal aaaa1111: ε 12 instead of 10 for dataset 'clinic' waits for an"
                        + " officer other than ann; nothing has changed yet");
    }

    @Test
    void propose_aPacCap_isInNatsAndSaysWhatTheyAllow() throws Exception {
        server.governance.proposals = List.of(FakeGovernance.pac(FakeGovernance.FIRST, 0));
        kernel.run("dp_admin", "propose", "clinic", "--pac-cap", "70%", "--pac-units-min", "20", "--reason", "more");
        assertThat(server.governance.proposed)
                .containsExactly(new ProposeCap(
                        "clinic",
                        "dataset",
                        "clinic",
                        Optional.empty(),
                        Optional.of(82_282_878_505L),
                        Optional.of(20),
                        "more"));
        server.governance.proposals = List.of(
                FakeGovernance.pac(FakeGovernance.FIRST, 0),
                FakeGovernance.pac(FakeGovernance.SECOND, 31_250_000_000L));
        kernel.run("dp_admin", "proposals");
        assertThat(kernel.text())
                .contains("none", "0.08229 nats → 70 %", "0.03125 nats → 62.5 %", "make of a guess of 50 %")
                .doesNotContain("ε 0");
        assertThat(GovernanceView.line(FakeGovernance.pac(FakeGovernance.FIRST, 0)))
                .isEqualTo("proposal aaaa1111: PAC cap of 0.08229 nats (50 % to 70 %) instead of none for dataset"
                        + " 'clinic' waits for an officer other than ann; nothing has changed yet");
    }

    @Test
    void proposals_listed_tellWhoAskedAndWhoDecided() throws Exception {
        kernel.run("dp_admin", "proposals");
        assertThat(kernel.text())
                .contains("aaaa1111", "pending", "ann, ", "rejected", "olaf, ", "1 waits for an officer");
    }

    @Test
    void decide_byTheBeginningOfAnId_sendsTheWholeOne() throws Exception {
        kernel.run("dp_admin", "approve", "aaaa1");
        kernel.run("dp_admin", "reject", FakeGovernance.SECOND);
        kernel.variables.put("proposal", FakeGovernance.proposal(FakeGovernance.FIRST, "pending", "ann"));
        kernel.run("dp_admin", "reject", "proposal");
        assertThat(server.governance.decided)
                .containsExactly(
                        new DecideCap(FakeGovernance.FIRST, true),
                        new DecideCap(FakeGovernance.SECOND, false),
                        new DecideCap(FakeGovernance.FIRST, false));
        assertThat(kernel.text())
                .contains("was approved by olaf; this cap holds now", "was rejected by olaf; the cap stays");
        fails("'aaaa' begins 2 ids, as aaaa1111", "approve", "aaaa");
        fails("no proposal 'bbbb'; %dp_admin proposals lists their ids", "approve", "bbbb");
        fails("the proposal was rejected by ben already", "approve", "aaaa2");
    }

    @Test
    void verify_ofALedgerThatHolds_isALine() throws Exception {
        LedgerReport report = (LedgerReport) kernel.run("dp_admin", "verify");
        assertThat(report.lines()).isEqualTo(1_234);
        assertThat(kernel.text())
                .contains("The ledger holds: every line, signature and balance was read again")
                .contains("1,234 lines in 2 chains, signed by key ab12cd34, read at 2026-11-27T05:00:00Z");
    }

    @Test
    void verify_ofALedgerThatDoesNot_showsEveryFindingAndFailsTheCell() {
        server.governance.findings = List.of(
                "chain 'c1': line 7 does not follow from line 6, its hash is another one", "chain 'c2' ends early");
        fails("the ledger does not hold: chain 'c1': line 7 does not follow from line 6", "verify");
        assertThat(kernel.text())
                .contains("THE LEDGER DOES NOT HOLD: 2 findings", "its hash is another one", "chain 'c2' ends early");
    }

    @Test
    void arguments_wrong_failInOneLineThatHelps() {
        fails("UsageError: rules, grant, propose, proposals, approve, reject or verify expected");
        fails("UsageError: unexpected argument 'verfiy'; did you mean verify?", "verfiy");
        fails(
                "UsageError: --epsilon E or --pac-cap P%|NATS expected: the new cap, of one of them; got none",
                "propose", "clinic", "--reason", "more");
        fails(
                "UsageError: --epsilon E or --pac-cap P%|NATS expected: the new cap, of one of them; got both",
                "propose", "clinic", "-e", "12", "--pac-cap", "80%", "--reason", "more");
        for (String noCap : List.of("100%", "50%", "200%", "NaN", "Infinity", "-1", "0")) {
            assertThatThrownBy(() -> kernel.run("dp_admin", "propose", "clinic", "--pac-cap=" + noCap, "--reason", "r"))
                    .as(noCap)
                    .isInstanceOf(MagicFailure.class)
                    .hasMessageContaining("expected")
                    .hasMessageNotContaining("\n");
        }
        fails("UsageError: Missing required option: '--reason=TEXT'", "propose", "clinic", "--epsilon", "12");
        fails(
                "UsageError: --name ANALYST expected",
                "propose",
                "clinic",
                "-e",
                "2",
                "--tier",
                "analyst",
                "--reason",
                "r");
        fails("UsageError: --show only shows", "rules", "clinic", "--show", "--max-epsilon", "1");
        fails(
                "the largest epsilon of a request must be finite and > 0, got -1.0",
                "rules",
                "clinic",
                "--max-epsilon",
                "-1");
        fails("a grant needs a dataset and a project", "grant", "clinic", "--to", " ", "--epsilon", "1");
        assertThat(server.governance.set).isEmpty();
        assertThat(server.governance.grants).isEmpty();
        assertThat(server.governance.proposed).isEmpty();
    }

    @Test
    void catalog_completesAndHelps() throws Exception {
        kernel.run("dp_dataset", "list");
        kernel.run("dp_admin", "proposals");
        MagicDescription admin = description(extension, "dp_admin");
        assertThat(admin.completion().complete("", 0)).contains("rules", "grant", "propose", "verify");
        assertThat(admin.completion().complete("rules cl", 8)).containsExactly("clinic");
        assertThat(admin.completion().complete("rules clinic --max", 18))
                .containsExactly("--max-epsilon", "--max-delta");
        assertThat(admin.completion().complete("rules clinic --engines M", 24)).containsExactly("MARGINALS");
        assertThat(admin.completion().complete("propose clinic --tier AN", 24)).containsExactly("ANALYST");
        assertThat(admin.completion().complete("approve aaaa1", 13)).containsExactly(FakeGovernance.FIRST);
        assertThat(admin.help()).contains("%dp_admin grant clinic --to research", "Usage: %dp_admin verify");
        kernel.run("dp_admin", "propose", "--help");
        assertThat(kernel.text()).contains("nothing changes until an officer, another person, approves");
    }

    static MagicDescription description(VitrailExtension extension, String name) {
        return extension.magics().stream()
                .filter(magic -> magic.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
