package org.vitrail.app.serving;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.vitrail.app.store.SqlStore;

/// A lock that commits of the held line wait for, within PostgreSQL.
public final class HoldingGate implements AutoCloseable {
    private final Connection connection;

    /// Plants it in a database that has the ledger's tables.
    public HoldingGate(SqlStore.Place place) throws SQLException {
        connection = DriverManager.getConnection(place.url(), place.user(), "");
        for (String sql : List.of(
                "create table hold_step (step text, kind text)",
                "create function hold_line() returns trigger language plpgsql as $$ begin"
                        + " if exists (select 1 from hold_step h join account a on a.chain_id = new.chain_id and"
                        + " a.parent_id is null and starts_with(a.name, h.step) where h.kind = new.kind) then"
                        + " perform pg_advisory_xact_lock_shared(4711); end if; return null; end $$",
                "create constraint trigger hold_line after insert on ledger_line deferrable initially deferred"
                        + " for each row execute function hold_line()")) {
            execute(sql);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /// From now on the commits of held lines wait.
    public void shut() throws SQLException {
        execute("select pg_advisory_lock(4711)");
        for (ChildServer.Step step : ChildServer.Step.values()) {
            if (step.line().isPresent()) {
                execute("insert into hold_step values ('" + step.prefix() + "', '"
                        + step.line().get() + "')");
            }
        }
    }

    /// Lets the commits go on whose sender is dead, and waits for them.
    public void open() throws SQLException, InterruptedException {
        execute("select pg_advisory_unlock(4711)");
        while (count("select count(*) from pg_stat_activity where datname = current_database()"
                        + " and pid <> pg_backend_pid()")
                > 0) {
            Thread.sleep(20);
        }
        execute("delete from hold_step");
    }

    /// How many wait.
    public long waiting() throws SQLException {
        return count("select count(*) from pg_locks where locktype = 'advisory' and not granted");
    }

    private long count(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
