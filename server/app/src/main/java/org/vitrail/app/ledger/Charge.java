package org.vitrail.app.ledger;

import java.util.SortedMap;
import org.vitrail.privacy.ledger.Amount;

/// What one job takes, from an account and all above it at once.
///
/// @param jobId whose it is; each job is charged at most once
/// @param chain the ledger that the account is in
/// @param account the lowest account: a session's, or a dataset's own
/// @param amount worst case, rounded up
/// @param <A> the kind of ledger
public record Charge<A extends Amount<A>>(String jobId, String chain, String account, A amount) {
    /// The same for that job.
    public Charge<A> of(String job) {
        return new Charge<>(job, chain, account, amount);
    }

    /// The same of nothing.
    public Charge<A> free() {
        return new Charge<>(jobId, chain, account, amount.none());
    }

    /// Whether it pays for that much, in the same measures.
    public boolean covers(Amount<?> other) {
        SortedMap<String, Long> own = amount.units();
        return own.keySet().equals(other.units().keySet())
                && other.units().entrySet().stream()
                        .allMatch(unit -> unit.getValue() <= own.getOrDefault(unit.getKey(), 0L));
    }
}
