package org.vitrail.contract.session;

import org.vitrail.contract.Account;

/// One level that pays for each charge of a session.
///
/// @param tier `session`, `analyst`, `project` or `dataset`
/// @param name whose
/// @param guaranteed whether the levels above keep its cap for it, so that a charge asks nothing more of them
public record BudgetLevel(String tier, String name, Account account, boolean guaranteed) {}
