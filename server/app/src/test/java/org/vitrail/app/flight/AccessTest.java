package org.vitrail.app.flight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.apache.arrow.flight.Criteria;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ServerFixture;
import org.vitrail.app.kit.TestClient;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.dataset.RegisterDataset.Format;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.report.AskOwnerReport;
import org.vitrail.contract.session.ReleaseLine;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.WireNames;

/// Who may do what.
class AccessTest extends ServerFixture {

    @ParameterizedTest
    @EnumSource(ActionName.class)
    void action_withoutAKnownToken_isRefused(ActionName action) {
        for (Optional<String> token :
                java.util.List.of(Optional.<String>empty(), Optional.of("wrong-token-0123456789"), Optional.of(""))) {
            try (TestClient nobody = new TestClient(server.port(), token)) {
                assertThat(refused(() -> nobody.call(action, new byte[0]))
                                .status()
                                .code())
                        .isEqualTo(FlightStatusCode.UNAUTHENTICATED);
            }
        }
    }

    @Test
    void everyOtherCall_withoutAToken_isRefused() {
        try (TestClient nobody = new TestClient(server.port(), Optional.empty())) {
            assertUnauthenticated(refused(() -> nobody.fetch("any")));
            assertUnauthenticated(refused(() -> nobody.upload(Requests.register("mine", 1), new byte[10])));
            assertUnauthenticated(
                    refused(() -> nobody.flight().listActions(nobody.options()).forEach(_ -> {})));
            assertUnauthenticated(refused(() ->
                    nobody.flight().listFlights(Criteria.ALL, nobody.options()).forEach(_ -> {})));
            assertUnauthenticated(refused(() -> nobody.flight().getInfo(FlightDescriptor.path("x"), nobody.options())));
        }
    }

    private static void assertUnauthenticated(FlightRuntimeException refusal) {
        assertThat(refusal.status().code()).isEqualTo(FlightStatusCode.UNAUTHENTICATED);
    }

    @Test
    void register_byAnAnalyst_isForbidden() {
        FlightRuntimeException upload = refused(() -> anna.upload(Requests.register("mine", 1), new byte[] {7}));
        FlightRuntimeException sample = refused(() ->
                anna.call(ActionName.REGISTER_DATASET, Requests.register("mine", 1, Format.SAMPLE), DatasetView.class));
        assertThat(upload.status().code()).isEqualTo(FlightStatusCode.UNAUTHORIZED);
        assertThat(sample.status().code()).isEqualTo(FlightStatusCode.UNAUTHORIZED);
        assertThat(upload)
                .hasMessageContaining(
                        "to register datasets the role owner is expected, got analyst; ask somebody who has it in project"
                                + " 'clinic'");
    }

    @Test
    void ownerReport_forAnybodyButTheOwner_isForbiddenAndNeverReplayed() {
        String anna1 = anna.open(Requests.session("adult", "anna", 2)).sessionId();
        SubmitJob plain = Requests.job(anna1, Requests.spec("adult", 1));
        SubmitJob withReport = new SubmitJob(anna1, plain.spec(), "key-anna-12345", false, true);
        FlightRuntimeException refusal = refused(() -> anna.submit(withReport));
        assertThat(refusal.status().code()).isEqualTo(FlightStatusCode.UNAUTHORIZED);
        assertThat(refusal).hasMessageContaining("only the owner of dataset 'adult' may ask for it");
        assertThat(anna.budget(anna1).session().account().spentPico()).isZero();

        String olga1 = olga.open(Requests.session("adult", "olga", 2)).sessionId();
        TestClient.Fetched owners = olga.release(new SubmitJob(olga1, plain.spec(), "key-olga-12345", false, true));
        TestClient.Fetched replay = anna.release(plain);
        assertThat(owners.done().reportJson()).contains("{\"privacy\":\"paid\"}"); // exact figures are never with it
        AskOwnerReport ask = new AskOwnerReport(owners.done().receipt().releaseId(), Optional.empty());
        assertThat(ownerReport(olga, ask)).contains("do not publish");
        assertThat(refused(() -> ownerReport(anna, ask)).status().code()).isEqualTo(FlightStatusCode.UNAUTHORIZED);
        assertUnknown(refused(() -> ownerReport(sven, ask)));
        assertThat(replay.done().receipt().replayed()).isTrue();
        assertThat(replay.arrow()).isEqualTo(owners.arrow());
        assertThat(replay.done().reportJson().orElseThrow()).isEqualTo("{\"privacy\":\"paid\"}");
    }

    private static String ownerReport(TestClient who, AskOwnerReport ask) {
        return new String(who.call(ActionName.OWNER_REPORT, Json.bytes(ask)), java.nio.charset.StandardCharsets.UTF_8);
    }

    private static String released(TestClient who, String session) {
        TestClient.Fetched fetched = who.release(Requests.job(session, Requests.spec("adult", 1)));
        return fetched.done().receipt().releaseId();
    }

    @Test
    void ownerReport_ofAnAnalystsRelease_isTheDatasetOwnersAndIsRecordedAtNoCharge() {
        String anna1 = anna.open(Requests.session("adult", "anna", 2)).sessionId();
        String release = released(anna, anna1);
        long spent = anna.budget(anna1).datasetAccount().spentPico();
        ownerReport(olga, new AskOwnerReport(release, Optional.empty()));
        List<ReleaseLine> lines = anna.budget(anna1).releases();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst().status()).isEqualTo("not private (no charge)");
        assertThat(lines.getFirst().user()).isEqualTo("olga");
        assertThat(lines.getFirst().muSquaredPico()).isZero();
        assertThat(anna.budget(anna1).datasetAccount().spentPico()).isEqualTo(spent);
    }

    @Test
    void ownerReport_withAHoldout_needsTheSameColumnsAndOtherRows() {
        String olga1 = olga.open(Requests.session("adult", "olga", 2)).sessionId();
        String release = released(olga, olga1);
        olga.upload(Requests.register("unseen", 1), new byte[] {5, 5});
        assertThat(ownerReport(olga, new AskOwnerReport(release, Optional.of("unseen"))))
                .contains("\"holdout\":\"unseen\"");
        assertThat(refused(() -> ownerReport(olga, new AskOwnerReport(release, Optional.of("adult")))))
                .hasMessageContaining("must hold rows that the release was not made from");
        assertUnknown(refused(() -> ownerReport(olga, new AskOwnerReport(release, Optional.of("none")))));
    }

    @Test
    void ownerReport_thatFails_saysNothingOfTheRowsAndLeavesTheRelease() {
        String olga1 = olga.open(Requests.session("adult", "olga", 2)).sessionId();
        TestClient.Fetched first = olga.release(Requests.job(olga1, Requests.spec("adult", 1)));
        AskOwnerReport ask = new AskOwnerReport(first.done().receipt().releaseId(), Optional.empty());
        parts.failure = Optional.of(new IllegalStateException("the row said " + CANARY));
        assertThat(refused(() -> ownerReport(olga, ask))).hasMessageContaining("internal error, reference");
        parts.failure = Optional.empty();
        assertThat(ownerReport(olga, ask)).contains("do not publish");
        assertThat(olga.release(Requests.job(olga1, Requests.spec("adult", 1))).arrow())
                .isEqualTo(first.arrow());
    }

    @Test
    void everythingOfAnotherProject_isUnknown() {
        String session = olga.open(Requests.session("adult", "olga", 2)).sessionId();
        SubmitJob job = Requests.job(session, Requests.spec("adult", 1));
        String jobId = olga.submit(job).jobId();
        assertUnknown(refused(() -> sven.call(ActionName.DESCRIBE_DATASET, "adult", DatasetView.class)));
        assertUnknown(refused(() -> sven.open(Requests.session("adult", "sven", 1))));
        assertUnknown(refused(() -> sven.budget(session)));
        assertUnknown(refused(() -> sven.submit(job)));
        assertUnknown(refused(() -> sven.fetch(jobId)));
        assertUnknown(refused(() -> anna.fetch(jobId)));
        assertUnknown(refused(() -> anna.budget(session)));
        assertThat(new String(
                        sven.call(ActionName.LIST_DATASETS, new byte[0]), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("[]");
        sven.upload(Requests.register("adult", 1), new byte[] {9}); // a name is taken in one project only
    }

    private static void assertUnknown(FlightRuntimeException refusal) {
        assertThat(refusal.status().code()).isEqualTo(FlightStatusCode.NOT_FOUND);
    }

    @Test
    void sameBytes_underAnotherName_haveNoSecondBudget() {
        byte[] bytes = {1, 2, 3};
        olga.upload(Requests.register("first", 1), bytes);
        assertThat(refused(() -> olga.upload(Requests.register("second", 1), bytes)))
                .hasMessageContaining("already registered as 'first'");
        olga.upload(Requests.register("first", 1), bytes); // the same again changes nothing
    }

    @Test
    void register_withOtherCapsAfterSpending_isRefused() {
        byte[] bytes = {1, 2, 3};
        olga.upload(Requests.register("data", 1), bytes);
        olga.upload(Requests.register("data", 2), bytes); // nothing spent: may still be corrected
        String session = olga.open(Requests.session("data", "one", 1)).sessionId();
        olga.release(Requests.job(session, Requests.spec("data", 1)));
        FlightRuntimeException refusal = refused(() -> olga.upload(Requests.register("data", 9), bytes));
        assertThat(refusal.status().code()).isEqualTo(FlightStatusCode.INVALID_ARGUMENT);
        assertThat(refusal).hasMessageContaining("budget of it is spent");
    }

    /// Else the run would be charged to an account that no dataset has any more, and the first bytes, registered
    /// again,
    /// would have their whole cap once more.
    @Test
    void submit_whileTheDatasetIsRegisteredAnew_isRefusedAndOpensNothing() {
        olga.upload(Requests.register("data", 1), new byte[] {1, 2, 3});
        String session = olga.open(Requests.session("data", "one", 1)).sessionId();
        parts.whilePricing.set(() -> olga.upload(Requests.register("data", 1), new byte[] {4, 5, 6}));
        FlightRuntimeException refusal = refused(() -> olga.release(Requests.job(session, Requests.spec("data", 1))));
        assertThat(refusal.status().code()).isEqualTo(FlightStatusCode.UNAVAILABLE);
        assertThat(refusal).hasMessageContaining("registered anew").hasMessageContaining("nothing was charged");
        assertThat(parts.opened).hasValue(0);
        assertThat(olga.budget(session).session().account().spentPico()).isZero();
        assertThat(refused(() -> olga.submit(Requests.job(session, Requests.spec("data", 1)))))
                .hasMessageContaining("data that were replaced");
        assertThat(olga.open(Requests.session("data", "one", 1)).sessionId()).isEqualTo(session);
        olga.release(Requests.job(session, Requests.spec("data", 1)));
        assertThat(olga.budget(session).datasetAccount().remainingPico()).isZero();
    }

    /// The account's charges speak of the unit of the schema that they were made under.
    @Test
    void inference_overtakenByADeclaredSchema_doesNotReplaceIt() {
        byte[] bytes = {4, 5, 6};
        DatasetView[] declared = new DatasetView[1];
        parts.whileInferring.set(() -> declared[0] = olga.upload(Requests.register("found", 2), bytes));
        FlightRuntimeException refusal = refused(() -> olga.upload(Requests.inferred("found", 2, 0.5), bytes));
        assertThat(refusal).hasMessageContaining("got its schema by another registration");
        assertThat(olga.call(ActionName.DESCRIBE_DATASET, "found", DatasetView.class))
                .isEqualTo(declared[0]);
        assertThat(declared[0].account().spentPico())
                .isEqualTo(org.vitrail.privacy.accounting.GaussianAccountant.cap(0.5, 1e-6)
                        .pico());
    }

    @Test
    void inference_thatFails_staysSpentAndMintsNothing() {
        byte[] bytes = {4, 5, 6};
        parts.failure = Optional.of(new IllegalStateException("the row said " + CANARY));
        FlightRuntimeException failed = refused(() -> olga.upload(Requests.inferred("found", 2, 0.5), bytes));
        assertThat(failed.status().code()).isEqualTo(FlightStatusCode.INTERNAL);
        assertThat(failed).hasMessageContaining("internal error, reference");
        parts.failure = Optional.empty();
        DatasetView view = olga.upload(Requests.inferred("found", 2, 0.5), bytes);
        DatasetView again = olga.upload(Requests.inferred("found", 2, 0.5), bytes);
        long once =
                org.vitrail.privacy.accounting.GaussianAccountant.cap(0.5, 1e-6).pico();
        assertThat(view.account().spentPico()).isEqualTo(2 * once);
        assertThat(again).isEqualTo(view);
    }

    @Test
    void put_ofAnotherColumn_isRefused() {
        FlightRuntimeException refusal =
                refused(() -> olga.put(Json.bytes(Requests.register("x", 1)), "other", new byte[] {1}));
        assertThat(refusal.status().code()).isEqualTo(FlightStatusCode.INVALID_ARGUMENT);
        assertThat(refusal).hasMessageContaining(WireNames.UPLOAD_COLUMN);
    }
}
