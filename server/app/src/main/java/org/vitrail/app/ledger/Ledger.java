package org.vitrail.app.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.ledger.Balance;
import org.vitrail.privacy.ledger.Entry;

/// The accounts and their append-only entries. Every method is one step of the caller's transaction, so that a
/// charge
/// and what it pays for are written together or not at all.
public final class Ledger {

    /// Opens an account without history.
    public void open(Connection connection, AccountRow account) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into account (id, tier, name, epsilon, delta, cap) values (?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, account.id());
            insert.setString(2, account.tier());
            insert.setString(3, account.name());
            insert.setDouble(4, account.epsilon());
            insert.setDouble(5, account.delta());
            insert.setLong(6, account.balance().cap().pico());
            insert.executeUpdate();
        }
    }

    /// The account of that id.
    ///
    /// @throws IllegalStateException if there is none
    public AccountRow account(Connection connection, String id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select tier, name, epsilon, delta, cap, reserved, spent from account where id = ?")) {
            select.setString(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("no account " + id);
                }
                return new AccountRow(
                        id,
                        row.getString(1),
                        row.getString(2),
                        row.getDouble(3),
                        row.getDouble(4),
                        new Balance(
                                new MuSquared(row.getLong(5)),
                                new MuSquared(row.getLong(6)),
                                new MuSquared(row.getLong(7))));
            }
        }
    }

    /// Sets the charge aside on every level, dataset first, or on none.
    ///
    /// @throws RefusedException naming the level that cannot pay; the transaction must be rolled back
    public void reserve(Connection connection, Charge charge) throws SQLException {
        for (String account : levels(charge)) {
            try (PreparedStatement update = connection.prepareStatement(
                    "update account set reserved = reserved + ? where id = ? and ? <= cap - spent - reserved")) {
                update.setLong(1, charge.amount().pico());
                update.setString(2, account);
                update.setLong(3, charge.amount().pico());
                if (update.executeUpdate() != 1) {
                    throw new RefusedException(exceeded(account(connection, account), charge.amount()));
                }
            }
        }
        append(connection, charge, "RESERVED");
    }

    /// The reservation is spent from here on, whatever happens.
    public void start(Connection connection, Charge charge) throws SQLException {
        move(connection, charge, "update account set reserved = reserved - ?, spent = spent + ? where id = ?", 2);
        append(connection, charge, "STARTED");
    }

    /// Gives a reservation back that never started and never will.
    public void voidReservation(Connection connection, Charge charge) throws SQLException {
        move(connection, charge, "update account set reserved = reserved - ? where id = ?", 1);
        append(connection, charge, "VOIDED");
    }

    /// Notes that a started charge led to a stored release; no amount changes.
    public void released(Connection connection, Charge charge) throws SQLException {
        append(connection, charge, "RELEASED");
    }

    /// Notes that a started charge led to nothing; it stays spent.
    public void failed(Connection connection, Charge charge) throws SQLException {
        append(connection, charge, "FAILED");
    }

    /// Folds every account's entries again and compares.
    ///
    /// @throws IllegalStateException naming the account whose balance is not what its entries say
    public void verify(Connection connection) throws SQLException {
        for (String id : accounts(connection)) {
            AccountRow account = account(connection, id);
            Balance folded = Balance.of(account.balance().cap(), history(connection, id));
            if (!folded.equals(account.balance())) {
                throw new IllegalStateException("the ledger is damaged: the entries of account " + id + " amount to "
                        + folded + ", the account says " + account.balance() + "; restore the data folder");
            }
        }
    }

    /// An account's entries that move amounts, oldest first.
    public List<Entry> history(Connection connection, String account) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select kind, job_id, amount from ledger_entry where account_id = ? order by seq")) {
            select.setString(1, account);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    entry(row.getString(1), row.getString(2), row.getLong(3)).ifPresent(entries::add);
                }
            }
        }
        return entries;
    }

    private static Optional<Entry> entry(String kind, String job, long amount) {
        return switch (kind) {
            case "RESERVED" -> Optional.of(new Entry.Pending(job, new MuSquared(amount)));
            case "STARTED" -> Optional.of(new Entry.Posted(job));
            case "VOIDED" -> Optional.of(new Entry.Voided(job));
            default -> Optional.empty(); // RELEASED and FAILED move nothing
        };
    }

    private static List<String> accounts(Connection connection) throws SQLException {
        List<String> ids = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("select id from account order by id");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                ids.add(row.getString(1));
            }
        }
        return ids;
    }

    /// Why that amount does not fit into that account.
    public static Refusal exceeded(AccountRow account, MuSquared amount) {
        MuSquared left = account.balance().remaining();
        return new Refusal.BudgetExceeded(
                account.tier(),
                account.name(),
                account.epsilonOf(amount),
                account.epsilonOf(left),
                amount.pico(),
                left.pico());
    }

    private static void move(Connection connection, Charge charge, String sql, int amounts) throws SQLException {
        for (String account : levels(charge)) {
            try (PreparedStatement update = connection.prepareStatement(sql)) {
                for (int i = 1; i <= amounts; i++) {
                    update.setLong(i, charge.amount().pico());
                }
                update.setString(amounts + 1, account);
                if (update.executeUpdate() != 1) {
                    throw new IllegalStateException("no account " + account);
                }
            }
        }
    }

    private static void append(Connection connection, Charge charge, String kind) throws SQLException {
        for (String account : levels(charge)) {
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into ledger_entry (account_id, job_id, kind, amount, written_at) values (?, ?, ?, ?, ?)")) {
                insert.setString(1, account);
                insert.setString(2, charge.jobId());
                insert.setString(3, kind);
                insert.setLong(4, charge.amount().pico());
                insert.setString(5, Instant.now().toString());
                insert.executeUpdate();
            }
        }
    }

    /// In the fixed order that every transaction locks them in.
    private static List<String> levels(Charge charge) {
        return Stream.of(charge.datasetAccount(), charge.sessionAccount())
                .distinct()
                .toList();
    }
}
