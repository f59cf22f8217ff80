package org.vitrail.contract.session;

import java.util.List;
import org.vitrail.contract.Account;

/// The answer to `%dp_budget`: the session's account, the dataset's, and what was released.
///
/// @param session the notebook's own account
/// @param datasetAccount the dataset's cap and what all sessions together spent of it
/// @param releases newest first
public record BudgetView(SessionView session, Account datasetAccount, List<ReleaseLine> releases) {
    public BudgetView {
        releases = List.copyOf(releases);
    }
}
