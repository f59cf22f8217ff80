package org.vitrail.contract.governance;

import java.util.Optional;

/// A proposal to raise a cap, and what became of it.
///
/// @param tier of the account
/// @param name of the account
/// @param epsilonNow the cap when it was proposed
/// @param epsilonWanted the cap proposed
/// @param delta of both
/// @param proposedAt ISO 8601
/// @param status `pending`, `approved` or `rejected`
/// @param decidedBy the officer
/// @param decidedAt ISO 8601
public record Proposal(
        String id,
        String project,
        String dataset,
        String tier,
        String name,
        double epsilonNow,
        double epsilonWanted,
        double delta,
        String reason,
        String proposedBy,
        String proposedAt,
        String status,
        Optional<String> decidedBy,
        Optional<String> decidedAt) {
    public Proposal {
        decidedBy = decidedBy == null ? Optional.empty() : decidedBy;
        decidedAt = decidedAt == null ? Optional.empty() : decidedAt;
    }
}
