package org.vitrail.app.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;

/// The embedded database's second line: refuses to change or remove a line, whoever asks.
public final class AppendOnly implements Trigger {
    private String table = "";

    /// Made by the database.
    public AppendOnly() {}

    @Override
    public void init(Connection connection, String schema, String trigger, String tableName, boolean before, int type) {
        table = tableName;
    }

    @Override
    public void fire(Connection connection, @Nullable Object[] before, @Nullable Object[] after) throws SQLException {
        throw new SQLException("append only: lines of " + table + " are never changed or removed", "23001");
    }
}
