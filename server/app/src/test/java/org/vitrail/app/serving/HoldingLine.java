package org.vitrail.app.serving;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;

/// A trigger of the embedded database that stands still within the transaction that adds the held line.
public final class HoldingLine implements Trigger {
    private static final int CHAIN = 0;
    private static final int KIND = 2;

    /// The statement that plants it.
    public static final String PLANT = "create trigger hold_line before insert on ledger_line for each row call '"
            + HoldingLine.class.getName() + "'";

    /// Made by the database.
    public HoldingLine() {}

    @Override
    public void fire(Connection connection, @Nullable Object[] before, @Nullable Object[] after) throws SQLException {
        ChildServer.held(dataset(connection, after[CHAIN]))
                .filter(step -> step.line().equals(Optional.ofNullable(after[KIND])))
                .ifPresent(ChildServer::standStill);
    }

    private static String dataset(Connection connection, @Nullable Object chain) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("select name from account where chain_id = ? and parent_id is null")) {
            select.setObject(1, chain);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }
}
