package org.vitrail.app.pac;

import java.sql.Connection;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;

/// A planted bug: a trigger of the embedded database that leaves a universe as it was in the transaction that should
/// replace it, as a server would that replaces it in one of its own, later; it is killed before that.
public final class LateUniverse implements Trigger {
    /// The statement that plants it.
    static final String PLANT = "create trigger late_universe before update on pac_universe for each row call '"
            + LateUniverse.class.getName() + "'";

    /// Made by the database.
    public LateUniverse() {}

    @Override
    public void fire(Connection connection, @Nullable Object[] before, @Nullable Object[] after) {
        System.arraycopy(before, 0, after, 0, before.length);
    }
}
