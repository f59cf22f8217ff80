package org.vitrail.app.job;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.vitrail.app.ledger.Charge;
import org.vitrail.contract.Guarantee;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.wire.Json;

/// A job as the store holds it.
///
/// @param request hash of the request, to tell a repeated request from another one under the same key
/// @param epsilon the release's own ε at `delta`; 0 where it has none
/// @param muSquaredPico what its release costs in μ², in units of 1e-12; zero for a replay, and for PAC privacy
/// @param charge what it takes in every measure of its accounts; nothing for a replay
/// @param detail why it failed; why it was denied, as JSON
/// @param sourceJob for a replay: the job whose release it delivers
/// @param replica the server that runs it
record JobRow(
        String id,
        String user,
        String idempotencyKey,
        String request,
        String sessionId,
        String fingerprint,
        String mechanism,
        double epsilon,
        double delta,
        long muSquaredPico,
        Charge<?> charge,
        JobStatus status,
        Optional<String> detail,
        Optional<String> sourceJob,
        String createdAt,
        String replica) {
    private static final int MECHANISM_LENGTH_MAX = 300;
    private static final int DETAIL_LENGTH_MAX = 2_000;

    /// What a request becomes if it is to be paid.
    ///
    /// @param hash of the request
    /// @param payer what pays, without a job
    static JobRow wanted(
            String user, SubmitJob request, String hash, Pricing.Priced priced, Charge<?> payer, String replica) {
        String id = UUID.randomUUID().toString();
        String mechanism = priced.plan().mechanism();
        Optional<Guarantee.DifferentialPrivacy> dp = priced.guarantee() instanceof Guarantee.DifferentialPrivacy promise
                ? Optional.of(promise)
                : Optional.empty();
        return new JobRow(
                id,
                user,
                request.idempotencyKey(),
                hash,
                request.sessionId(),
                priced.fingerprint(),
                mechanism.substring(0, Math.min(mechanism.length(), MECHANISM_LENGTH_MAX)),
                dp.map(Guarantee.DifferentialPrivacy::epsilon).orElse(0.0),
                dp.map(Guarantee.DifferentialPrivacy::delta).orElse(0.0),
                dp.map(Guarantee.DifferentialPrivacy::muSquaredPico).orElse(0L),
                payer.of(id),
                JobStatus.RESERVED,
                Optional.empty(),
                Optional.empty(),
                Instant.now().toString(),
                replica);
    }

    /// Whether it has not ended.
    boolean isOpen() {
        return status == JobStatus.RESERVED || status == JobStatus.STARTED;
    }

    /// The same request, which delivers the release of another job and costs nothing.
    JobRow asReplay(String source) {
        return free(JobStatus.REPLAY, Optional.empty(), Optional.of(source));
    }

    /// The same request, denied.
    JobRow asDenied(Refusal why) {
        String text = Json.text(why);
        Refusal shorter = new Refusal.InvalidRequest("the budget does not cover this request; nothing was charged");
        return free(
                JobStatus.DENIED,
                Optional.of(text.length() <= DETAIL_LENGTH_MAX ? text : Json.text(shorter)),
                Optional.empty());
    }

    private JobRow free(JobStatus ended, Optional<String> why, Optional<String> source) {
        return new JobRow(
                id,
                user,
                idempotencyKey,
                request,
                sessionId,
                fingerprint,
                mechanism,
                epsilon,
                delta,
                0,
                charge.free(),
                ended,
                why,
                source,
                createdAt,
                replica);
    }
}
