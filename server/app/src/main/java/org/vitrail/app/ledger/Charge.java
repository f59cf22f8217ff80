package org.vitrail.app.ledger;

import org.vitrail.privacy.ledger.Amount;

/// What one job takes, from an account and all above it at once.
///
/// @param jobId whose it is; each job is charged at most once
/// @param chain the ledger that the account is in
/// @param account the lowest account: a session's, or a dataset's own
/// @param amount worst case, rounded up
/// @param <A> the kind of ledger
public record Charge<A extends Amount<A>>(String jobId, String chain, String account, A amount) {}
