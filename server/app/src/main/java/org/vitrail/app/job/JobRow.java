package org.vitrail.app.job;

import java.util.Optional;
import org.vitrail.app.ledger.Charge;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.wire.Json;
import org.vitrail.privacy.ledger.DpAmount;

/// A job as the store holds it.
///
/// @param request hash of the request, to tell a repeated request from another one under the same key
/// @param epsilon the release's own ε at `delta`
/// @param muSquaredPico what its release costs in μ², in units of 1e-12; zero for a replay
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
        Charge<DpAmount> charge,
        JobStatus status,
        Optional<String> detail,
        Optional<String> sourceJob,
        String createdAt,
        String replica) {

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
        return free(JobStatus.DENIED, Optional.of(Json.text(why)), Optional.empty());
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
                new Charge<>(
                        id, charge.chain(), charge.account(), charge.amount().none()),
                ended,
                why,
                source,
                createdAt,
                replica);
    }
}
