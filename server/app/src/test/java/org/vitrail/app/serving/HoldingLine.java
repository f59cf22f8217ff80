package org.vitrail.app.serving;

import java.sql.Connection;
import java.util.Optional;
import org.h2.api.Trigger;
import org.jspecify.annotations.Nullable;

/// A trigger of the embedded database that stands still within the transaction that adds the held line.
public final class HoldingLine implements Trigger {
    private static final int KIND = 2;

    /// The statement that plants it.
    public static final String PLANT =
            "create trigger hold_line before insert on ledger_line for each row call '" + HoldingLine.class.getName() + "'";

    /// Made by the database.
    public HoldingLine() {}

    @Override
    public void fire(Connection connection, @Nullable Object[] before, @Nullable Object[] after) {
        ChildServer.held()
                .filter(step -> step.line().equals(Optional.ofNullable(after[KIND])))
                .ifPresent(ChildServer::standStill);
    }
}
