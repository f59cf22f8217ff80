package org.vitrail.app.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ServerFixture;
import org.vitrail.app.kit.TestClient;
import org.vitrail.contract.governance.DatasetRules;
import org.vitrail.contract.governance.GrantDataset;
import org.vitrail.contract.governance.LedgerReport;
import org.vitrail.contract.pac.PacRequest;
import org.vitrail.contract.session.OpenSession;
import org.vitrail.contract.session.SessionView;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;

/// Who may ask how much, around a worker without rows.
class PacGrantTest extends ServerFixture {
    private void register() {
        olga.upload(
                PacRequests.register(PacRequests.CAP), ("person,town\n1," + CANARY).getBytes(StandardCharsets.UTF_8));
    }

    private static List<Long> caps(TestClient who, String session) {
        return who.budget(session).pac().orElseThrow().levels().stream()
                .map(level -> level.account().capPico())
                .toList();
    }

    @Test
    void grant_withACapInNats_bindsThatProject() {
        register();
        olga.call(
                ActionName.GRANT_DATASET,
                Json.bytes(new GrantDataset("visits", "elsewhere", 1, false, Optional.of(PacRequests.USUAL))));
        SessionView session = sven.open(Requests.session("visits", "far", 0.5));
        sven.release(PacRequests.fresh(session.sessionId(), PacRequests.BY_TOWN, PacRequests.USUAL));
        assertThat(caps(sven, session.sessionId()))
                .containsExactly(PacRequests.USUAL, PacRequests.USUAL, PacRequests.USUAL, PacRequests.CAP);
        assertThat(refused(() ->
                        sven.submit(PacRequests.fresh(session.sessionId(), PacRequests.BY_TOWN, PacRequest.LEAST))))
                .hasMessageContaining("project 'elsewhere' has 0 nats left");
        SessionView own = anna.open(Requests.session("visits", "near", 0.5));
        anna.release(PacRequests.fresh(own.sessionId(), PacRequests.BY_TOWN, PacRequests.USUAL));
        assertThat(anna.budget(own.sessionId())
                        .pac()
                        .orElseThrow()
                        .levels()
                        .getLast()
                        .account()
                        .spentPico())
                .isEqualTo(2 * PacRequests.USUAL);
        assertThat(olga.call(ActionName.VERIFY_LEDGER, "", LedgerReport.class).findings())
                .isEmpty();
    }

    private static OpenSession kept(String notebook, long pico) {
        return new OpenSession(
                "visits", notebook, Optional.of(0.5), Optional.of(1e-6), true, Optional.empty(), Optional.of(pico));
    }

    private static List<Long> left(TestClient who, String session) {
        return who.budget(session).pac().orElseThrow().levels().stream()
                .map(level -> level.account().remainingPico())
                .toList();
    }

    @Test
    void session_guaranteedInNats_isKeptFromTheOthersUntilItEnds() {
        register();
        long most = PacRequests.CAP - PacRequests.USUAL;
        String kept = anna.open(kept("kept", most)).sessionId();
        String other = olga.open(Requests.session("visits", "other", 0.5)).sessionId();
        assertThat(left(anna, kept)).containsExactly(most, PacRequests.USUAL, PacRequests.USUAL, PacRequests.USUAL);
        anna.release(PacRequests.fresh(kept, PacRequests.BY_TOWN, PacRequests.USUAL));
        olga.release(PacRequests.fresh(other, PacRequests.BY_TOWN, PacRequests.USUAL));
        assertThat(refused(() -> olga.submit(PacRequests.fresh(other, PacRequests.BY_TOWN, PacRequest.LEAST))))
                .as("what is left is kept for another")
                .hasMessageContaining("has 0 nats left");
        assertThat(refused(() -> olga.open(kept("greedy", 1))))
                .as("and cannot be kept twice")
                .hasMessageContaining("has 0 nats left");
        anna.release(PacRequests.fresh(kept, PacRequests.BY_TOWN, PacRequests.USUAL));
        assertThat(left(anna, kept).getFirst()).isEqualTo(most - 2 * PacRequests.USUAL);

        anna.call(ActionName.CLOSE_SESSION, kept, SessionView.class);
        assertThat(left(olga, other).getLast())
                .as("the unused part is free again, what was spent is not")
                .isEqualTo(PacRequests.CAP - 3 * PacRequests.USUAL);
        olga.release(PacRequests.fresh(other, PacRequests.BY_TOWN, PacRequests.USUAL));
        assertThat(olga.call(ActionName.VERIFY_LEDGER, "", LedgerReport.class).findings())
                .isEmpty();
    }

    @Test
    void session_thatOpenedItsCapWithoutAGuarantee_getsNoneLater() {
        register();
        String session = anna.open(Requests.session("visits", "one", 0.5)).sessionId();
        anna.release(PacRequests.fresh(session, PacRequests.BY_TOWN, PacRequests.USUAL));
        assertThat(refused(() -> anna.open(kept("one", PacRequests.CAP))))
                .hasMessageContaining("opened without a guarantee");
    }

    @Test
    void grant_guaranteedInNats_isKeptForThatProject() {
        register();
        long most = PacRequests.CAP - PacRequests.USUAL;
        olga.call(
                ActionName.GRANT_DATASET,
                Json.bytes(new GrantDataset("visits", "elsewhere", 1, true, Optional.of(most))));
        String own = anna.open(Requests.session("visits", "near", 0.5)).sessionId();
        anna.release(PacRequests.fresh(own, PacRequests.BY_TOWN, PacRequests.USUAL));
        assertThat(refused(() -> anna.submit(PacRequests.fresh(own, PacRequests.BY_TOWN, PacRequest.LEAST))))
                .hasMessageContaining("dataset 'visits' has 0 nats left");
        String far = sven.open(Requests.session("visits", "far", 0.5)).sessionId();
        sven.release(PacRequests.fresh(far, PacRequests.BY_TOWN, most));
        assertThat(olga.call(ActionName.VERIFY_LEDGER, "", LedgerReport.class).findings())
                .isEmpty();
    }

    @Test
    void grant_inNatsOfADatasetWithoutACap_grantsNothing() {
        assertThat(refused(() -> olga.call(
                        ActionName.GRANT_DATASET,
                        Json.bytes(new GrantDataset("adult", "elsewhere", 1, false, Optional.of(1L))))))
                .hasMessageContaining("has no PAC cap");
        assertThatThrownBy(() -> sven.open(Requests.session("adult", "far", 0.5)))
                .hasMessageContaining("no dataset 'adult'");
    }

    @Test
    void rules_thatNameEngines_allowQueriesOnlyIfTheyNamePac() {
        register();
        SessionView session = anna.open(Requests.session("visits", "one", 0.5));
        olga.call(
                ActionName.SET_RULES,
                new DatasetRules("visits", Optional.empty(), Optional.empty(), List.of("marginals")),
                DatasetRules.class);
        assertThat(refused(() ->
                        anna.submit(PacRequests.fresh(session.sessionId(), PacRequests.BY_TOWN, PacRequests.USUAL))))
                .hasMessageContaining("one of the engines [marginals]");
        olga.call(
                ActionName.SET_RULES,
                new DatasetRules("visits", Optional.of(0.1), Optional.empty(), List.of("pac")),
                DatasetRules.class);
        anna.release(PacRequests.fresh(session.sessionId(), PacRequests.BY_TOWN, PacRequests.USUAL));
    }

    @Test
    void session_thatWasEnded_asksNoMore() {
        register();
        SessionView session = anna.open(Requests.session("visits", "one", 0.5));
        anna.release(PacRequests.fresh(session.sessionId(), PacRequests.BY_TOWN, PacRequests.USUAL));
        anna.call(ActionName.CLOSE_SESSION, session.sessionId(), SessionView.class);
        assertThat(refused(() ->
                        anna.submit(PacRequests.fresh(session.sessionId(), PacRequests.BY_TOWN, PacRequests.USUAL))))
                .hasMessageContaining("the session ended");
    }
}
