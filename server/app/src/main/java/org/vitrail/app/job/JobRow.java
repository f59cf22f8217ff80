package org.vitrail.app.job;

import java.util.Optional;
import org.vitrail.app.ledger.Charge;

/// A job as the store holds it.
///
/// @param request hash of the request, to tell a repeated request from another one under the same key
/// @param epsilon the release's own ε at `delta`
/// @param charge what it takes; zero for a replay
/// @param detail why it failed
/// @param sourceJob for a replay: the job whose release it delivers
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
        Charge charge,
        JobStatus status,
        Optional<String> detail,
        Optional<String> sourceJob,
        String createdAt) {}
