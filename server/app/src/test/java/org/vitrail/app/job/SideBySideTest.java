package org.vitrail.app.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ServerFixture;
import org.vitrail.app.kit.TestClient;
import org.vitrail.app.kit.TestServer;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.Account;
import org.vitrail.contract.MeasureBalance;
import org.vitrail.contract.Quote;
import org.vitrail.contract.certificate.Certificate;
import org.vitrail.contract.certificate.CertificateFile;
import org.vitrail.contract.certificate.Verification;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.governance.DecideCap;
import org.vitrail.contract.governance.LedgerReport;
import org.vitrail.contract.governance.Proposal;
import org.vitrail.contract.governance.ProposeCap;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.session.OpenSession;
import org.vitrail.contract.session.SessionView;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.Measures;

/// Datasets whose cap is kept in several measures, over a real connection and a real store.
class SideBySideTest extends ServerFixture {
    private static final List<String> THREE = List.of("gdp", "zcdp", "sums");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Account register(String name, double epsilon, List<String> measures) {
        olga.upload(Requests.register(name, epsilon, measures, false), bytes("age,sex\n1," + name + "\n"));
        return account(name);
    }

    private Account account(String name) {
        return olga.call(ActionName.DESCRIBE_DATASET, name, DatasetView.class).account();
    }

    private String certificate(String release) {
        return olga.call(ActionName.CERTIFICATE, release, String.class);
    }

    private static MeasureBalance line(Account account, String unit) {
        return account.measures().stream()
                .filter(line -> line.unit().equals(unit))
                .findFirst()
                .orElseThrow();
    }

    private void expectSound() {
        try (TestClient otto = server.client(TestServer.OFFICER)) {
            assertThat(otto.call(ActionName.VERIFY_LEDGER, "", LedgerReport.class)
                            .findings())
                    .isEmpty();
        }
    }

    /// `sums` is over with the first release, `zcdp` some releases before `gdp`: what is still sold then
    /// is sold by `gdp` alone.
    @Test
    void releases_untilNoMeasureAccepts_areThoseOfTheLastOne() {
        parts.runMillis = 1;
        Account opened = register("three", 1, THREE);
        DpAmount caps = new Measures(THREE).caps(1, 1e-6);
        assertThat(opened.measures()).hasSize(4);
        opened.measures().forEach(line -> assertThat(line.cap()).isEqualTo(caps.in(line.unit())));
        String session = olga.open(Requests.session("three", "one", 1)).sessionId();
        long price = GaussianAccountant.cap(0.2, 1e-6).pico();
        long byZcdp = caps.in("zcdp") / ((price + 1) / 2);
        long byGdp = caps.in("gdp") / price;
        assertThat(byGdp).isGreaterThan(byZcdp);
        for (int i = 0; i < byGdp; i++) {
            SubmitJob job = Requests.fresh(session, Requests.spec("three", 0.2, 20, i));
            Quote quote = olga.call(ActionName.QUOTE, job, Quote.class);
            assertThat(quote.affordable()).as("release %d", i).isTrue();
            olga.release(job);
        }
        Account full = account("three");
        assertThat(full.unit()).isEqualTo("gdp");
        assertThat(full.spentPico()).isEqualTo(byGdp * price);
        assertThat(line(full, "zcdp").spent())
                .isGreaterThan(caps.in("zcdp"))
                .isBetween(byGdp * (price / 2), byGdp * (price / 2 + 2));
        assertThat(line(full, "sums.epsilon").bounded()).isFalse();
        assertThat(full.epsilonSpent()).isLessThanOrEqualTo(1);
        SubmitJob more = Requests.fresh(session, Requests.spec("three", 0.2, 20, 99));
        Quote quote = olga.call(ActionName.QUOTE, more, Quote.class);
        assertThat(quote.affordable()).isFalse();
        assertThat(quote.sessionAfter().epsilonRemaining()).isZero();
        FlightRuntimeException refused = refused(() -> olga.submit(more));
        assertThat(refused.status().code()).isEqualTo(FlightStatusCode.RESOURCE_EXHAUSTED);
        assertThat(refused).hasMessageContaining("the nearest of its measures gdp, zcdp, sums");
        assertThat(account("three")).isEqualTo(full);
        assertThat(olga.budget(session).levels()).allSatisfy(level -> {
            assertThat(level.account().measures()).hasSize(4);
            assertThat(level.account().spentPico()).isEqualTo(byGdp * price);
        });
        expectSound();
    }

    @Test
    void certificate_ofSeveralMeasures_namesThemAndTheirTheorems() {
        register("three", 1, THREE);
        String session = olga.open(Requests.session("three", "one", 1)).sessionId();
        String release = olga.release(Requests.job(session, Requests.spec("three", 0.2)))
                .done()
                .receipt()
                .releaseId();
        String file = certificate(release);
        assertThat(file)
                .contains("kept in gdp, zcdp, sums")
                .contains("Feldman, Zrnic")
                .contains("Rogers, Roth, Ullman, Vadhan")
                .contains("Smith, Thakurta")
                .contains("sideBySide");
        String plain = olga.open(Requests.session("adult", "one", 1)).sessionId();
        String other = olga.release(Requests.job(plain, Requests.spec("adult", 0.2)))
                .done()
                .receipt()
                .releaseId();
        assertThat(certificate(other))
                .doesNotContain("sideBySide")
                .doesNotContain("Feldman")
                .contains("mu^2 of Gaussian differential privacy, an integer number of units of 1e-12");
    }

    @Test
    void certificate_ofACapNotKeptInMuSquared_namesTheMeasureThatAddsUp() {
        register("rho", 1, List.of("zcdp"));
        register("several", 1, THREE);
        String rho = certificateOf("rho");
        String plain = certificateOf("adult");
        assertThat(composition(rho))
                .contains("from the same dataset, in rho. The total")
                .doesNotContain("mu^2");
        assertThat(composition(certificateOf("several")))
                .contains("in mu^2, summed delta, summed epsilon and rho, each for itself.");
        assertThat(composition(plain)).contains("from the same dataset, in mu^2. The total");
        assertThat(rho)
                .contains("Within a release: exact sums of mu^2")
                .contains("kept in zcdp")
                .contains("composition within a release")
                .contains("rho, an integer number of units of 1e-12")
                .doesNotContain("composition: mu^2");
        assertThat(plain).doesNotContain("Within a release");
    }

    private static String composition(String file) {
        Verification.Valid valid = (Verification.Valid) CertificateFile.verify(bytes(file), Optional.empty());
        return valid.certificate().statements().stream()
                .filter(statement -> statement.topic().equals("composition"))
                .map(Certificate.Statement::text)
                .findFirst()
                .orElseThrow();
    }

    /// Of a first release.
    private String certificateOf(String dataset) {
        String session = olga.open(Requests.session(dataset, "one", 0.5)).sessionId();
        return certificate(olga.release(Requests.job(session, Requests.spec(dataset, 0.2)))
                .done()
                .receipt()
                .releaseId());
    }

    @Test
    void cap_raisedByTwoPeople_isHigherInEveryMeasure() {
        register("three", 1, THREE);
        Proposal proposal = olga.call(
                ActionName.PROPOSE_CAP,
                new ProposeCap("three", "dataset", "three", 2, "a longer study"),
                Proposal.class);
        try (TestClient otto = server.client(TestServer.OFFICER)) {
            otto.call(ActionName.DECIDE_CAP, new DecideCap(proposal.id(), true), Proposal.class);
        }
        DpAmount caps = new Measures(THREE).caps(2, 1e-6);
        account("three").measures().forEach(line -> assertThat(line.cap()).isEqualTo(caps.in(line.unit())));
        expectSound();
    }

    @Test
    void session_guaranteedInSeveralMeasures_isKeptInAll() {
        register("three", 1, THREE);
        OpenSession wanted =
                new OpenSession("three", "class", Optional.of(0.5), Optional.of(1e-6), true, Optional.empty());
        String session = olga.open(wanted).sessionId();
        DpAmount kept = new Measures(THREE).caps(0.5, 1e-6);
        account("three").measures().forEach(line -> assertThat(line.kept()).isEqualTo(kept.in(line.unit())));
        olga.release(Requests.job(session, Requests.spec("three", 0.2)));
        assertThat(line(account("three"), "gdp").kept()).isLessThan(kept.in("gdp"));
        olga.call(ActionName.CLOSE_SESSION, session, SessionView.class);
        assertThat(line(account("three"), "gdp").kept()).isZero();
        expectSound();
    }

    @Test
    void renewal_keepsTheMeasures_andTheTotalOverTime() {
        register("three", 1, THREE);
        String session = olga.open(Requests.session("three", "one", 1)).sessionId();
        olga.release(Requests.job(session, Requests.spec("three", 0.2)));
        assertThat(refused(() ->
                        olga.upload(Requests.register("three", 1, List.of("gdp"), true), bytes("age,sex\n2,newer\n"))))
                .hasMessageContaining("keeps its measures [gdp, sums, zcdp]");
        olga.upload(Requests.register("three", 1, THREE, true), bytes("age,sex\n2,newer\n"));
        DatasetView view = olga.call(ActionName.DESCRIBE_DATASET, "three", DatasetView.class);
        long price = GaussianAccountant.cap(0.2, 1e-6).pico();
        assertThat(view.epsilonOverTime())
                .contains(GaussianAccountant.epsilon(new Measures(THREE).share("gdp", 1e-6), new MuSquared(price)));
        assertThat(view.account().spentPico()).isZero();
        expectSound();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gdp,renyi-2|0.5|measure renyi-2 can accept nothing at epsilon 0.5",
                "pure,sums|1|at least one of gdp, zcdp and renyi-ORDER",
                "gdp,pld|1|a measure must be gdp, zcdp, renyi-ORDER (as renyi-8), pure or sums, got 'pld'",
                "gdp,gdp|1|each once",
                "renyi-1|1|order must be finite and >= 1.01",
            })
    void register_withMeasuresThatCannotBe_isRefusedInOneLine(String measures, double epsilon, String words) {
        // As a client would send it that does not look first.
        String request = Json.text(Requests.register("odd", epsilon))
                .replace("\"measures\":[\"gdp\"]", "\"measures\":[\"" + measures.replace(",", "\",\"") + "\"]")
                .replace("\"CSV\"", "\"SAMPLE\"");
        assertThat(refused(() -> olga.call(ActionName.REGISTER_DATASET, bytes(request))))
                .hasMessageContaining(words)
                .satisfies(
                        e -> assertThat(String.valueOf(e.getMessage()).strip().lines())
                                .hasSize(1));
    }

    @Test
    void declaration_fromBeforeThereWereMeasures_isOfGdp() {
        String today = Json.text(Requests.register("adult", 3));
        String before = today.replace(",\"measures\":[\"gdp\"]", "");
        assertThat(before).doesNotContain("measures");
        assertThat(Json.read(before, RegisterDataset.class)).isEqualTo(Requests.register("adult", 3));
    }

    /// Where the server's store is.
    protected SqlStore.Place place() {
        return SqlStore.Place.embedded(folder);
    }
}
