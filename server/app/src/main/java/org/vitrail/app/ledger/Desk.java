package org.vitrail.app.ledger;

import java.sql.Connection;
import org.vitrail.privacy.ledger.Amount;

/// Where one step of a transaction on a ledger works. Several steps may share a transaction.
///
/// @param <A> the kind of ledger
public final class Desk<A extends Amount<A>> {
    private final Connection connection;
    private final Pen<A> pen;
    private boolean written;

    Desk(Connection connection, Pen<A> pen) {
        this.connection = connection;
        this.pen = pen;
    }

    /// To append to the ledger.
    public Pen<A> pen() {
        return pen;
    }

    /// To look something up; nothing may be written through it.
    public Connection reading() {
        return connection;
    }

    /// To write something else in the same transaction. A step decides with the pen first: from here on a refusal
    /// takes
    /// the whole transaction back, and the steps that shared it run again one by one.
    public Connection writing() {
        written = true;
        return connection;
    }

    boolean isWritten() {
        return written;
    }
}
