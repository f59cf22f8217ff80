package org.vitrail.app.ledger;

import org.vitrail.privacy.ledger.Amount;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.Kind;

/// What one job takes, from an account and all above it at once.
///
/// @param jobId whose it is; each job is charged at most once
/// @param chain the ledger that the account is in
/// @param account the lowest account: a session's, or a dataset's own
/// @param amount worst case, rounded up
/// @param <A> the kind of ledger
public record Charge<A extends Amount<A>>(String jobId, String chain, String account, A amount) {
    /// A charge of differential privacy as a line of the ledger keeps its amount, `gdp=123;zcdp=62`.
    ///
    /// @throws IllegalStateException if that is no amount
    public static Charge<DpAmount> of(String jobId, String chain, String account, String amount) {
        return new Charge<>(jobId, chain, account, LineRow.amount(Kind.DP, amount));
    }

    /// The amount as a line of the ledger keeps it.
    public String text() {
        return LineRow.text(amount);
    }
}
