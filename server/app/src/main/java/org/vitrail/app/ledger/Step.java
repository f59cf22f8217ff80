package org.vitrail.app.ledger;

import java.sql.SQLException;
import org.vitrail.privacy.ledger.Amount;

/// One step on a ledger: runs under the ledger's lock, and again if the transaction has to.
///
/// @param <A> the kind of ledger
/// @param <T> its result
@FunctionalInterface
public interface Step<A extends Amount<A>, T> {
    /// Does it; everything is undone if this throws.
    T at(Desk<A> desk) throws SQLException;
}
