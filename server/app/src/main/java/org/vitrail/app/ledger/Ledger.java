package org.vitrail.app.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.vitrail.app.signing.SigningKey;
import org.vitrail.app.store.Query;
import org.vitrail.app.store.SqlStore;
import org.vitrail.app.telemetry.Telemetry;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.signing.SignedMatter;
import org.vitrail.privacy.ledger.Amount;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.Kind;
import org.vitrail.privacy.ledger.Line;
import org.vitrail.privacy.ledger.PacAmount;
import org.vitrail.privacy.ledger.UseCount;

/// The ledgers of all datasets: accounts in a tree, and one append-only chain of lines for each ledger. Safe for
/// use by many threads, and by many servers over one database.
public final class Ledger {
    private final SqlStore store;
    private final SigningKey key;
    private final Witness witness;
    private final Accounts accounts = new Accounts();
    private final Map<String, String> chains = new ConcurrentHashMap<>(); // an account never moves
    private final Map<String, StepQueue<DpAmount>> queues = new ConcurrentHashMap<>();
    private final Map<String, Head> last = new ConcurrentHashMap<>(); // what this server wrote, by ledger

    /// Ledgers in that store, whose heads are signed with `key` and witnessed.
    public Ledger(SqlStore store, SigningKey key, Witness witness) {
        this.store = store;
        this.key = key;
        this.witness = witness;
    }

    /// Runs a step on a ledger of differential privacy in one durable transaction, perhaps together with other steps
    /// that wait for the same ledger. When this returns, the new head is signed and witnessed, unless all that was
    /// added is reservations.
    ///
    /// @throws org.vitrail.contract.RefusedException what the step was refused for
    public <T> T write(String chain, Step<DpAmount, T> step) {
        return Telemetry.ledgerWrite(() ->
                queues.computeIfAbsent(chain, _ -> new StepQueue<>()).run(step, body -> commit(chain, Kind.DP, body)));
    }

    /// The same on a ledger of any kind, in a transaction of its own.
    public <A extends Amount<A>, T> T write(Kind<A> kind, String chain, Step<A, T> step) {
        return Telemetry.ledgerWrite(() -> new StepQueue<A>().run(step, body -> commit(chain, kind, body)));
    }

    /// The same for the ledger that a charge belongs to.
    public <T> T write(Charge<?> charge, Charge.AtDesk.Work<T> work) {
        return switch (charge.amount()) {
            case DpAmount dp -> {
                Charge<DpAmount> typed = new Charge<>(charge.jobId(), charge.chain(), charge.account(), dp);
                yield write(charge.chain(), desk -> work.at(Charge.AtDesk.of(desk, typed)));
            }
            case PacAmount pac -> {
                Charge<PacAmount> typed = new Charge<>(charge.jobId(), charge.chain(), charge.account(), pac);
                yield write(Kind.PAC, charge.chain(), desk -> work.at(Charge.AtDesk.of(desk, typed)));
            }
            case UseCount uses -> {
                Charge<UseCount> typed = new Charge<>(charge.jobId(), charge.chain(), charge.account(), uses);
                yield write(Kind.NONE, charge.chain(), desk -> work.at(Charge.AtDesk.of(desk, typed)));
            }
        };
    }

    private <A extends Amount<A>> void commit(String chain, Kind<A> kind, StepQueue.Body<A> body) {
        Written written = store.transaction(connection -> {
            Pen<A> pen = Pen.lock(connection, accounts, kind, chain);
            requireGoesOn(connection, pen.head());
            body.in(connection, pen);
            return flush(connection, pen);
        });
        witness(List.of(written));
    }

    private void witness(List<Written> written) {
        for (Written one : written) {
            last.merge(one.head().chain(), one.head(), (a, b) -> a.place() > b.place() ? a : b);
        }
        List<Written> signed =
                written.stream().filter(one -> one.signature().isPresent()).toList();
        if (signed.isEmpty()) {
            return;
        }
        store.force(); // the witness is never ahead of what a power failure leaves
        for (Written one : signed) {
            witness.add(one.head(), key.verifyingKey().id(), one.signature().get());
        }
    }

    /// Witnesses the newest signed head of every ledger that the witness does not know yet: of one that another server
    /// wrote, of a database whose answer was lost, and of all where the witness is new.
    ///
    /// @param seen what it knows
    public void witnessWhatIsNew(Map<String, Witness.Seen> seen) {
        List<Witness.Seen> newer = store
                .transaction(connection -> Query.list(
                        connection,
                        "select c.chain_id, c.place, c.hash, c.key_id, c.signature from ledger_checkpoint c where"
                                + " c.place = (select max(m.place) from ledger_checkpoint m where m.chain_id = c.chain_id)",
                        row -> new Witness.Seen(
                                row.getString(1),
                                row.getLong(2),
                                Head.hex(row.getBytes(3)),
                                row.getString(4),
                                Base64.getEncoder().encodeToString(row.getBytes(5)))))
                .stream()
                .filter(head -> Optional.ofNullable(seen.get(head.chain()))
                        .filter(known -> known.place() >= head.place())
                        .isEmpty())
                .toList();
        if (!newer.isEmpty()) {
            store.force();
            witness.add(newer);
        }
    }

    /// A database that is set back under a running server (an older copy of it took over) would give back what was
    /// spent since. Where another server wrote meanwhile, our last line is still among the others.
    private void requireGoesOn(Connection connection, Head now) throws SQLException {
        Head known = last.get(now.chain());
        if (known == null || known.equals(now)) {
            return;
        }
        try (PreparedStatement select = connection.prepareStatement(
                "select 1 from ledger_line where chain_id = ? and place = ? and hash = ?")) {
            select.setString(1, known.chain());
            select.setLong(2, known.place());
            select.setBytes(3, known.bytes());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new IllegalStateException("ledger " + known.chain() + " was set back while it was served: its"
                            + " line " + known.place() + " is gone");
                }
            }
        }
    }

    /// @param signature of the head, if somebody may act on it
    private record Written(Head head, Optional<String> signature) {}

    private <A extends Amount<A>> Written flush(Connection connection, Pen<A> pen) throws SQLException {
        boolean weighty = pen.weighty();
        Head head = pen.flush();
        if (!weighty) {
            return new Written(head, Optional.empty());
        }
        byte[] signature = key.sign(SignedMatter.CHECKPOINT, head.message());
        try (PreparedStatement insert = connection.prepareStatement("insert into ledger_checkpoint"
                + " (chain_id, place, hash, written_at, key_id, signature) values (?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, head.chain());
            insert.setLong(2, head.place());
            insert.setBytes(3, head.bytes());
            insert.setString(4, Instant.now().toString());
            insert.setString(5, key.verifyingKey().id());
            insert.setBytes(6, signature);
            insert.executeUpdate();
        }
        return new Written(head, Optional.of(Base64.getEncoder().encodeToString(signature)));
    }

    /// What happens in a transaction over several ledgers.
    @FunctionalInterface
    public interface Work<T> {
        /// Does it; everything is undone if this throws.
        T in(Transaction transaction) throws SQLException;
    }

    private record Done<T>(T result, List<Written> written) {}

    /// Runs a transaction that begins ledgers or writes to several, together with other rows. When this returns, the
    /// new head of each is signed and witnessed.
    public <T> T transaction(Work<T> work) {
        Done<T> done = store.transaction(connection -> {
            Transaction transaction = new Transaction(connection);
            T result = work.in(transaction);
            return new Done<>(result, transaction.flushed());
        });
        witness(done.written());
        return done.result();
    }

    /// A transaction over several ledgers.
    public final class Transaction {
        private final Connection connection;
        private final Map<String, Pen<?>> pens = new LinkedHashMap<>();

        private Transaction(Connection connection) {
            this.connection = connection;
        }

        /// For everything else that is read or written in the same transaction.
        public Connection connection() {
            return connection;
        }

        /// Begins the ledger of a dataset: its first line opens the dataset's account.
        public <A extends Amount<A>> Pen<A> begin(Kind<A> kind, AccountSeed<A> seed) throws SQLException {
            Pen<A> pen = Pen.begin(connection, accounts, kind, UUID.randomUUID().toString());
            pens.put(pen.head().chain(), pen);
            pen.open(seed);
            return pen;
        }

        /// To append to a ledger, which is locked from here on.
        public Pen<?> pen(String chain) throws SQLException {
            Pen<?> known = pens.get(chain);
            if (known != null) {
                return known;
            }
            String kind = Query.first(
                            connection, "select kind from ledger_chain where id = ?", row -> row.getString(1), chain)
                    .orElseThrow(() -> new IllegalStateException("no ledger " + chain));
            return desk(Kind.of(kind), chain).pen();
        }

        /// To work at a ledger of that kind, which is locked from here on; once in a transaction.
        public <A extends Amount<A>> Desk<A> desk(Kind<A> kind, String chain) throws SQLException {
            Pen<A> pen = Pen.lock(connection, accounts, kind, chain);
            requireGoesOn(connection, pen.head());
            if (pens.put(chain, pen) != null) {
                throw new IllegalStateException("the transaction writes to ledger " + chain + " already");
            }
            return new Desk<>(connection, pen);
        }

        private List<Written> flushed() throws SQLException {
            List<Written> written = new ArrayList<>();
            for (Pen<?> pen : pens.values()) {
                written.add(flush(connection, pen));
            }
            return written;
        }
    }

    /// Notes something in every ledger, within a transaction.
    static void noteEverywhere(Transaction transaction, String what) throws SQLException {
        for (List<String> top : Query.list(
                transaction.connection(),
                "select chain_id, id from account where parent_id is null order by chain_id",
                row -> List.of(row.getString(1), row.getString(2)))) {
            transaction.pen(top.getFirst()).note(top.getLast(), what);
        }
    }

    /// Keeps every writer off a ledger until the transaction ends.
    public void lock(Connection connection, Kind<?> kind, String chain) throws SQLException {
        Pen.lock(connection, accounts, kind, chain);
    }

    /// The account of that id.
    ///
    /// @throws IllegalStateException if there is none
    public AccountRow account(Connection connection, String id) throws SQLException {
        return accounts.row(connection, id);
    }

    /// Every account of a ledger, each after the one above it, by name; none if it is not one of
    /// differential privacy.
    public List<AccountRow> accounts(Connection connection, String chain) throws SQLException {
        return accounts.rowsOf(connection, chain);
    }

    /// The ledger that an account is in, for good.
    ///
    /// @throws IllegalStateException if there is no such account
    public String chain(String account) {
        String known = chains.get(account);
        if (known != null) {
            return known;
        }
        String found = store.transaction(connection -> chain(connection, account));
        chains.put(account, found);
        return found;
    }

    private static String chain(Connection connection, String account) throws SQLException {
        return Query.first(connection, "select chain_id from account where id = ?", row -> row.getString(1), account)
                .orElseThrow(() -> new IllegalStateException("no account " + account));
    }

    /// An account of any kind and those above it, lowest first.
    public <A extends Amount<A>> List<AccountRow.Level<A>> levels(Connection connection, Kind<A> kind, String id)
            throws SQLException {
        return accounts.levels(connection, kind, accounts.route(connection, id));
    }

    /// The kind of the ledger that an account is in.
    public Kind<?> kind(Connection connection, String account) throws SQLException {
        return Query.first(
                        connection,
                        "select c.kind from account a join ledger_chain c on c.id = a.chain_id where a.id = ?",
                        row -> Kind.of(row.getString(1)),
                        account)
                .orElseThrow(() -> new IllegalStateException("no account " + account));
    }

    /// The account and those above it, lowest first.
    public List<AccountRow> route(Connection connection, String id) throws SQLException {
        return accounts.rows(connection, accounts.route(connection, id));
    }

    /// The account below `parent` of that tier and name, if there is one that is not closed.
    public Optional<AccountRow> below(Connection connection, String parent, String tier, String name)
            throws SQLException {
        return open(
                connection,
                "select id from account where parent_id = ? and tier = ? and name = ? and not closed",
                parent,
                tier,
                name);
    }

    /// The open accounts of that tier and name anywhere in a ledger, the one that was opened first at the top: several
    /// projects may have an analyst of the same name.
    public List<AccountRow> inChain(Connection connection, String chain, String tier, String name) throws SQLException {
        List<AccountRow> found = new ArrayList<>();
        for (String id : Query.texts(
                connection,
                "select a.id from account a join ledger_line l on l.account_id = a.id and l.kind = 'OPENED'"
                        + " where a.chain_id = ? and a.tier = ? and a.name = ? and not a.closed order by l.place",
                chain,
                tier,
                name)) {
            found.add(accounts.row(connection, id));
        }
        return found;
    }

    private Optional<AccountRow> open(Connection connection, String sql, String... values) throws SQLException {
        Optional<String> id = Query.first(connection, sql, row -> row.getString(1), values);
        return id.isPresent() ? Optional.of(accounts.row(connection, id.get())) : Optional.empty();
    }

    /// Whether a line says how that job ended.
    public boolean ended(Connection connection, String jobId) throws SQLException {
        return !Query.texts(
                        connection,
                        "select kind from ledger_line where job_id = ? and kind in ('RELEASED', 'FAILED', 'VOIDED')",
                        jobId)
                .isEmpty();
    }

    /// The newest line of a ledger.
    public Head head(Connection connection, String chain) throws SQLException {
        return Query.first(
                        connection,
                        "select head_place, head_hash from ledger_chain where id = ?",
                        row -> new Head(chain, row.getLong(1), Head.hex(row.getBytes(2))),
                        chain)
                .orElseThrow(() -> new IllegalStateException("no ledger " + chain));
    }

    /// Reads the lines of a ledger of differential privacy that stand after `place`, in order, each with its time.
    ///
    /// @return the place of the last line that was read; `place` if there was none
    /// @throws IllegalStateException if a line means nothing: verify the ledger
    public long lines(Connection connection, String chain, long place, BiConsumer<Line<DpAmount>, String> each)
            throws SQLException {
        long last = place;
        try (PreparedStatement select = connection.prepareStatement(LineRow.SELECT + " and place > ? order by place")) {
            select.setString(1, chain);
            select.setLong(2, place);
            select.setFetchSize(Verification.FETCH);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    LineRow line = LineRow.read(row);
                    each.accept(line.line(Kind.DP), line.at());
                    last = row.getLong(1);
                }
            }
        }
        return last;
    }

    /// What a ledger notes of a release: SHA-256, in hex, over its content's SHA-256, its receipt and its report.
    public static String digest(String contentDigest, String receipt, Optional<String> report) {
        return SealedReleases.digest(contentDigest, receipt, report);
    }

    /// Why that amount does not fit into that account.
    public static Refusal exceeded(AccountRow account, DpAmount amount) {
        return NotCovered.exceeded(account, amount);
    }
}
