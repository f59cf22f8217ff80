package org.vitrail.contract.session;

import java.util.List;
import java.util.Optional;
import org.vitrail.contract.Account;
import org.vitrail.contract.pac.PacBudget;

/// The answer to `%dp_budget`: the session's account and every one above it, and what was released.
///
/// @param session the notebook's own account
/// @param datasetAccount the dataset's cap and what all sessions together spent of it
/// @param levels session, analyst, project, dataset: each charge is taken from all of them
/// @param releases newest first
/// @param pac the other ledger; empty: the dataset has no PAC cap
public record BudgetView(
        SessionView session,
        Account datasetAccount,
        List<BudgetLevel> levels,
        List<ReleaseLine> releases,
        Optional<PacBudget> pac) {
    public BudgetView {
        pac = pac == null ? Optional.empty() : pac;
        levels = List.copyOf(levels);
        releases = List.copyOf(releases);
    }
}
