package org.vitrail.app.store;

import java.io.Serial;
import java.sql.SQLException;

/// The database failed; an internal error for every caller.
public final class StoreFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean duplicate;
    private final boolean uncertain;

    StoreFailure(SQLException cause) {
        super("the store failed with SQL state " + cause.getSQLState(), cause);
        String state = String.valueOf(cause.getSQLState());
        this.duplicate = state.equals("23505");
        // Connection lost, shut down, no space, input or output error: a commit may have arrived before the failure.
        this.uncertain = cause.getSQLState() == null || state.matches("(08|53|57|58|XX|90).*|HY000");
    }

    /// Whether a unique constraint was broken: somebody else was first.
    public boolean duplicate() {
        return duplicate;
    }

    /// Whether the transaction may have happened all the same: look before doing it again.
    public boolean uncertain() {
        return uncertain;
    }
}
