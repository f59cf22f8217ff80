package org.vitrail.contract.job;

import org.vitrail.contract.MechanismSpec;

/// Asks for a release.
///
/// @param sessionId pays
/// @param spec what is wanted
/// @param idempotencyKey made and kept by the client before sending: the same key never charges twice
/// @param fresh whether to buy new noise although an identical release exists
/// @param ownerReport whether the caller will ask for the owner's report of it (`AskOwnerReport`): one who may not is
///     refused now, before anything is charged
public record SubmitJob(
        String sessionId, MechanismSpec spec, String idempotencyKey, boolean fresh, boolean ownerReport) {
    public SubmitJob {
        if (!idempotencyKey.matches("[A-Za-z0-9-]{8,64}")) {
            throw new IllegalArgumentException("idempotencyKey must be 8 to 64 letters, digits or '-', got "
                    + idempotencyKey.length() + " characters");
        }
    }
}
