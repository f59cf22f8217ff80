package org.vitrail.app.chaos;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrail.app.store.SqlStore;

/// What the database holds after everything, read with plain SQL.
///
/// @param lines of all ledgers, by ledger and place
record Records(List<Line> lines, List<Account> accounts, List<Job> jobs) {
    Records {
        lines = List.copyOf(lines);
        accounts = List.copyOf(accounts);
        jobs = List.copyOf(jobs);
    }

    /// A line of a ledger.
    ///
    /// @param amount in the unit of the ledger's only measure; 0: none
    /// @param at when it was written, milliseconds of the machine's clock
    record Line(
            String chain, long place, String kind, String account, String job, long amount, String detail, long at) {}

    /// An account as its row says.
    record Account(String id, String chain, long cap, long kept, long reserved, long spent) {}

    /// A job as its row says.
    record Job(String id, String user, String key, String status, Optional<String> source) {}

    static Records read(SqlStore store) {
        return store.snapshot(connection -> {
            List<Line> lines = new ArrayList<>();
            List<Account> accounts = new ArrayList<>();
            List<Job> jobs = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement("select chain_id, place, kind, account_id,"
                            + " job_id, amount, detail, written_at from ledger_line order by chain_id, place");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    lines.add(line(row));
                }
            }
            try (PreparedStatement select = connection.prepareStatement("select a.id, a.chain_id, u.cap, u.kept,"
                            + " u.reserved, u.spent from account a join account_unit u on u.account_id = a.id");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    accounts.add(new Account(
                            row.getString(1),
                            row.getString(2),
                            row.getLong(3),
                            row.getLong(4),
                            row.getLong(5),
                            row.getLong(6)));
                }
            }
            try (PreparedStatement select = connection.prepareStatement(
                            "select id, user_name, idempotency_key, status, source_job from job order by seq");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    jobs.add(new Job(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            Optional.ofNullable(row.getString(5))));
                }
            }
            return new Records(lines, accounts, jobs);
        });
    }

    private static Line line(ResultSet row) throws SQLException {
        String amount = Optional.ofNullable(row.getString(6)).orElse("gdp=0");
        return new Line(
                row.getString(1),
                row.getLong(2),
                row.getString(3),
                row.getString(4),
                Optional.ofNullable(row.getString(5)).orElse(""),
                Long.parseLong(amount.substring(amount.indexOf('=') + 1)),
                Optional.ofNullable(row.getString(7)).orElse(""),
                java.time.Instant.parse(row.getString(8)).toEpochMilli());
    }
}
