package org.vitrail.contract.session;

import java.util.List;
import org.vitrail.contract.Account;

/// The answer to `%dp_budget`: the session's account and every one above it, and what was released.
///
/// @param session the notebook's own account
/// @param datasetAccount the dataset's cap and what all sessions together spent of it
/// @param levels session, analyst, project, dataset: each charge is taken from all of them
/// @param releases newest first
public record BudgetView(
        SessionView session, Account datasetAccount, List<BudgetLevel> levels, List<ReleaseLine> releases) {
    public BudgetView {
        levels = List.copyOf(levels);
        releases = List.copyOf(releases);
    }
}
