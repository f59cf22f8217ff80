package org.vitrail.app.ledger;

import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrail.app.store.Query;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.signing.SignedMatter;
import org.vitrail.contract.signing.VerifyingKey;
import org.vitrail.privacy.ledger.Amount;
import org.vitrail.privacy.ledger.Book;
import org.vitrail.privacy.ledger.Kind;
import org.vitrail.privacy.ledger.Node;

/// Reads every ledger from its first line and says what does not hold: a changed, missing, moved or added line, a
/// balance or a name that its lines do not amount to, a row that was sealed and is another, a signature that is not the
/// key's, a release that is not the one noted, a head that was witnessed and is no longer there.
public final class Verification {
    static final int FETCH = 2_000;

    private final SqlStore store;
    private final VerifyingKey key;
    private final Runnable lineRead;

    /// Against the signatures of `key`.
    public Verification(SqlStore store, VerifyingKey key) {
        this(store, key, () -> {});
    }

    /// The same, telling of every line that it is read now.
    public Verification(SqlStore store, VerifyingKey key, Runnable lineRead) {
        this.store = store;
        this.key = key;
        this.lineRead = lineRead;
    }

    /// What was found.
    ///
    /// @param chains how many ledgers there are
    /// @param lines how many lines they have together
    /// @param findings one line each: what does not hold; empty: all does
    public record Report(int chains, long lines, List<String> findings) {
        public Report {
            findings = List.copyOf(findings);
        }
    }

    /// Verifies everything as it was at one moment: other servers may go on writing.
    ///
    /// @param witnessed the newest heads that were witnessed, by ledger
    /// @param releases whether each release's bytes are hashed again too
    public Report run(Map<String, Witness.Seen> witnessed, boolean releases) {
        return store.snapshot(connection -> {
            List<String> findings = new ArrayList<>();
            Covered covered = new Covered();
            long lines = 0;
            Map<String, Head> heads = heads(connection);
            for (Head head : heads.values()) {
                lines += verify(connection, head, Optional.ofNullable(witnessed.get(head.chain())), covered, findings);
            }
            for (Witness.Seen seen : witnessed.values()) {
                if (!heads.containsKey(seen.chain())) {
                    findings.add("ledger " + seen.chain() + " was witnessed and is not in the database: it was set back"
                            + " or replaced");
                }
            }
            findings.addAll(TwinCheck.findings(connection));
            findings.addAll(covered.rows(connection));
            if (releases) {
                findings.addAll(new SealedReleases().findings(connection));
            }
            return new Report(heads.size(), lines, findings);
        });
    }

    /// Only whether each head that was witnessed is still in its ledger, signed by the key.
    ///
    /// @return one line for each that is not
    public List<String> witnessed(Map<String, Witness.Seen> witnessed) {
        return store.snapshot(connection -> {
            List<String> findings = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(
                    "select 1 from ledger_line where chain_id = ? and place = ? and hash = ?")) {
                for (Witness.Seen seen : witnessed.values()) {
                    requireSigned(seen, findings);
                    select.setString(1, seen.chain());
                    select.setLong(2, seen.place());
                    select.setBytes(3, seen.head().bytes());
                    try (ResultSet row = select.executeQuery()) {
                        if (!row.next()) {
                            findings.add("ledger " + seen.chain() + ": line " + seen.place()
                                    + " was witnessed and is gone: the ledger was cut off, set back or replaced");
                        }
                    }
                }
            }
            return findings;
        });
    }

    private void requireSigned(Witness.Seen seen, List<String> findings) {
        if (Witness.signature(seen)
                .filter(signature ->
                        key.verifies(SignedMatter.CHECKPOINT, seen.head().message(), signature))
                .isEmpty()) {
            findings.add("ledger " + seen.chain() + ": the witnessed head is not signed by key " + key.id());
        }
    }

    private static Map<String, Head> heads(Connection connection) throws SQLException {
        Map<String, Head> heads = new HashMap<>();
        try (PreparedStatement select =
                        connection.prepareStatement("select id, head_place, head_hash from ledger_chain order by id");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                heads.put(row.getString(1), new Head(row.getString(1), row.getLong(2), Head.hex(row.getBytes(3))));
            }
        }
        return heads;
    }

    private long verify(
            Connection connection, Head head, Optional<Witness.Seen> seen, Covered covered, List<String> findings)
            throws SQLException {
        Map<Long, byte[]> signed = signatures(connection, head, findings);
        seen.ifPresent(witness -> {
            requireSigned(witness, findings);
            signed.put(witness.place(), witness.head().bytes());
        });
        try (PreparedStatement select = connection.prepareStatement("select kind from ledger_chain where id = ?")) {
            select.setString(1, head.chain());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return read(connection, Kind.of(row.getString(1)), head, signed, covered, findings);
            }
        }
    }

    private Map<Long, byte[]> signatures(Connection connection, Head head, List<String> findings) throws SQLException {
        Map<Long, byte[]> signed = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "select place, hash, key_id, signature from ledger_checkpoint where chain_id = ? order by place desc")) {
            select.setString(1, head.chain());
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    long place = row.getLong(1);
                    // The newest signature covers all before it; the older ones are compared by their hash.
                    boolean newest = signed.isEmpty();
                    Head at = new Head(head.chain(), place, Head.hex(row.getBytes(2)));
                    if (newest && !key.verifies(SignedMatter.CHECKPOINT, at.message(), row.getBytes(4))) {
                        findings.add("ledger " + head.chain() + ": the head of line " + place + " is not signed by key "
                                + key.id() + " (it says key " + row.getString(3) + ")");
                    }
                    signed.put(place, row.getBytes(2));
                }
            }
        }
        return signed;
    }

    private <A extends Amount<A>> long read(
            Connection connection,
            Kind<A> kind,
            Head head,
            Map<Long, byte[]> signed,
            Covered covered,
            List<String> findings)
            throws SQLException {
        Book<A> book = new Book<>();
        long signedUpTo = signed.keySet().stream().max(Long::compare).orElse(0L);
        MessageDigest sha256 = Hashes.sha256();
        byte[] hash = Head.empty(head.chain()).bytes();
        long place = 0;
        try (PreparedStatement select = connection.prepareStatement(LineRow.SELECT + " order by place")) {
            select.setString(1, head.chain());
            select.setFetchSize(FETCH);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    place++;
                    lineRead.run();
                    LineRow line = LineRow.read(row);
                    hash = line.hash(sha256, hash, head.chain(), place);
                    byte[] expected = signed.remove(place);
                    if (row.getLong(1) != place || !Arrays.equals(hash, row.getBytes(8))) {
                        return broken(head, place, "is missing, moved or changed", findings);
                    }
                    if (place > signedUpTo && line.weighty()) {
                        return broken(head, place, "is not signed and should be", findings);
                    }
                    if (expected != null && !Arrays.equals(hash, expected)) {
                        return broken(head, place, "is not the one that was signed", findings);
                    }
                    try {
                        book.read(line.line(kind));
                        covered.read(head.chain(), line);
                    } catch (IllegalStateException | IllegalArgumentException e) {
                        return broken(head, place, "breaks a rule: " + e.getMessage(), findings);
                    }
                }
            }
        }
        if (place != head.place() || !Arrays.equals(hash, head.bytes())) {
            broken(head, head.place(), "is named as the newest, but the lines end at " + place, findings);
        }
        signed.keySet().stream()
                .max(Long::compare)
                .ifPresent(last -> broken(
                        head,
                        last,
                        "was signed or witnessed and is gone: the ledger was cut off or set back",
                        findings));
        compare(connection, kind, head, book, findings);
        findings.addAll(covered.accounts(connection, head.chain()));
        return place;
    }

    private static long broken(Head head, long place, String how, List<String> findings) {
        findings.add("ledger " + head.chain() + ": line " + place + " " + how);
        return place;
    }

    private static <A extends Amount<A>> void compare(
            Connection connection, Kind<A> kind, Head head, Book<A> book, List<String> findings) throws SQLException {
        Map<String, Accounts.Placed<A>> accounts = new Accounts().ofChain(connection, kind, head.chain());
        Map<String, Node<A>> folded = book.accounts();
        // Also those that hold nothing in any unit.
        List<String> ids =
                Query.texts(connection, "select id from account where chain_id = ? order by id", head.chain());
        for (String id : ids) {
            Accounts.Placed<A> stored = accounts.get(id);
            Node<A> said = folded.get(id);
            if (said == null || stored == null || !said.equals(stored.node())) {
                findings.add("ledger " + head.chain() + ": account " + id + " says "
                        + text(stored == null ? null : stored.node()) + ", its lines amount to " + text(said));
            } else if (!above(book, id).equals(stored.parent())) {
                findings.add("ledger " + head.chain() + ": account " + id
                        + " stands below another account than its lines say");
            }
        }
        if (folded.size() != ids.size()) {
            findings.add(
                    "ledger " + head.chain() + " has " + ids.size() + " accounts, its lines open " + folded.size());
        }
    }

    private static <A extends Amount<A>> Optional<String> above(Book<A> book, String id) {
        return book.route(id).nodes().stream().skip(1).map(Node::id).findFirst();
    }

    private static <A extends Amount<A>> String text(@org.jspecify.annotations.Nullable Node<A> node) {
        return node == null
                ? "nothing"
                : "cap " + node.balance().cap().units() + " kept "
                        + node.balance().kept().units() + " reserved "
                        + node.balance().reserved().units() + " spent "
                        + node.balance().spent().units()
                        + (node.closed() ? " closed" : "");
    }
}
