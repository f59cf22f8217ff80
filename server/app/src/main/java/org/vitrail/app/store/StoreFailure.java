package org.vitrail.app.store;

import java.sql.SQLException;

/// The database failed; an internal error for every caller.
public final class StoreFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean duplicate;

    StoreFailure(SQLException cause) {
        super("the store failed with SQL state " + cause.getSQLState(), cause);
        this.duplicate = "23505".equals(cause.getSQLState());
    }

    /// Whether a unique constraint was broken: somebody else was first.
    public boolean duplicate() {
        return duplicate;
    }
}
