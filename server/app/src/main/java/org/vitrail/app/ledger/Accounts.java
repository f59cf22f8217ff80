package org.vitrail.app.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.vitrail.app.store.Query;
import org.vitrail.privacy.ledger.Amount;
import org.vitrail.privacy.ledger.Balance;
import org.vitrail.privacy.ledger.Kind;
import org.vitrail.privacy.ledger.Node;

/// The rows of the tables `account` and `account_unit`.
final class Accounts {
    private static final int LEVELS = 4;
    private static final List<String> TIERS = List.of("dataset", "project", "analyst", "session");
    private static final String SELECT = "select a.id, a.chain_id, a.parent_id, a.tier, a.name, a.epsilon, a.delta,"
            + " a.guaranteed, a.closed, u.unit, u.cap, u.kept, u.reserved, u.spent from account a"
            + " join account_unit u on u.account_id = a.id where ";
    private static final String OF_A_ROUTE = "a.id in (" + String.join(", ", Collections.nCopies(LEVELS, "?")) + ")";

    private final Map<String, List<String>> routes = new ConcurrentHashMap<>(); // a parent never changes

    /// An account while its units are read, one row each.
    private static final class Stored {
        final String id;
        final String chain;
        final Optional<String> parent;
        final String tier;
        final String name;
        final double epsilon;
        final double delta;
        final boolean guaranteed;
        final boolean closed;
        final SortedMap<String, Long> cap = new TreeMap<>();
        final SortedMap<String, Long> kept = new TreeMap<>();
        final SortedMap<String, Long> reserved = new TreeMap<>();
        final SortedMap<String, Long> spent = new TreeMap<>();

        Stored(ResultSet row) throws SQLException {
            id = row.getString(1);
            chain = row.getString(2);
            parent = Optional.ofNullable(row.getString(3));
            tier = row.getString(4);
            name = row.getString(5);
            epsilon = row.getDouble(6);
            delta = row.getDouble(7);
            guaranteed = row.getBoolean(8);
            closed = row.getBoolean(9);
        }

        void unit(ResultSet row) throws SQLException {
            String unit = row.getString(10);
            cap.put(unit, row.getLong(11));
            kept.put(unit, row.getLong(12));
            reserved.put(unit, row.getLong(13));
            spent.put(unit, row.getLong(14));
        }

        <A extends Amount<A>> Node<A> node(Kind<A> kind) {
            return new Node<>(
                    id,
                    guaranteed,
                    closed,
                    new Balance<>(kind.amount(cap), kind.amount(kept), kind.amount(reserved), kind.amount(spent)));
        }

        <A extends Amount<A>> AccountRow.Level<A> level(Kind<A> kind) {
            return new AccountRow.Level<>(chain, tier, name, node(kind));
        }

        AccountRow row() {
            return new AccountRow(
                    id,
                    chain,
                    parent,
                    tier,
                    name,
                    epsilon,
                    delta,
                    guaranteed,
                    closed,
                    node(Kind.DP).balance());
        }
    }

    private static Map<String, Stored> read(Connection connection, String where, String... values) throws SQLException {
        Map<String, Stored> accounts = new HashMap<>();
        Query.list(
                connection,
                SELECT + where,
                row -> {
                    Stored account = accounts.get(row.getString(1));
                    if (account == null) {
                        account = new Stored(row);
                        accounts.put(account.id, account);
                    }
                    account.unit(row);
                    return account;
                },
                values);
        return accounts;
    }

    private static Map<String, Stored> ofRoute(Connection connection, List<String> ids) throws SQLException {
        String[] values = new String[LEVELS];
        for (int i = 0; i < LEVELS; i++) {
            values[i] = ids.get(Math.min(i, ids.size() - 1));
        }
        return read(connection, OF_A_ROUTE, values);
    }

    /// The ids from that account up to the dataset's.
    List<String> route(Connection connection, String account) throws SQLException {
        List<String> known = routes.get(account);
        if (known != null) {
            return known;
        }
        List<String> found = new ArrayList<>();
        Optional<String> id = Optional.of(account);
        while (id.isPresent() && found.size() <= LEVELS) {
            found.add(id.get());
            id = parent(connection, id.get());
        }
        if (found.size() > LEVELS) {
            throw new IllegalStateException("account " + account + " has more than " + LEVELS + " levels");
        }
        List<String> route = List.copyOf(found);
        routes.put(account, route);
        return route;
    }

    private static Optional<String> parent(Connection connection, String id) throws SQLException {
        return Query.first(
                        connection,
                        "select parent_id from account where id = ?",
                        row -> Optional.ofNullable(row.getString(1)),
                        id)
                .orElseThrow(() -> new IllegalStateException("no account " + id));
    }

    /// What those accounts of one route hold now.
    <A extends Amount<A>> Map<String, Node<A>> nodes(Connection connection, Kind<A> kind, List<String> ids)
            throws SQLException {
        return nodes(ofRoute(connection, ids), kind);
    }

    private static <A extends Amount<A>> Map<String, Node<A>> nodes(Map<String, Stored> accounts, Kind<A> kind) {
        Map<String, Node<A>> nodes = new HashMap<>();
        accounts.forEach((id, account) -> nodes.put(id, account.node(kind)));
        return nodes;
    }

    /// What every account of a ledger holds, and the one above each.
    <A extends Amount<A>> Map<String, Placed<A>> ofChain(Connection connection, Kind<A> kind, String chain)
            throws SQLException {
        Map<String, Placed<A>> placed = new TreeMap<>();
        read(connection, "a.chain_id = ?", chain)
                .forEach((id, account) -> placed.put(id, new Placed<>(account.node(kind), account.parent)));
        return placed;
    }

    /// An account and the one above it.
    record Placed<A extends Amount<A>>(Node<A> node, Optional<String> parent) {}

    <A extends Amount<A>> void insert(Connection connection, String chain, AccountSeed<A> seed) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into account (id, chain_id, parent_id, tier, name, epsilon, delta, guaranteed)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, seed.id());
            insert.setString(2, chain);
            insert.setString(3, seed.parent().orElse(null));
            insert.setString(4, seed.tier());
            insert.setString(5, seed.name());
            insert.setDouble(6, seed.epsilon());
            insert.setDouble(7, seed.delta());
            insert.setBoolean(8, seed.guaranteed());
            insert.executeUpdate();
        }
        SortedMap<String, Long> cap = seed.cap().units();
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into account_unit (account_id, unit, binding, cap) values (?, ?, ?, ?)")) {
            for (Map.Entry<String, Long> unit : cap.entrySet()) {
                insert.setString(1, seed.id());
                insert.setString(2, unit.getKey());
                insert.setBoolean(3, cap.size() == 1);
                insert.setLong(4, unit.getValue());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /// Writes what changed, if the rows still are as they were read: the chain's lock holds every other writer off.
    <A extends Amount<A>> void update(Connection connection, Map<String, Node<A>> before, Map<String, Node<A>> after)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update account_unit set cap = ?, kept = ?, reserved = ?, spent = ? where account_id = ? and unit = ?"
                        + " and cap = ? and kept = ? and reserved = ? and spent = ?")) {
            int changes = 0;
            for (String id : after.keySet().stream().sorted().toList()) {
                Node<A> old = of(before, id);
                Node<A> now = of(after, id);
                if (old.closed() != now.closed()) {
                    close(connection, id);
                }
                if (!old.balance().equals(now.balance())) {
                    for (String unit : now.balance().cap().units().keySet()) {
                        update.setString(5, id);
                        update.setString(6, unit);
                        set(update, 1, now.balance(), unit);
                        set(update, 7, old.balance(), unit);
                        update.addBatch();
                        changes++;
                    }
                }
            }
            int[] counts = changes == 0 ? new int[0] : update.executeBatch();
            for (int count : counts) {
                if (count != 1) {
                    throw new IllegalStateException("an account was changed without its ledger's lock");
                }
            }
        }
    }

    private static <A extends Amount<A>> Node<A> of(Map<String, Node<A>> nodes, String id) {
        return Optional.ofNullable(nodes.get(id)).orElseThrow();
    }

    private static <A extends Amount<A>> void set(PreparedStatement update, int from, Balance<A> balance, String unit)
            throws SQLException {
        update.setLong(from, amount(balance.cap(), unit));
        update.setLong(from + 1, amount(balance.kept(), unit));
        update.setLong(from + 2, amount(balance.reserved(), unit));
        update.setLong(from + 3, amount(balance.spent(), unit));
    }

    private static <A extends Amount<A>> long amount(A amount, String unit) {
        return Optional.ofNullable(amount.units().get(unit)).orElseThrow();
    }

    private static void close(Connection connection, String id) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("update account set closed = true, guaranteed = false where id = ?")) {
            update.setString(1, id);
            update.executeUpdate();
        }
    }

    /// Sets the epsilon that an account shows.
    void show(Connection connection, String id, double epsilon) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("update account set epsilon = ? where id = ?")) {
            update.setDouble(1, epsilon);
            update.setString(2, id);
            update.executeUpdate();
        }
    }

    /// Every account of a ledger of differential privacy, from the dataset's down; of another kind none.
    List<AccountRow> rowsOf(Connection connection, String chain) throws SQLException {
        return read(
                        connection,
                        "a.chain_id in (select c.id from ledger_chain c where c.id = ? and c.kind = 'dp')",
                        chain)
                .values()
                .stream()
                .map(Stored::row)
                .sorted(Comparator.<AccountRow>comparingInt(row -> TIERS.indexOf(row.tier()))
                        .thenComparing(AccountRow::closed)
                        .thenComparing(AccountRow::name)
                        .thenComparing(AccountRow::id))
                .toList();
    }

    /// An account of differential privacy.
    ///
    /// @throws IllegalStateException if there is none
    AccountRow row(Connection connection, String id) throws SQLException {
        return rows(connection, List.of(id)).getFirst();
    }

    /// The accounts of one route, in its order.
    ///
    /// @throws IllegalStateException if there is none of one of the ids
    List<AccountRow> rows(Connection connection, List<String> ids) throws SQLException {
        return stored(connection, ids).stream().map(Stored::row).toList();
    }

    /// The same of any kind.
    <A extends Amount<A>> List<AccountRow.Level<A>> levels(Connection connection, Kind<A> kind, List<String> ids)
            throws SQLException {
        return stored(connection, ids).stream()
                .map(account -> account.level(kind))
                .toList();
    }

    private static List<Stored> stored(Connection connection, List<String> ids) throws SQLException {
        Map<String, Stored> found = ofRoute(connection, ids);
        return ids.stream()
                .map(id -> Optional.ofNullable(found.get(id))
                        .orElseThrow(() -> new IllegalStateException("no account " + id)))
                .toList();
    }
}
