package org.vitrail.app.ledger;

import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrail.app.store.SealedTable;
import org.vitrail.contract.RefusedException;
import org.vitrail.privacy.ledger.Amount;
import org.vitrail.privacy.ledger.Balance;
import org.vitrail.privacy.ledger.Kind;
import org.vitrail.privacy.ledger.Node;
import org.vitrail.privacy.ledger.NotCoveredException;
import org.vitrail.privacy.ledger.Route;

/// Appends to one ledger within one transaction. It holds the ledger's lock; what it decides is written when the
/// transaction's last step is done. A refused method has changed nothing.
///
/// @param <A> the kind of ledger
public final class Pen<A extends Amount<A>> {
    private final Connection connection;
    private final Accounts accounts;
    private final Kind<A> kind;
    private final Map<String, Node<A>> before = new HashMap<>();
    private final Map<String, Node<A>> nodes = new HashMap<>();
    private final List<LineRow> lines = new ArrayList<>();
    private Head head;
    private boolean inserted;

    private Pen(Connection connection, Accounts accounts, Kind<A> kind, Head head) {
        this.connection = connection;
        this.accounts = accounts;
        this.kind = kind;
        this.head = head;
    }

    /// Locks a ledger until the transaction ends.
    static <A extends Amount<A>> Pen<A> lock(Connection connection, Accounts accounts, Kind<A> kind, String chain)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select kind, head_place, head_hash from ledger_chain where id = ? for update")) {
            select.setString(1, chain);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next() || !row.getString(1).equals(kind.word())) {
                    throw new IllegalStateException("no ledger " + chain + " of the kind " + kind.word());
                }
                return new Pen<>(
                        connection, accounts, kind, new Head(chain, row.getLong(2), Head.hex(row.getBytes(3))));
            }
        }
    }

    /// Begins a ledger.
    static <A extends Amount<A>> Pen<A> begin(Connection connection, Accounts accounts, Kind<A> kind, String chain)
            throws SQLException {
        Head head = Head.empty(chain);
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into ledger_chain (id, kind, head_place, head_hash) values (?, ?, 0, ?)")) {
            insert.setString(1, chain);
            insert.setString(2, kind.word());
            insert.setBytes(3, head.bytes());
            insert.executeUpdate();
        }
        return new Pen<>(connection, accounts, kind, head);
    }

    /// The newest line, before what is decided here.
    Head head() {
        return head;
    }

    /// What was decided so far, to come back to.
    record Mark<A extends Amount<A>>(Map<String, Node<A>> nodes, int lines) {}

    Mark<A> mark() {
        return new Mark<>(Map.copyOf(nodes), lines.size());
    }

    void backTo(Mark<A> mark) {
        nodes.clear();
        nodes.putAll(mark.nodes());
        before.keySet().stream().filter(id -> !nodes.containsKey(id)).toList().forEach(id -> nodes.put(id, old(id)));
        lines.subList(mark.lines(), lines.size()).clear();
    }

    /// Whether an account was inserted already, which only the end of the transaction takes back.
    boolean isInserted() {
        return inserted;
    }

    private Node<A> old(String id) {
        return Optional.ofNullable(before.get(id)).orElseThrow();
    }

    /// Opens an account.
    ///
    /// @throws RefusedException if it is to be guaranteed and an account above cannot keep its cap
    public void open(AccountSeed<A> seed) throws SQLException {
        Node<A> fresh = new Node<>(seed.id(), seed.guaranteed(), false, Balance.open(seed.cap()));
        List<Node<A>> route = new ArrayList<>(List.of(fresh));
        if (seed.parent().isPresent()) {
            route.addAll(route(seed.parent().get()).nodes());
        }
        Route<A> opened = attempt(seed.cap(), () -> new Route<>(route).open());
        inserted = true;
        accounts.insert(connection, head.chain(), seed);
        before.put(seed.id(), fresh);
        keep(opened);
        lines.add(LineRow.opened(seed, now()));
    }

    /// Sets the charge aside on every level, or on none.
    ///
    /// @throws RefusedException naming the level that cannot pay
    public void reserve(Charge<A> charge) throws SQLException {
        require(charge);
        Route<A> route = route(charge.account());
        keep(attempt(charge.amount(), () -> route.reserve(charge.amount())));
        lines.add(LineRow.reserved(charge, now()));
    }

    /// The reservation is spent from here on, whatever happens.
    public void start(Charge<A> charge) throws SQLException {
        require(charge);
        keep(route(charge.account()).start(charge.amount()));
        lines.add(LineRow.ofCharge("STARTED", charge, null, now()));
    }

    /// Gives a reservation back that never started and never will.
    public void giveBack(Charge<A> charge) throws SQLException {
        require(charge);
        keep(route(charge.account()).giveBack(charge.amount()));
        lines.add(LineRow.ofCharge("VOIDED", charge, null, now()));
    }

    /// Notes that a started charge led to a stored release; no amount changes.
    ///
    /// @param digest SHA-256 of the release and its receipt
    public void released(Charge<A> charge, String digest) {
        require(charge);
        lines.add(LineRow.ofCharge("RELEASED", charge, digest, now()));
    }

    /// Notes that a started charge led to nothing; it stays spent.
    public void failed(Charge<A> charge) {
        require(charge);
        lines.add(LineRow.ofCharge("FAILED", charge, null, now()));
    }

    /// Closes an account: what it did not use is free above it, what it spent stays spent.
    public void close(String account, String why) throws SQLException {
        keep(route(account).close());
        lines.add(LineRow.words("CLOSED", account, why, now()));
    }

    /// Raises an account's cap.
    ///
    /// @param epsilon that the account shows from now on
    public void raise(String account, A cap, double epsilon, String why) throws SQLException {
        keep(route(account).raise(cap));
        lines.add(LineRow.raised(account, cap, epsilon, why, now()));
    }

    /// Notes something that moves no amount.
    public void note(String account, String what) throws SQLException {
        route(account);
        lines.add(LineRow.words("NOTED", account, what, now()));
    }

    /// Notes what was written, and covers the row that holds it, as it is now in this transaction.
    ///
    /// @param key the row's
    public void seal(String account, String what, SealedTable table, String... key) throws SQLException {
        SealedTable.Row row = table.row(connection, key);
        note(account, new Seal(table, row.key(), row.hash()).text(what));
    }

    private void require(Charge<A> charge) {
        if (!charge.chain().equals(head.chain())) {
            throw new IllegalStateException("the charge belongs to another ledger");
        }
    }

    /// What an account and those above it hold, with what this transaction decided.
    public Route<A> route(String account) throws SQLException {
        List<String> ids = accounts.route(connection, account);
        if (!nodes.keySet().containsAll(ids)) {
            Map<String, Node<A>> found = accounts.nodes(connection, kind, ids);
            for (String id : ids) {
                Node<A> node = Optional.ofNullable(found.get(id))
                        .orElseThrow(() -> new IllegalStateException("no account " + id));
                if (before.putIfAbsent(id, node) == null) {
                    nodes.put(id, node);
                }
            }
        }
        return new Route<>(ids.stream()
                .map(id -> Optional.ofNullable(nodes.get(id)).orElseThrow())
                .toList());
    }

    @FunctionalInterface
    private interface Decision<A extends Amount<A>> {
        Route<A> take();
    }

    private Route<A> attempt(A amount, Decision<A> decision) throws SQLException {
        try {
            return decision.take();
        } catch (NotCoveredException e) {
            Optional<Node<A>> known = Optional.ofNullable(nodes.get(e.account()));
            throw new RefusedException(NotCovered.refusal(connection, accounts, e, known, amount));
        }
    }

    private void keep(Route<A> route) {
        route.nodes().forEach(node -> nodes.put(node.id(), node));
    }

    private static String now() {
        return Instant.now().toString();
    }

    /// Whether anything was decided that must be signed before it counts: all but reservations, which nobody acted
    /// on.
    boolean weighty() {
        return lines.stream().anyMatch(LineRow::weighty);
    }

    /// Writes everything decided.
    ///
    /// @return the new head
    Head flush() throws SQLException {
        if (lines.isEmpty()) {
            return head;
        }
        accounts.update(connection, before, nodes);
        for (LineRow line : lines) {
            if (line.kind().equals("RAISED")) {
                accounts.show(connection, line.account(), line.raising().epsilon());
            }
        }
        MessageDigest sha256 = Hashes.sha256();
        byte[] hash = head.bytes();
        long place = head.place();
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into ledger_line (chain_id, place, kind, account_id, job_id, amount, detail, written_at, hash)"
                        + " values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (LineRow line : lines) {
                place++;
                hash = line.hash(sha256, hash, head.chain(), place);
                insert.setString(1, head.chain());
                insert.setLong(2, place);
                insert.setString(3, line.kind());
                insert.setString(4, line.account());
                insert.setString(5, line.job().orElse(null));
                insert.setString(6, line.amount().orElse(null));
                insert.setString(7, line.detail().orElse(null));
                insert.setString(8, line.at());
                insert.setBytes(9, hash);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        head = new Head(head.chain(), place, Head.hex(hash));
        try (PreparedStatement update =
                connection.prepareStatement("update ledger_chain set head_place = ?, head_hash = ? where id = ?")) {
            update.setLong(1, place);
            update.setBytes(2, hash);
            update.setString(3, head.chain());
            update.executeUpdate();
        }
        return head;
    }
}
