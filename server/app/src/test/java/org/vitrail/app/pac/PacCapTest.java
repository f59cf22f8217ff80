package org.vitrail.app.pac;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vitrail.app.access.Caller;
import org.vitrail.app.access.Role;
import org.vitrail.app.console.Views;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ServerFixture;
import org.vitrail.app.kit.TestClient;
import org.vitrail.app.kit.TestServer;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.dataset.TableLink;
import org.vitrail.contract.governance.DecideCap;
import org.vitrail.contract.governance.GrantDataset;
import org.vitrail.contract.governance.LedgerReport;
import org.vitrail.contract.governance.Proposal;
import org.vitrail.contract.governance.ProposeCap;
import org.vitrail.contract.pac.PacOverTime;
import org.vitrail.contract.pac.PacRequest;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.contract.session.OpenSession;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.PosteriorSuccess;

/// Caps of PAC privacy that two people raise, and the first one of a dataset that was registered without.
class PacCapTest extends ServerFixture {
    private static final byte[] FILE = ("person,town\n1," + CANARY).getBytes(StandardCharsets.UTF_8);
    private static final long HIGHER = PacRequests.CAP + 2 * PacRequests.USUAL;
    /// 100 % from 50 %: ln 2, rounded up.
    private static final long EVERYTHING = 693_147_180_560L;

    private TestClient otto;

    @BeforeEach
    void officer() {
        otto = server.client(TestServer.OFFICER);
    }

    @AfterEach
    void away() {
        otto.close();
    }

    private static ProposeCap wish(String tier, String name, long pico, Optional<Integer> unitsMin) {
        return new ProposeCap("visits", tier, name, Optional.empty(), Optional.of(pico), unitsMin, "a longer study");
    }

    private Proposal propose(String tier, String name, long pico) {
        return olga.call(ActionName.PROPOSE_CAP, wish(tier, name, pico, Optional.empty()), Proposal.class);
    }

    private Proposal propose(long pico) {
        return propose("dataset", "visits", pico);
    }

    private Proposal decide(Proposal proposal, boolean approve) {
        return otto.call(ActionName.DECIDE_CAP, new DecideCap(proposal.id(), approve), Proposal.class);
    }

    private DatasetView visits() {
        return olga.call(ActionName.DESCRIBE_DATASET, "visits", DatasetView.class);
    }

    private static RegisterDataset without() {
        return PacRequests.register(PacRequests.CAP).with(Optional.empty());
    }

    private static List<Long> caps(TestClient who, String session) {
        return who.budget(session).pac().orElseThrow().levels().stream()
                .map(level -> level.account().capPico())
                .toList();
    }

    private void expectSound() {
        assertThat(otto.call(ActionName.VERIFY_LEDGER, "", LedgerReport.class).findings())
                .isEmpty();
    }

    @Test
    void cap_approvedByAnotherPerson_isHigherAtOnceAndMovesNoEpsilon() {
        olga.upload(PacRequests.register(PacRequests.CAP), FILE);
        String one = anna.open(Requests.session("visits", "one", 0.5)).sessionId();
        anna.release(PacRequests.fresh(one, PacRequests.BY_TOWN, PacRequests.USUAL));
        DatasetView before = visits();
        Proposal proposal = propose(HIGHER);
        assertThat(proposal.epsilonWanted()).isZero();
        assertThat(proposal.pac().orElseThrow().picoNatsNow()).isEqualTo(PacRequests.CAP);
        assertThat(proposal.pac().orElseThrow().successNow()).isBetween(0.69999, 0.7);
        assertThat(proposal.pac().orElseThrow().successWanted()).isBetween(0.71, 0.72);
        assertThat(visits()).as("nothing changed yet").isEqualTo(before);
        Proposal decided = decide(proposal, true);
        assertThat(decided.status()).isEqualTo("approved");
        assertThat(decided.pac()).isEqualTo(proposal.pac());
        assertThat(visits().pac().orElseThrow().capPico()).isEqualTo(HIGHER);
        assertThat(visits().pac().orElseThrow().spentPico()).isEqualTo(PacRequests.USUAL);
        assertThat(visits().account()).isEqualTo(before.account());
        assertThat(caps(anna, one))
                .as("each account has the cap that it was opened with")
                .containsExactly(PacRequests.CAP, PacRequests.CAP, PacRequests.CAP, HIGHER);
        assertThat(refused(() -> decide(proposal, true))).hasMessageContaining("was approved by otto already");
        decide(propose("project", "clinic", HIGHER), true);
        decide(propose("analyst", "anna", HIGHER), true);
        String two = anna.open(Requests.session("visits", "two", 0.5)).sessionId();
        anna.release(PacRequests.fresh(two, PacRequests.BY_TOWN, HIGHER - PacRequests.USUAL));
        assertThat(refused(() -> anna.submit(PacRequests.fresh(two, PacRequests.BY_TOWN, PacRequest.LEAST))))
                .hasMessageContaining("has 0 nats left");
        expectSound();
    }

    @Test
    void cap_rejectedOrDecidedByItsProposer_stays() throws Exception {
        olga.upload(PacRequests.register(PacRequests.CAP), FILE);
        assertThat(decide(propose(HIGHER), false).status()).isEqualTo("rejected");
        assertThat(refused(() -> olga.call(
                        ActionName.DECIDE_CAP, new DecideCap(propose(HIGHER).id(), true), Proposal.class)))
                .hasMessageContaining("officer");
        assertThat(visits().pac().orElseThrow().capPico()).isEqualTo(PacRequests.CAP);
        expectSound();
    }

    @Test
    void cap_ofAnAccountThatNobodyAskedOfYet_isOpenedRaised() {
        olga.upload(PacRequests.register(PacRequests.CAP), FILE);
        olga.call(ActionName.GRANT_DATASET, Json.bytes(new GrantDataset("visits", "elsewhere", 1, false)));
        decide(propose("project", "elsewhere", HIGHER), true);
        String far = sven.open(Requests.session("visits", "far", 0.5)).sessionId();
        assertThat(caps(sven, far)).containsExactly(HIGHER, HIGHER, HIGHER, PacRequests.CAP);
        assertThat(refused(() -> sven.submit(PacRequests.fresh(far, PacRequests.BY_TOWN, HIGHER))))
                .as("the dataset's cap covers everybody")
                .hasMessageContaining("dataset 'visits' has");
        expectSound();
    }

    @Test
    void cap_thatPromisesNothing_isRefusedAtRegistration() {
        for (long everything : List.of(EVERYTHING, Long.MAX_VALUE)) {
            assertThat(refused(() -> olga.upload(PacRequests.register(everything), FILE)))
                    .hasMessageContaining("below 100 %")
                    .hasMessageNotContaining(CANARY);
        }
        olga.upload(PacRequests.register(EVERYTHING - 1), FILE);
    }

    @Test
    void cap_thatIsNotHigherOrPromisesNothing_isRefused() {
        olga.upload(PacRequests.register(PacRequests.CAP), FILE);
        for (long notHigher : List.of(1L, PacRequests.USUAL, PacRequests.CAP)) {
            assertThat(refused(() -> propose(notHigher)))
                    .hasMessageContaining("a PAC cap of more than 0.08228 nats is expected");
        }
        for (long everything : List.of(EVERYTHING, EVERYTHING + 1, Long.MAX_VALUE)) {
            assertThat(refused(() -> propose(everything))).hasMessageContaining("below 100 %");
        }
        assertThat(propose(EVERYTHING - 1).status()).isEqualTo("pending");
        assertThat(refused(() -> raw("\"pacCapPicoNats\":0"))).hasMessageContaining("at least 1e-12 nat");
        assertThat(refused(() -> raw("\"pacCapPicoNats\":-5"))).hasMessageContaining("at least 1e-12 nat");
        assertThat(refused(() -> raw("\"pacUnitsMin\":5"))).hasMessageContaining("one of them, got neither");
        assertThat(refused(() -> raw("\"epsilon\":9,\"pacCapPicoNats\":99")))
                .hasMessageContaining("one of them, got both");
        for (String noNumber : List.of("1e400", "\"NaN\"", "\"much\"")) {
            refused(() -> raw("\"pacCapPicoNats\":" + noNumber));
        }
        assertThat(refused(() -> olga.call(
                        ActionName.PROPOSE_CAP, wish("dataset", "visits", HIGHER, Optional.of(20)), Proposal.class)))
                .hasMessageContaining("is 10 units, fixed with its first PAC cap, got 20");
        Proposal first = propose(HIGHER);
        Proposal second = propose(HIGHER);
        decide(first, true);
        assertThat(refused(() -> decide(second, true)))
                .as("which is the cap by now")
                .hasMessageContaining("only ever raised");
        expectSound();
    }

    private Proposal raw(String fields) {
        String request = "{\"dataset\":\"visits\",\"tier\":\"dataset\",\"name\":\"visits\"," + fields
                + ",\"reason\":\"a longer study\"}";
        return olga.call(ActionName.PROPOSE_CAP, request, Proposal.class);
    }

    @Test
    void cap_thatIsGuaranteed_isNotRaised() {
        olga.upload(PacRequests.register(PacRequests.CAP), FILE);
        olga.call(
                ActionName.GRANT_DATASET,
                Json.bytes(new GrantDataset("visits", "elsewhere", 1, true, Optional.of(PacRequests.USUAL))));
        assertThat(refused(() -> propose("project", "elsewhere", HIGHER)))
                .hasMessageContaining("is guaranteed above it and cannot be raised");
    }

    @Test
    void firstCap_ofADatasetThatHasSpent_beginsItsLedger() {
        olga.upload(without(), FILE);
        String one = anna.open(Requests.session("visits", "one", 0.5)).sessionId();
        anna.release(Requests.job(one, Requests.spec("visits", 0.5)));
        assertThat(refused(() -> anna.submit(PacRequests.fresh(one, PacRequests.BY_TOWN, PacRequests.USUAL))))
                .hasMessageContaining("has no PAC cap");
        assertThat(refused(() -> propose("project", "clinic", PacRequests.CAP)))
                .hasMessageContaining("propose one for the dataset first");
        Proposal proposal = olga.call(
                ActionName.PROPOSE_CAP, wish("dataset", "visits", PacRequests.CAP, Optional.of(20)), Proposal.class);
        assertThat(proposal.pac().orElseThrow().first()).isTrue();
        Proposal other = propose(HIGHER);
        assertThat(visits().pac()).isEmpty();
        DatasetView before = visits();
        decide(proposal, true);
        assertThat(visits().account()).isEqualTo(before.account());
        assertThat(visits().pac().orElseThrow().capPico()).isEqualTo(PacRequests.CAP);
        assertThat(refused(() -> decide(other, true))).hasMessageContaining("got its first PAC cap since the proposal");
        anna.release(PacRequests.fresh(one, PacRequests.BY_TOWN, PacRequests.USUAL));
        assertThat(caps(anna, one)).hasSize(4).containsOnly(PacRequests.CAP);
        assertThat(refused(() -> olga.call(
                        ActionName.PROPOSE_CAP, wish("dataset", "visits", HIGHER, Optional.of(10)), Proposal.class)))
                .hasMessageContaining("is 20 units");
        decide(propose(HIGHER), true);
        olga.upload(without(), FILE); // the cell that registers it runs again
        assertThat(visits().pac().orElseThrow().capPico()).isEqualTo(HIGHER);
        assertThat(visits().pac().orElseThrow().spentPico()).isEqualTo(PacRequests.USUAL);
        assertThat(visits().account()).isEqualTo(before.account());
        expectSound();
    }

    @Test
    void firstCap_ofAnUntouchedDataset_isThereAfterTheSameRegistration() {
        olga.upload(without(), FILE);
        decide(propose(PacRequests.CAP), true);
        olga.upload(without(), FILE);
        assertThat(visits().pac().orElseThrow().capPico()).isEqualTo(PacRequests.CAP);
        olga.upload(PacRequests.register(HIGHER), FILE); // another declaration of what nobody used
        assertThat(visits().pac().orElseThrow().capPico()).isEqualTo(HIGHER);
        olga.upload(without(), FILE); // which this is again
        assertThat(visits().pac()).as("these terms were the owner's alone").isEmpty();
        expectSound();
    }

    @Test
    void proposal_ofRowsThatWereReplaced_isNotApproved() {
        olga.upload(PacRequests.register(PacRequests.CAP), FILE);
        Proposal proposal = propose(HIGHER);
        olga.upload(PacRequests.register(PacRequests.CAP + 1), FILE); // another declaration of what nobody used
        assertThat(refused(() -> decide(proposal, true))).hasMessageContaining("were replaced since the proposal");
        assertThat(visits().pac().orElseThrow().capPico()).isEqualTo(PacRequests.CAP + 1);
        expectSound();
    }

    /// As for epsilon: the total is that of a unit in all sets of rows.
    @Test
    void renewal_withNewerRows_hasACapOfItsOwnAndTellsTheTotalInNats() {
        olga.upload(PacRequests.register(PacRequests.CAP), FILE);
        String one = anna.open(Requests.session("visits", "one", 0.5)).sessionId();
        anna.release(PacRequests.fresh(one, PacRequests.BY_TOWN, PacRequests.CAP - PacRequests.USUAL));
        assertThat(visits().pacOverTime()).isEmpty();
        olga.upload(renewal(), ("person,town\n2," + CANARY).getBytes(StandardCharsets.UTF_8));
        assertThat(visits().pac().orElseThrow().spentPico()).isZero();
        String two = anna.open(Requests.session("visits", "two", 0.5)).sessionId();
        anna.release(PacRequests.fresh(two, PacRequests.BY_TOWN, 3 * PacRequests.USUAL));
        PacOverTime total = visits().pacOverTime().orElseThrow();
        assertThat(total.picoNats()).isEqualTo(PacRequests.CAP + 2 * PacRequests.USUAL);
        assertThat(total.snapshots()).isEqualTo(2);
        assertThat(total.success())
                .as("by the exact conversion of the sum, not by adding successes")
                .isEqualTo(PosteriorSuccess.bound(new Nats(total.picoNats() * 1000)))
                .isBetween(0.71, 0.72);
        Views.Dataset shown =
                server.served().console().datasets(new Caller("otto", Set.of(Role.OFFICER), "clinic")).stream()
                        .filter(dataset -> dataset.name().equals("visits"))
                        .findFirst()
                        .orElseThrow();
        assertThat(shown.pacOverTime().orElseThrow().picoNats()).isEqualTo(total.picoNats());
        assertThat(shown.pacOverTime().orElseThrow().success())
                .contains("50 % is right with at most 71")
                .contains("for a unit that is in all of them");
        olga.upload(renewal().with(Optional.empty()), ("person,town\n3," + CANARY).getBytes(StandardCharsets.UTF_8));
        assertThat(visits().pac()).as("the newest rows have none").isEmpty();
        assertThat(visits().pacOverTime().orElseThrow().picoNats()).isEqualTo(total.picoNats());
        assertThat(visits().pacOverTime().orElseThrow().snapshots()).isEqualTo(3);
        olga.upload(Requests.renewal("adult", 3), new byte[] {9});
        assertThat(olga.call(ActionName.DESCRIBE_DATASET, "adult", DatasetView.class)
                        .pacOverTime())
                .as("never allowed any")
                .isEmpty();
        expectSound();
    }

    private static RegisterDataset renewal() {
        return new RegisterDataset(
                "visits",
                RegisterDataset.Format.CSV,
                Optional.of(PacRequests.SCHEMA),
                Optional.empty(),
                3,
                1e-6,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                true,
                List.of(),
                Optional.of(new PacTerms(PacRequests.CAP, 10)),
                Optional.empty());
    }

    @Test
    void session_guaranteedWithinTheRaisedCap_isKept() {
        olga.upload(PacRequests.register(PacRequests.CAP), FILE);
        decide(propose(HIGHER), true);
        OpenSession kept = new OpenSession(
                "visits",
                "kept",
                Optional.of(0.5),
                Optional.of(1e-6),
                true,
                Optional.empty(),
                Optional.of(PacRequests.CAP));
        anna.open(kept);
        assertThat(visits().pac().orElseThrow().remainingPico()).isEqualTo(2 * PacRequests.USUAL);
        expectSound();
    }

    @Test
    void cap_ofALinkedDataset_isThatOfItsRoot() {
        olga.upload(PacRequests.register(PacRequests.CAP), FILE);
        TableSchema schema = new TableSchema(PacRequests.SCHEMA.columns(), new PrivacyUnit.Person("person", 2));
        RegisterDataset child = new RegisterDataset(
                "bills",
                RegisterDataset.Format.CSV,
                Optional.of(schema),
                Optional.empty(),
                3,
                1e-6,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(),
                Optional.empty(),
                Optional.of(TableLink.read("person=visits.person")));
        olga.upload(child, ("person,cost\n2," + CANARY).getBytes(StandardCharsets.UTF_8));
        assertThat(refused(() -> olga.call(
                        ActionName.PROPOSE_CAP,
                        new ProposeCap(
                                "bills",
                                "dataset",
                                "bills",
                                Optional.empty(),
                                Optional.of(HIGHER),
                                Optional.empty(),
                                "mine"),
                        Proposal.class)))
                .hasMessageContaining("propose a PAC cap for 'visits'");
    }
}
