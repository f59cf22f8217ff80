package org.vitrail.contract.report;

import java.util.Optional;

/// Asks for the owner's report of a stored release: exact figures beside the private rows, not private. It charges
/// nothing because it promises nothing; only the owner of the release's dataset gets it, and it is stored nowhere.
///
/// @param releaseId the receipt's
/// @param holdout name of another dataset of the same owner whose rows the synthesizer never saw, with the same
///     columns; empty: a fifth of the private units, drawn with the request's public seed, which it did see
public record AskOwnerReport(String releaseId, Optional<String> holdout) {
    public AskOwnerReport {
        holdout = holdout == null ? Optional.empty() : holdout;
        if (!releaseId.matches("[A-Za-z0-9-]{1,64}")) {
            throw new IllegalArgumentException(
                    "releaseId must be the id of a receipt, got " + releaseId.length() + " characters of another form");
        }
    }
}
