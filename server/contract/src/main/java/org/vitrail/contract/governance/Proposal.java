package org.vitrail.contract.governance;

import java.util.Optional;
import org.vitrail.contract.pac.PacCapChange;

/// A proposal to raise a cap, and what became of it.
///
/// @param tier of the account
/// @param name of the account
/// @param epsilonNow the cap when it was proposed; 0 if the proposal is about PAC privacy
/// @param epsilonWanted the cap proposed; 0 if the proposal is about PAC privacy
/// @param delta of both; the account's
/// @param proposedAt ISO 8601
/// @param status `pending`, `approved` or `rejected`
/// @param decidedBy the officer
/// @param decidedAt ISO 8601
/// @param pac what is proposed, if it is about PAC privacy; empty: it is about epsilon
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
        Optional<String> decidedAt,
        Optional<PacCapChange> pac) {
    public Proposal {
        pac = pac == null ? Optional.empty() : pac;
        decidedBy = decidedBy == null ? Optional.empty() : decidedBy;
        decidedAt = decidedAt == null ? Optional.empty() : decidedAt;
    }

    /// About epsilon.
    public Proposal(
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
        this(
                id,
                project,
                dataset,
                tier,
                name,
                epsilonNow,
                epsilonWanted,
                delta,
                reason,
                proposedBy,
                proposedAt,
                status,
                decidedBy,
                decidedAt,
                Optional.empty());
    }
}
