package org.vitrail.app.governance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.flight.FlightStatusCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vitrail.app.access.Caller;
import org.vitrail.app.access.Role;
import org.vitrail.app.access.Tokens;
import org.vitrail.app.console.Views;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ServerFixture;
import org.vitrail.app.kit.TestClient;
import org.vitrail.app.kit.TestServer;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.governance.DatasetRules;
import org.vitrail.contract.governance.DecideCap;
import org.vitrail.contract.governance.GrantDataset;
import org.vitrail.contract.governance.LedgerReport;
import org.vitrail.contract.governance.Proposal;
import org.vitrail.contract.governance.ProposeCap;
import org.vitrail.contract.release.ReleaseSummary;
import org.vitrail.contract.session.BudgetLevel;
import org.vitrail.contract.session.OpenSession;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.TokenFile;
import org.vitrail.privacy.accounting.GaussianAccountant;

/// What owner, officer and analysts may decide about a dataset, over the wire.
class GovernanceTest extends ServerFixture {
    private TestClient otto;

    @BeforeEach
    void officer() {
        otto = server.client(TestServer.OFFICER);
    }

    @AfterEach
    void away() {
        otto.close();
    }

    private static <T> T call(TestClient client, ActionName action, Object request, Class<T> type) {
        return Json.read(client.call(action, Json.bytes(request)), type);
    }

    private static <T> T call(TestClient client, ActionName action, String text, Class<T> type) {
        return Json.read(client.call(action, text.getBytes(java.nio.charset.StandardCharsets.UTF_8)), type);
    }

    private Proposal propose(double epsilon) {
        return call(
                olga,
                ActionName.PROPOSE_CAP,
                new ProposeCap("adult", "dataset", "adult", epsilon, "a longer study"),
                Proposal.class);
    }

    private static DatasetView adult(TestClient client) {
        return call(client, ActionName.DESCRIBE_DATASET, "adult", DatasetView.class);
    }

    private void expectSound() {
        assertThat(call(otto, ActionName.VERIFY_LEDGER, "", LedgerReport.class).findings())
                .isEmpty();
    }

    @Test
    void cap_approvedByAnotherPerson_isHigherAtOnce() {
        String session = olga.open(Requests.session("adult", "one", 3)).sessionId();
        olga.release(Requests.job(session, Requests.spec("adult", 3)));
        assertThat(refused(() -> olga.open(Requests.session("adult", "two", 1)))
                        .status()
                        .code())
                .isEqualTo(FlightStatusCode.RESOURCE_EXHAUSTED);
        Proposal proposal = propose(4);
        assertThat(adult(olga).account().epsilonCap()).isEqualTo(3); // nothing changed yet
        Proposal decided = call(otto, ActionName.DECIDE_CAP, new DecideCap(proposal.id(), true), Proposal.class);
        assertThat(decided.status()).isEqualTo("approved");
        assertThat(decided.decidedBy()).contains("otto");
        assertThat(adult(olga).account().epsilonCap()).isEqualTo(4);
        assertThat(adult(olga).account().capPico())
                .isEqualTo(GaussianAccountant.cap(4, 1e-6).pico());
        assertThat(refused(() -> call(otto, ActionName.DECIDE_CAP, new DecideCap(proposal.id(), true), Proposal.class)))
                .hasMessageContaining("was approved by otto already");
        expectSound();
    }

    @Test
    void cap_rejected_staysAndCanBeProposedAnew() {
        Proposal proposal = propose(4);
        call(otto, ActionName.DECIDE_CAP, new DecideCap(proposal.id(), false), Proposal.class);
        assertThat(adult(olga).account().epsilonCap()).isEqualTo(3);
        assertThat(propose(5).status()).isEqualTo("pending");
        assertThat(Arrays.stream(call(otto, ActionName.LIST_PROPOSALS, "", Proposal[].class))
                        .map(Proposal::status))
                .containsExactly("pending", "rejected");
        expectSound();
    }

    private void token(String token, String user, List<String> roles, String project) throws Exception {
        Path file = folder.resolve(TokenFile.NAME);
        List<TokenFile.Token> tokens = new java.util.ArrayList<>(
                Json.read(Files.readAllBytes(file), TokenFile.class).tokens());
        tokens.add(new TokenFile.Token(token, user, roles, project));
        Tokens.writeOwnerOnly(file, Json.bytes(new TokenFile(tokens)));
    }

    @Test
    void cap_ofAnotherProject_isNotDecidedByWhoMayOnlySeeIt() throws Exception {
        token("elsewhere-token-0123456789", "otis", List.of("officer", "auditor"), "elsewhere");
        Proposal proposal = propose(4);
        try (TestClient otis = server.client("elsewhere-token-0123456789")) {
            assertThat(call(otis, ActionName.LIST_PROPOSALS, "", Proposal[].class))
                    .hasSize(1);
            assertThat(refused(() ->
                            call(otis, ActionName.DECIDE_CAP, new DecideCap(proposal.id(), true), Proposal.class)))
                    .hasMessageContaining("no proposal of that id");
        }
        assertThat(adult(olga).account().epsilonCap()).isEqualTo(3);
    }

    @Test
    void job_ofAnotherProject_isUnknownToItsOwnUserToo() throws Exception {
        token("anna-elsewhere-token-0123456789", "anna", List.of("analyst"), "elsewhere");
        String session = anna.open(Requests.session("adult", "one", 3)).sessionId();
        String job =
                anna.submit(Requests.job(session, Requests.spec("adult", 1))).jobId();
        anna.fetch(job);
        try (TestClient elsewhere = server.client("anna-elsewhere-token-0123456789")) {
            assertThat(refused(() -> elsewhere.fetch(job))).hasMessageContaining("no job of yours");
        }
    }

    @Test
    void renewal_thenTheOldBytesAnywhere_getNoSecondCap() {
        byte[] old = {1, 2, 3};
        olga.upload(Requests.register("cohort", 3), old);
        String session = olga.open(Requests.session("cohort", "one", 3)).sessionId();
        olga.release(Requests.job(session, Requests.spec("cohort", 3)));
        olga.upload(Requests.renewal("cohort", 3), new byte[] {4, 5, 6});
        for (RegisterDataset again : List.of(
                Requests.register("cohort", 3), Requests.renewal("cohort", 3), Requests.register("another", 3))) {
            assertThat(refused(() -> olga.upload(again, old))).hasMessageContaining("'cohort' had these bytes");
        }
    }

    @Test
    void cap_byItsProposer_isRefusedWhateverRolesHeHas() throws Exception {
        token("both-roles-token-0123456789", "olga", List.of("owner", "officer"), "clinic");
        Proposal proposal = propose(4);
        try (TestClient olgaAsOfficer = server.client("both-roles-token-0123456789")) {
            assertThat(refused(() -> call(
                            olgaAsOfficer, ActionName.DECIDE_CAP, new DecideCap(proposal.id(), true), Proposal.class)))
                    .hasMessageContaining("another person than the proposer");
        }
        assertThat(adult(olga).account().epsilonCap()).isEqualTo(3);
    }

    @Test
    void cap_thatIsNotHigher_isRefused() {
        assertThat(refused(() -> propose(3))).hasMessageContaining("only ever raised");
        assertThat(refused(() -> call(
                        sven,
                        ActionName.PROPOSE_CAP,
                        new ProposeCap("adult", "dataset", "adult", 9, "mine"),
                        Proposal.class)))
                .hasMessageContaining("no dataset 'adult'");
    }

    @Test
    void rules_ofTheOwner_holdForQuotesAndJobs() {
        String session = anna.open(Requests.session("adult", "one", 2)).sessionId();
        call(
                olga,
                ActionName.SET_RULES,
                new DatasetRules("adult", Optional.of(0.5), Optional.empty(), List.of("marginals")),
                DatasetRules.class);
        assertThat(refused(() -> anna.submit(Requests.job(session, Requests.spec("adult", 1)))))
                .hasMessageContaining("allows at most epsilon 0.5 in one request");
        anna.release(Requests.job(session, Requests.spec("adult", 0.5)));
        call(
                olga,
                ActionName.SET_RULES,
                new DatasetRules("adult", Optional.empty(), Optional.empty(), List.of("auto")),
                DatasetRules.class);
        assertThat(refused(() -> anna.submit(Requests.fresh(session, Requests.spec("adult", 0.1)))))
                .hasMessageContaining("allows one of the engines [auto], got 'marginals'");
        assertThat(refused(() -> call(
                        olga,
                        ActionName.SET_RULES,
                        new DatasetRules("adult", Optional.empty(), Optional.empty(), List.of("magic")),
                        DatasetRules.class)))
                .hasMessageContaining("the engines are");
        expectSound();
    }

    @Test
    void grant_toAnotherProject_staysBelowTheSameCap() {
        assertThat(refused(() -> sven.open(Requests.session("adult", "one", 1))))
                .hasMessageContaining("no dataset");
        olga.call(ActionName.GRANT_DATASET, Json.bytes(new GrantDataset("adult", "elsewhere", 1, false)));
        assertThat(refused(() -> sven.open(Requests.session("adult", "one", 2))))
                .hasMessageContaining("project 'elsewhere'");
        String theirs = sven.open(Requests.session("adult", "one", 1)).sessionId();
        String ours = anna.open(Requests.session("adult", "one", 2)).sessionId();
        TestClient.Fetched here = anna.release(Requests.job(ours, Requests.spec("adult", 1)));
        TestClient.Fetched there = sven.release(Requests.job(theirs, Requests.spec("adult", 1)));
        assertThat(there.done().receipt().replayed()).isFalse(); // releases stay inside a project
        assertThat(there.arrow()).isNotEqualTo(here.arrow());
        long one = GaussianAccountant.cap(1, 1e-6).pico();
        assertThat(adult(olga).account().spentPico()).isEqualTo(2 * one);
        assertThat(sven.budget(theirs).levels())
                .extracting(BudgetLevel::tier)
                .containsExactly("session", "analyst", "project", "dataset");
        assertThat(sven.budget(theirs).releases())
                .singleElement()
                .satisfies(line ->
                        assertThat(line.user()).isEqualTo("sven")); // who uses it elsewhere is nobody's business
        assertThat(call(anna, ActionName.LIST_RELEASES, "adult", ReleaseSummary[].class))
                .singleElement()
                .satisfies(line -> assertThat(line.user()).isEqualTo("anna"));
        expectSound();
    }

    @Test
    void renewal_withNewerRows_hasACapOfItsOwnAndTellsTheTotal() {
        String session = olga.open(Requests.session("adult", "one", 3)).sessionId();
        olga.release(Requests.job(session, Requests.spec("adult", 3)));
        byte[] newer = {9, 9, 9};
        assertThat(refused(() -> olga.upload(Requests.register("adult", 3), newer)))
                .hasMessageContaining("--renew");
        RegisterDataset renewal = Requests.renewal("adult", 3);
        assertThat(refused(() -> olga.upload(
                        renewal, ("age,sex\n1," + CANARY + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8))))
                .hasMessageContaining("needs newer rows");
        olga.upload(renewal, newer);
        assertThat(adult(olga).account().spentPico()).isZero();
        assertThat(adult(olga).epsilonOverTime())
                .hasValueSatisfying(total -> assertThat(total).isBetween(2.99, 3.01));
        assertThat(refused(() -> olga.submit(Requests.job(session, Requests.spec("adult", 1)))))
                .hasMessageContaining("data that were replaced");
        String again = olga.open(Requests.session("adult", "one", 3)).sessionId();
        olga.release(Requests.job(again, Requests.spec("adult", 3)));
        assertThat(adult(olga).epsilonOverTime())
                .hasValueSatisfying(total -> assertThat(total).isGreaterThan(4));
        assertThat(call(olga, ActionName.LIST_RELEASES, "adult", ReleaseSummary[].class))
                .extracting(ReleaseSummary::current)
                .containsExactly(true, false);
        expectSound();
    }

    @Test
    void session_thatExpires_givesBackWhatWasGuaranteedAndNotWhatWasSpent() throws Exception {
        OpenSession lesson =
                new OpenSession("adult", "lesson", Optional.of(2.0), Optional.of(1e-6), true, Optional.of(1L));
        String session = anna.open(lesson).sessionId();
        assertThat(refused(() -> olga.open(Requests.session("adult", "mine", 3)))
                        .status()
                        .code())
                .isEqualTo(FlightStatusCode.RESOURCE_EXHAUSTED);
        anna.release(Requests.job(session, Requests.spec("adult", 0.5)));
        long spent = adult(olga).account().spentPico();
        assertThat(adult(olga).account().keptPico()).isPositive();
        long end = System.nanoTime() + 20_000_000_000L;
        while (adult(olga).account().keptPico() > 0) {
            assertThat(System.nanoTime()).as("waited 20 s").isLessThan(end);
            Thread.sleep(50);
        }
        assertThat(adult(olga).account().spentPico()).isEqualTo(spent);
        assertThat(refused(() -> anna.submit(Requests.fresh(session, Requests.spec("adult", 0.1)))))
                .hasMessageContaining("open");
        anna.release(Requests.job(session, Requests.spec("adult", 0.5))); // a replay needs no budget
        expectSound();
    }

    @Test
    void cap_ofAnAnalystOfTwoProjects_isThatOfTheNamedOne() throws Exception {
        token("sven-as-anna-token-0123456789", "anna", List.of("analyst"), "elsewhere");
        olga.call(ActionName.GRANT_DATASET, Json.bytes(new GrantDataset("adult", "elsewhere", 1, false)));
        try (TestClient other = server.client("sven-as-anna-token-0123456789")) {
            other.open(Requests.session("adult", "one", 1)); // theirs is opened first
        }
        assertThat(refused(() -> proposeFor("nobody/anna", 2))).hasMessageContaining("has no analyst 'nobody/anna'");
        assertThat(proposeFor("elsewhere/anna", 2).epsilonNow()).isEqualTo(1);
        assertThat(proposeFor("anna", 2).epsilonNow()).isEqualTo(1); // the only one yet
        anna.open(Requests.session("adult", "one", 1));
        assertThat(proposeFor("anna", 4).epsilonNow()).isEqualTo(3); // one's own project's goes first
        assertThat(proposeFor("elsewhere/anna", 2).epsilonNow()).isEqualTo(1);
        expectSound();
    }

    private Proposal proposeFor(String analyst, double epsilon) {
        return call(
                olga,
                ActionName.PROPOSE_CAP,
                new ProposeCap("adult", "analyst", analyst, epsilon, "a longer study"),
                Proposal.class);
    }

    @Test
    void verify_ofWhatIsDamagedInAnotherProject_onlyCounts() throws Exception {
        sven.upload(Requests.register("survey", 3), new byte[] {7});
        try (SqlStore byHand = SqlStore.embedded(folder);
                TestClient ada = server.client(TestServer.AUDITOR)) {
            byHand.transaction(connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.executeUpdate("update account set name = 'secret' where name = 'survey'")
                            + statement.executeUpdate("update dataset set owner = 'nobody' where name = 'survey'");
                }
            });
            assertThat(call(otto, ActionName.VERIFY_LEDGER, "", LedgerReport.class)
                            .findings())
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("2 more of other projects"));
            for (TestClient sees : List.of(sven, ada)) {
                assertThat(call(sees, ActionName.VERIFY_LEDGER, "", LedgerReport.class)
                                .findings())
                        .hasSize(2)
                        .anySatisfy(line -> assertThat(line).contains("'secret'"));
            }
        }
    }

    @Test
    void bytes_thatAnotherProjectHasToo_areToldToItsOfficer() {
        Caller officer = new Caller("otto", Set.of(Role.OFFICER), "clinic");
        assertThat(kinds(officer)).doesNotContain("same-bytes-elsewhere");
        sven.upload(
                Requests.register("mine", 3),
                ("age,sex\n1," + CANARY + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(kinds(officer)).contains("same-bytes-elsewhere");
        assertThat(kinds(new Caller("anna", Set.of(Role.ANALYST), "clinic"))).doesNotContain("same-bytes-elsewhere");
        expectSound();
    }

    private List<String> kinds(Caller caller) {
        return server.served().console().alerts(caller).stream()
                .map(Views.Alert::kind)
                .toList();
    }

    @Test
    void text_withTheCharacterZero_isRefusedAsThat() {
        for (ActionName action : List.of(ActionName.DESCRIBE_DATASET, ActionName.BUDGET, ActionName.CERTIFICATE)) {
            assertThat(refused(() -> olga.call(action, new byte[] {'a', 0, 'b'})))
                    .hasMessageContaining("U+0000");
        }
        assertThat(refused(() -> olga.open(Requests.session("adult", "one\0", 1))))
                .hasMessageContaining("U+0000");
    }
}
