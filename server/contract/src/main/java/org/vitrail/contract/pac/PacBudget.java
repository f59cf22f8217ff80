package org.vitrail.contract.pac;

import java.util.List;

/// The ledger of PAC privacy beside that of differential privacy.
///
/// @param levels session, analyst, project, dataset: each charge is taken from all of them; only those
///     that exist
/// @param answers newest first
public record PacBudget(List<PacLevel> levels, List<PacLine> answers) {
    public PacBudget {
        levels = List.copyOf(levels);
        answers = List.copyOf(answers);
    }
}
