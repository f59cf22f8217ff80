package org.vitrail.contract.governance;

import java.util.Optional;

/// Asks for a higher cap, of differential privacy or of PAC privacy; nothing changes until another person approves.
///
/// @param dataset registered name
/// @param tier `dataset`, `project` or `analyst`
/// @param name whose account at that tier; the dataset's name for `dataset`
/// @param epsilon the new cap of differential privacy at the account's own δ; finite, > 0; empty: it stays
/// @param pacCapPicoNats the new cap of PAC privacy, in 1e-12 nat; >= 1; empty: it stays. Exactly one of the two
/// @param pacUnitsMin with the first PAC cap of a dataset: groups of fewer units are not shown; 2 to 1,000,000;
///     empty: [org.vitrail.contract.pac.PacTerms#UNITS_MIN], and always with a cap that is raised
/// @param reason in words, for whoever decides and for the ledger; 1 to 500 characters
public record ProposeCap(
        String dataset,
        String tier,
        String name,
        Optional<Double> epsilon,
        Optional<Long> pacCapPicoNats,
        Optional<Integer> pacUnitsMin,
        String reason) {
    /// Of differential privacy.
    public ProposeCap(String dataset, String tier, String name, double epsilon, String reason) {
        this(dataset, tier, name, Optional.of(epsilon), Optional.empty(), Optional.empty(), reason);
    }

    public ProposeCap {
        epsilon = epsilon == null ? Optional.empty() : epsilon; // JSON says nothing of what is not asked
        pacCapPicoNats = pacCapPicoNats == null ? Optional.empty() : pacCapPicoNats;
        pacUnitsMin = pacUnitsMin == null ? Optional.empty() : pacUnitsMin;
        if (!tier.equals("dataset") && !tier.equals("project") && !tier.equals("analyst")) {
            throw new IllegalArgumentException(
                    "a cap is raised at tier dataset, project or analyst, got '" + tier + "'; a session's is fixed");
        }
        if (epsilon.isPresent() == pacCapPicoNats.isPresent()) {
            throw new IllegalArgumentException("a proposal is for a cap in epsilon or for a PAC cap, one of them, got "
                    + (epsilon.isPresent() ? "both" : "neither"));
        }
        if (epsilon.isPresent() && !(epsilon.get() > 0 && epsilon.get() <= 1e6)) {
            throw new IllegalArgumentException("the new epsilon must be > 0 and at most 1e6, got " + epsilon.get());
        }
        if (pacCapPicoNats.isPresent() && pacCapPicoNats.get() < 1) {
            throw new IllegalArgumentException(
                    "the new PAC cap must be at least 1e-12 nat, got " + pacCapPicoNats.get() + "e-12");
        }
        if (pacUnitsMin.isPresent() && pacCapPicoNats.isEmpty()) {
            throw new IllegalArgumentException("a smallest group belongs to a PAC cap, got it without one");
        }
        if (reason.isBlank() || reason.length() > 500 || reason.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a reason of 1 to 500 characters is expected, got " + reason.length());
        }
    }
}
