package org.vitrail.app.pac;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ServerFixture;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.contract.session.OpenSession;
import org.vitrail.contract.session.SessionView;

/// Bytes that a dataset has already, registered with another declaration after budget of it was spent: the refusal
/// says what differs, and its remedies work.
class AnotherDeclarationTest extends ServerFixture {
    private static final byte[] FILE = ("person,town\n1," + CANARY).getBytes(StandardCharsets.UTF_8);

    private static RegisterDataset with(long cap, int least) {
        return PacRequests.register(cap).with(Optional.of(new PacTerms(cap, least)));
    }

    private static RegisterDataset without() {
        return PacRequests.register(PacRequests.CAP).with(Optional.empty());
    }

    private void spendEpsilon() {
        String one = anna.open(Requests.session("visits", "one", 0.5)).sessionId();
        anna.release(Requests.job(one, Requests.spec("visits", 0.5)));
    }

    private String refusalOf(RegisterDataset request) {
        return String.valueOf(refused(() -> olga.upload(request, FILE)).getMessage());
    }

    @Test
    void pacCap_thatIsNew_isSaidAloneAndNotCalledAnotherName() {
        olga.upload(without(), FILE);
        spendEpsilon();
        assertThat(refusalOf(with(PacRequests.CAP, 10)))
                .contains("differs in its PAC cap (registered with none, got 70%, which is 0.08228 nats); nothing")
                .contains("leave --pac-cap out", "%dp_admin propose visits --pac-cap 70% --reason TEXT")
                .contains("another person, an officer, then approves (nobody alone)")
                .doesNotContain("another name", CANARY, "epsilon cap");
        olga.upload(without(), FILE); // the remedy
    }

    @Test
    void pacCap_thatIsLeftOutOrLower_isToldWithTheOptionThatRepeatsIt() {
        olga.upload(with(PacRequests.CAP, 10), FILE);
        spendEpsilon();
        assertThat(refusalOf(without()))
                .contains("PAC cap (registered with 70%, which is 0.08228 nats, got none)")
                .contains("%dp_session --dataset visits", "repeat --pac-cap 0.082282878504 --pac-units-min 10");
        assertThat(refusalOf(with(PacRequests.CAP - 1, 20)))
                .as("two caps that would be rounded to the same")
                .contains("PAC cap (registered with 0.082282878504 nats, got 0.082282878503 nats)")
                .contains("PAC privacy's least group (registered with 10 units, got 20 units)")
                .contains("a session may have a lower cap than its dataset")
                .doesNotContain("propose");
        olga.upload(with(82_282_878_504L, 10), FILE); // the remedy
    }

    @Test
    void epsilonCap_thatIsAnother_isSaidWithoutAWordOfPacPrivacy() {
        byte[] rows = ("sex,age,weight\nv0,30," + CANARY).getBytes(StandardCharsets.UTF_8);
        olga.upload(Requests.register("other", 3), rows);
        String one = anna.open(Requests.session("other", "one", 0.5)).sessionId();
        anna.release(Requests.job(one, Requests.spec("other", 0.5)));
        assertThat(refused(() -> olga.upload(Requests.register("other", 4), rows)))
                .hasMessageContaining("differs in its epsilon cap (registered with 3.0, got 4.0); nothing changed")
                .hasMessageContaining("or repeat the first declaration exactly")
                .hasMessageNotContaining("PAC");
    }

    @Test
    void sessionCap_thatIsAnother_isToldInAFewDigits() {
        olga.upload(with(PacRequests.CAP, 10), FILE);
        SessionView first = anna.open(session(PacRequests.USUAL));
        assertThat(first.resumed()).isFalse();
        assertThat(refused(() -> anna.open(session(PacRequests.CAP))))
                .hasMessageContaining("its PAC cap is 0.007813 nats, got 0.08228: a cap is fixed");
    }

    private static OpenSession session(long cap) {
        return new OpenSession(
                "visits", "one", Optional.of(0.5), Optional.of(1e-6), false, Optional.empty(), Optional.of(cap));
    }
}
