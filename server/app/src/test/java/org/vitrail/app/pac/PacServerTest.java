package org.vitrail.app.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.app.config.VitrailConfig;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.TestClient;
import org.vitrail.app.kit.TestServer;
import org.vitrail.app.worker.EngineParts;
import org.vitrail.contract.Guarantee;
import org.vitrail.contract.Quote;
import org.vitrail.contract.Receipt;
import org.vitrail.contract.certificate.Certificate;
import org.vitrail.contract.certificate.CertificateFile;
import org.vitrail.contract.certificate.Verification;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.governance.LedgerReport;
import org.vitrail.contract.job.JobTicket;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.pac.PacAccount;
import org.vitrail.contract.pac.PacLearningSpec;
import org.vitrail.contract.session.BudgetView;
import org.vitrail.contract.session.OpenSession;
import org.vitrail.contract.session.SessionView;
import org.vitrail.contract.wire.ActionName;

/// Answers of PAC privacy over a real Flight connection, a real store and the real worker.
@Timeout(300)
class PacServerTest {
    private static final String CANARY = "canary4711x";

    @TempDir
    private Path folder;

    private TestServer server;
    private TestClient olga;
    private TestClient anna;

    @BeforeEach
    void start() throws Exception {
        restart();
        olga.upload(PacRequests.register(PacRequests.CAP), PacRequests.csv(CANARY));
    }

    private void restart() throws Exception {
        Map<String, String> settings = Map.of();
        VitrailConfig config = TestServer.config(Map.of("vitrail.data-folder", folder.toString()));
        server = TestServer.start(folder, path -> EngineParts.of(path, config), settings);
        olga = server.client(TestServer.OWNER);
        anna = server.client(TestServer.ANALYST);
    }

    @AfterEach
    void stop() throws Exception {
        olga.close();
        anna.close();
        server.close();
    }

    private static PacAccount session(BudgetView budget) {
        return budget.pac().orElseThrow().levels().getFirst().account();
    }

    @Test
    void answer_ofAPlannedQuery_costsItsQuoteAndIsReplayedFree() throws Exception {
        SessionView session = anna.open(Requests.session("visits", "one", 1));
        var job = PacRequests.job(session.sessionId(), PacRequests.BY_TOWN, PacRequests.USUAL);

        Quote quote = anna.call(ActionName.QUOTE, job, Quote.class);
        assertThat(quote.affordable()).isTrue();
        assertThat(quote.sessionAfter()).isEqualTo(quote.sessionBefore());
        assertThat(quote.pac().orElseThrow().numbers()).isEqualTo(2);
        assertThat(quote.pac().orElseThrow().after().success()).isEqualTo(0.562419, within(2e-6));
        assertThat(quote.pac().orElseThrow().successAfterMore()).isEqualTo(0.695023, within(2e-6));
        assertThat(session(anna.budget(session.sessionId())).spentPico()).isZero();

        TestClient.Fetched answer = anna.release(job);
        assertThat(answer.rows()).as("towns of at least ten people").isEqualTo(4);
        assertThat(answer.done().receipt().guarantee()).isInstanceOf(Guarantee.PacPrivacy.class);
        assertThat(answer.done().receipt().facts().toString()).doesNotContain("niverse");
        assertThat(quote.expectedError()).contains("n ± ");
        assertThat(answer.done().receipt().facts()).containsEntry(Receipt.EXPECTED_ERROR, quote.expectedError());
        BudgetView after = anna.budget(session.sessionId());
        assertThat(session(after).spentPico()).isEqualTo(PacRequests.USUAL);
        assertThat(after.pac().orElseThrow().levels())
                .extracting(level -> level.tier() + " " + level.account().spentPico())
                .containsExactly(
                        "session " + PacRequests.USUAL,
                        "analyst " + PacRequests.USUAL,
                        "project " + PacRequests.USUAL,
                        "dataset " + PacRequests.USUAL);
        assertThat(after.session().account().spentPico()).as("of mu^2").isZero();
        assertThat(after.releases()).as("of differential privacy").isEmpty();
        assertThat(after.pac().orElseThrow().answers()).hasSize(1);

        JobTicket again = anna.submit(PacRequests.job(session.sessionId(), PacRequests.BY_TOWN, PacRequests.USUAL));
        assertThat(again.replayed()).isTrue();
        assertThat(anna.fetch(again.jobId()).arrow()).isEqualTo(answer.arrow());
        assertThat(session(anna.budget(session.sessionId())).spentPico()).isEqualTo(PacRequests.USUAL);
        assertThat(olga.call(ActionName.DESCRIBE_DATASET, "visits", DatasetView.class)
                        .pac()
                        .orElseThrow()
                        .spentPico())
                .isEqualTo(PacRequests.USUAL);
    }

    @Test
    void means_ofADataset_arePaidInNatsAndReplayedFree() {
        SessionView session = anna.open(Requests.session("visits", "one", 1));
        Quote quote = anna.call(ActionName.QUOTE, learning(session, "means"), Quote.class);
        assertThat(quote.pac().orElseThrow().numbers()).isEqualTo(2);
        TestClient.Fetched answer = anna.release(learning(session, "means"));
        assertThat(answer.rows()).isEqualTo(2);
        assertThat(session(anna.budget(session.sessionId())).spentPico()).isEqualTo(PacRequests.USUAL);
        JobTicket again = anna.submit(learning(session, "means"));
        assertThat(again.replayed()).isTrue();
        assertThat(anna.fetch(again.jobId()).arrow()).isEqualTo(answer.arrow());
        assertThatThrownBy(() -> anna.submit(learning(session, "svm"))).hasMessageContaining("--label");
        assertThat(anna.release(PacRequests.job(session.sessionId(), PacRequests.BY_TOWN, PacRequests.USUAL))
                        .rows())
                .as("a query in the same universe")
                .isEqualTo(4);
        assertThat(session(anna.budget(session.sessionId())).spentPico()).isEqualTo(2 * PacRequests.USUAL);
        assertThat(olga.call(ActionName.VERIFY_LEDGER, "", LedgerReport.class).findings())
                .isEmpty();
    }

    @Test
    void kmeans_ofADataset_givesCentresInUnitsAndStopsAtTheCap() {
        SessionView session = anna.open(Requests.session("visits", "one", 1));
        int answers = (int) (PacRequests.CAP / PacRequests.USUAL);
        for (int k = 1; k <= answers; k++) {
            assertThat(anna.release(learning(session, "kmeans", k)).rows()).isEqualTo(2 * k);
        }
        assertThatThrownBy(() -> anna.submit(learning(session, "kmeans", 99)))
                .hasMessageContaining("has ")
                .hasMessageContaining("nats left")
                .hasMessageContaining("nothing was charged");
        assertThat(session(anna.budget(session.sessionId())).spentPico()).isEqualTo(answers * PacRequests.USUAL);
    }

    @Test
    void forest_ofADataset_isTwoAnswersForOneCharge() {
        SessionView session = anna.open(Requests.session("visits", "one", 1));
        PacLearningSpec spec = new PacLearningSpec(
                "visits",
                "forest",
                List.of("age", "cost"),
                Optional.of("town"),
                Optional.empty(),
                1,
                Optional.empty(),
                PacRequests.USUAL);
        SubmitJob job =
                new SubmitJob(session.sessionId(), spec, UUID.randomUUID().toString(), false, false);
        assertThat(anna.release(job).rows())
                .as("thresholds, and five towns a leaf")
                .isEqualTo(3 * 7 + 3 * 8 * 5);
        assertThat(session(anna.budget(session.sessionId())).spentPico()).isEqualTo(PacRequests.USUAL);
        assertThat(anna.release(PacRequests.job(session.sessionId(), PacRequests.BY_TOWN, PacRequests.USUAL))
                        .rows())
                .as("the universe goes on")
                .isEqualTo(4);
    }

    private static SubmitJob learning(SessionView session, String algorithm) {
        return learning(session, algorithm, 2);
    }

    private static SubmitJob learning(SessionView session, String algorithm, int k) {
        PacLearningSpec spec = new PacLearningSpec(
                "visits",
                algorithm,
                List.of("age", "cost"),
                Optional.empty(),
                Optional.empty(),
                k,
                Optional.empty(),
                PacRequests.USUAL);
        return new SubmitJob(session.sessionId(), spec, UUID.randomUUID().toString(), false, false);
    }

    @Test
    void answers_afterARestart_goOnWhereTheyWere() throws Exception {
        SessionView session = anna.open(Requests.session("visits", "one", 1));
        TestClient.Fetched first =
                anna.release(PacRequests.job(session.sessionId(), PacRequests.BY_TOWN, PacRequests.USUAL));
        stop();
        restart();
        TestClient.Fetched replayed =
                anna.release(PacRequests.job(session.sessionId(), PacRequests.BY_TOWN, PacRequests.USUAL));
        assertThat(replayed.arrow()).isEqualTo(first.arrow());
        TestClient.Fetched second =
                anna.release(PacRequests.fresh(session.sessionId(), PacRequests.BY_TOWN, PacRequests.USUAL));
        assertThat(second.arrow()).isNotEqualTo(first.arrow());
        assertThat(session(anna.budget(session.sessionId())).spentPico()).isEqualTo(2 * PacRequests.USUAL);
        assertThat(olga.call(ActionName.VERIFY_LEDGER, "", LedgerReport.class).findings())
                .isEmpty();
    }

    @Test
    void answers_beyondTheCap_areRefusedForNothing() {
        SessionView session = anna.open(new OpenSession(
                "visits",
                "small",
                Optional.of(1.0),
                Optional.of(1e-6),
                false,
                Optional.empty(),
                Optional.of(2 * PacRequests.USUAL)));
        for (int i = 0; i < 2; i++) {
            anna.release(PacRequests.fresh(session.sessionId(), PacRequests.BY_TOWN, PacRequests.USUAL));
        }
        assertThatThrownBy(() ->
                        anna.release(PacRequests.fresh(session.sessionId(), PacRequests.BY_TOWN, PacRequests.USUAL)))
                .hasMessageContaining("session 'small' has 0 nats left")
                .hasMessageContaining("nothing was charged");
        SessionView another = anna.open(Requests.session("visits", "second", 1));
        anna.release(PacRequests.fresh(another.sessionId(), PacRequests.BY_TOWN, PacRequests.USUAL));
        assertThatThrownBy(() -> anna.release(
                        PacRequests.fresh(another.sessionId(), PacRequests.BY_TOWN, 9 * PacRequests.USUAL)))
                .hasMessageContaining("dataset 'visits' has");
        List<Long> spent = anna.budget(another.sessionId()).pac().orElseThrow().levels().stream()
                .map(level -> level.account().spentPico())
                .toList();
        assertThat(spent)
                .as("two sessions add up in the dataset")
                .containsExactly(
                        PacRequests.USUAL, 3 * PacRequests.USUAL, 3 * PacRequests.USUAL, 3 * PacRequests.USUAL);
    }

    @Test
    void refusals_byTheText_areFreeAndSayWhy() {
        SessionView session = anna.open(Requests.session("visits", "one", 1));
        Map<String, String> why = Map.of(
                "SELECT age FROM visits", "rows of one unit of visits are not put out",
                "SELECT * FROM visits", "rows, not aggregates",
                "SELECT age, count(*) FROM visits GROUP BY age", "groups by 'age'",
                "SELECT sum(person) FROM visits", "the key 'person'",
                "SELECT count(*) FROM read_csv('/etc/passwd')", "is not answered",
                "SELECT count(*) OVER () FROM visits", "window functions",
                "SELECT count(*) FROM visits WHERE nix > 3", "nix",
                "SELECT 1", "reads no registered table",
                "SELEC", "not a SELECT",
                "SELECT avg(cost) FROM visits HAVING count(*) > 3", "HAVING");
        why.forEach((sql, reason) -> assertThatThrownBy(
                        () -> anna.submit(PacRequests.job(session.sessionId(), sql, PacRequests.USUAL)))
                .as(sql)
                .hasMessageContaining(reason)
                .hasMessageNotContaining(CANARY));
        assertThat(anna.budget(session.sessionId()).pac().orElseThrow().answers())
                .isEmpty();
    }

    @Test
    void refusals_byTheRows_arePaidBeforeLooking() {
        SessionView session = anna.open(Requests.session("visits", "one", 1));
        String one = "SELECT avg(cost) AS c FROM visits WHERE town = 'E'";
        for (int i = 1; i <= 2; i++) {
            assertThatThrownBy(() -> anna.release(PacRequests.job(session.sessionId(), one, PacRequests.USUAL)))
                    .hasMessageContaining("the least is 10")
                    .hasMessageContaining("its charge stays spent: 0.007813 nats (see %dp_budget)")
                    .hasMessageContaining("the same request again is charged again")
                    .hasMessageNotContaining(CANARY);
            assertThat(session(anna.budget(session.sessionId())).spentPico()).isEqualTo(i * PacRequests.USUAL);
        }
        // the universe gave no answer, and goes on
        anna.release(PacRequests.job(session.sessionId(), PacRequests.BY_TOWN, PacRequests.USUAL));
    }

    @Test
    void certificate_ofAnAnswer_saysWhatIsNotPromisedAndHasNoEpsilon() throws Exception {
        SessionView session = anna.open(Requests.session("visits", "one", 1));
        String id = anna.release(PacRequests.job(session.sessionId(), PacRequests.BY_TOWN, PacRequests.USUAL))
                .done()
                .receipt()
                .releaseId();
        String file = anna.call(ActionName.CERTIFICATE, id, String.class);
        Verification verified = CertificateFile.verify(file.getBytes(StandardCharsets.UTF_8), Optional.empty());
        assertThat(verified).isInstanceOf(Verification.Valid.class);
        Certificate certificate = ((Verification.Valid) verified).certificate();
        assertThat(certificate.total()).isInstanceOf(Certificate.PacTotal.class);
        assertThat(certificate.total().usedPico()).isEqualTo(PacRequests.USUAL);
        assertThat(certificate.statements())
                .extracting(Certificate.Statement::topic)
                .contains("in the table or not", "average", "outliers and groups", "not differential privacy");
        assertThat(file)
                .doesNotContain("epsilonUsed")
                .doesNotContain("\"delta\"")
                .doesNotContain(CANARY);
    }

    @Test
    void answers_askedAtTheSameMoment_waitForEachOther() throws Exception {
        SessionView session = anna.open(Requests.session("visits", "one", 1));
        JobTicket first = anna.submit(PacRequests.fresh(session.sessionId(), PacRequests.BY_TOWN, PacRequests.USUAL));
        JobTicket second = anna.submit(PacRequests.fresh(session.sessionId(), PacRequests.BY_TOWN, PacRequests.USUAL));
        TestClient.Fetched one = anna.fetch(first.jobId());
        TestClient.Fetched two = anna.fetch(second.jobId());
        assertThat(one.arrow()).isNotEqualTo(two.arrow());
        assertThat(session(anna.budget(session.sessionId())).spentPico()).isEqualTo(2 * PacRequests.USUAL);
        assertThat(anna.budget(session.sessionId()).pac().orElseThrow().answers())
                .extracting(answer -> answer.status())
                .containsExactly("released", "released");
        assertThat(olga.call(ActionName.VERIFY_LEDGER, "", LedgerReport.class).findings())
                .isEmpty();
    }
}
