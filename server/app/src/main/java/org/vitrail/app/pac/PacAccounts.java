package org.vitrail.app.pac;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.vitrail.app.ledger.AccountRow;
import org.vitrail.app.ledger.AccountSeed;
import org.vitrail.app.ledger.Charge;
import org.vitrail.app.ledger.Desk;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.app.ledger.Pen;
import org.vitrail.app.store.Query;
import org.vitrail.app.store.SealedTable;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.ShortNumber;
import org.vitrail.contract.pac.PacAccount;
import org.vitrail.contract.pac.PacCapChange;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.privacy.ledger.Amount;
import org.vitrail.privacy.ledger.Balance;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.Kind;
import org.vitrail.privacy.ledger.Node;
import org.vitrail.privacy.ledger.PacAmount;
import org.vitrail.privacy.ledger.UseCount;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.PosteriorSuccess;

/// The accounts of PAC privacy: beside each account of differential privacy, from a session's up to a
/// dataset's, stands its twin, in a ledger of its own. Their amounts never meet.
public final class PacAccounts {
    private final SqlStore store;
    private final Ledger ledger;

    /// Accounts in that store.
    public PacAccounts(SqlStore store, Ledger ledger) {
        this.store = store;
        this.ledger = ledger;
    }

    /// Begins the ledger of a dataset's rows, within the transaction that begins their ledger of
    /// differential privacy.
    ///
    /// @param account the dataset's account of differential privacy
    /// @param terms the owner's; empty: there is no such ledger
    public void begin(Ledger.Transaction transaction, String account, String dataset, Optional<PacTerms> terms)
            throws SQLException {
        if (terms.isPresent()) {
            begin(transaction, account, dataset, terms.get(), "declared when it was registered");
        }
    }

    /// The same with a reason, also of a dataset that has spent already.
    public void begin(Ledger.Transaction transaction, String account, String dataset, PacTerms terms, String why)
            throws SQLException {
        AccountSeed<PacAmount> seed =
                seed(Optional.empty(), "dataset", dataset, new PacAmount(terms.capPicoNats()), false);
        Pen<PacAmount> pen = transaction.begin(Kind.PAC, seed);
        pair(transaction.connection(), pen, account, seed.id());
        pen.note(seed.id(), "PAC cap: " + why);
    }

    /// Whether the ledger of a dataset's account began with a proposal, after it was registered.
    public boolean begunLater(Connection connection, String account) throws SQLException {
        return Query.first(
                        connection,
                        "select 1 from cap_proposal p join pac_proposal n on n.proposal_id = p.id join cap_decision c"
                                + " on c.proposal_id = p.id where p.account_id = ? and n.pico_now = 0 and c.approved",
                        row -> row.getInt(1),
                        account)
                .isPresent();
    }

    /// Raises the cap of the twin of an account, which is opened first if it has none.
    ///
    /// @param transaction that has locked the account's own ledger
    /// @param check refuses what may not be raised
    public void raise(
            Ledger.Transaction transaction,
            String account,
            String dataset,
            Consumer<AccountRow.Level<PacAmount>> check,
            PacAmount cap,
            String why)
            throws SQLException {
        Place place = place(transaction, account, dataset);
        AccountRow.Level<PacAmount> level = opened(place, Optional.empty(), false);
        check.accept(level);
        place.desk().pen().raise(level.node().id(), cap, 0, why); // it shows no epsilon
    }

    /// A raised cap in words that people compare.
    public static PacCapChange change(long picoNow, long picoWanted, int unitsMin) {
        return new PacCapChange(picoNow, picoWanted, success(picoNow), success(picoWanted), unitsMin);
    }

    private static AccountSeed<PacAmount> seed(
            Optional<String> parent, String tier, String name, PacAmount cap, boolean guaranteed) {
        return new AccountSeed<>(UUID.randomUUID().toString(), parent, tier, name, 0, 0, cap, guaranteed);
    }

    /// Which account stands beside which decides who pays: the row is sealed like those of datasets.
    private static void pair(Connection connection, Pen<PacAmount> pen, String account, String twin)
            throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into pac_twin (account_id, pac_account_id) values (?, ?)")) {
            insert.setString(1, account);
            insert.setString(2, twin);
            insert.executeUpdate();
        }
        pen.seal(twin, "stands beside account " + account, SealedTable.PAC_TWIN, account);
    }

    /// The twin of an account of differential privacy, if it has one.
    public Optional<String> twin(Connection connection, String account) throws SQLException {
        return Query.first(
                connection,
                "select pac_account_id from pac_twin where account_id = ?",
                row -> row.getString(1),
                account);
    }

    /// The account of differential privacy that a twin stands beside.
    ///
    /// @throws IllegalStateException if there is none
    public static String original(Connection connection, String twin) throws SQLException {
        return Query.first(
                        connection,
                        "select account_id from pac_twin where pac_account_id = ?",
                        row -> row.getString(1),
                        twin)
                .orElseThrow(() -> new IllegalStateException("account " + twin + " stands beside none"));
    }

    /// Closes the twin of an account, if it has one: what was kept above for it and not used is free again.
    public void close(Ledger.Transaction transaction, String account, String why) throws SQLException {
        Optional<String> twin = twin(transaction.connection(), account);
        if (twin.isPresent()) {
            transaction.pen(level(transaction.connection(), twin.get()).chain()).close(twin.get(), why);
        }
    }

    /// Whether nothing was ever taken of the twin and not given back; its ledger is locked from here on.
    public boolean untouched(Ledger.Transaction transaction, String account) throws SQLException {
        Optional<String> twin = twin(transaction.connection(), account);
        if (twin.isEmpty()) {
            return true;
        }
        transaction.pen(level(transaction.connection(), twin.get()).chain());
        return level(transaction.connection(), twin.get())
                        .node()
                        .balance()
                        .used()
                        .picoNats()
                == 0;
    }

    AccountRow.Level<PacAmount> level(Connection connection, String id) throws SQLException {
        return ledger.levels(connection, Kind.PAC, id).getFirst();
    }

    /// The twin of an account, opened now if it has none, with those above it.
    ///
    /// @param transaction that has locked the account's own ledger, so that the account is not closed meanwhile;
    ///     a refusal takes back all of it
    /// @param account a session's or a project's, of differential privacy
    /// @param cap of the twin, in 1e-12 nat; empty: as the account above
    /// @param guaranteed whether the accounts above keep that cap for it
    /// @throws RefusedException if the dataset has no PAC cap, the twin's is another or not guaranteed, or the
    ///     accounts above cannot keep it
    public AccountRow.Level<PacAmount> open(
            Ledger.Transaction transaction, String account, String dataset, Optional<Long> cap, boolean guaranteed)
            throws SQLException {
        return opened(place(transaction, account, dataset), cap, guaranteed);
    }

    /// Where the twin of an account stands, or will stand.
    ///
    /// @param desk at the ledger of the twins, which is locked
    /// @param top the dataset's twin
    /// @param route of the account of differential privacy
    private record Place(Desk<PacAmount> desk, AccountRow.Level<PacAmount> top, List<AccountRow> route) {}

    private Place place(Ledger.Transaction transaction, String account, String dataset) throws SQLException {
        List<AccountRow> route = ledger.route(transaction.connection(), account);
        String id = twin(transaction.connection(), route.getLast().id()).orElseThrow(() -> noCap(dataset));
        requireOpen(route);
        AccountRow.Level<PacAmount> top = level(transaction.connection(), id);
        return new Place(transaction.desk(Kind.PAC, top.chain()), top, route);
    }

    private AccountRow.Level<PacAmount> opened(Place place, Optional<Long> cap, boolean guaranteed)
            throws SQLException {
        Desk<PacAmount> desk = place.desk();
        List<AccountRow> route = place.route();
        String above = place.top().node().id();
        PacAmount limit = desk.pen().route(above).lowest().balance().cap();
        for (int i = route.size() - 2; i >= 0; i--) {
            AccountRow row = route.get(i);
            Optional<String> twin = twin(desk.reading(), row.id());
            if (twin.isEmpty()) {
                PacAmount wanted = i == 0 ? cap.map(PacAmount::new).orElse(limit) : limit;
                AccountSeed<PacAmount> seed =
                        seed(Optional.of(above), row.tier(), row.name(), wanted, i == 0 && guaranteed);
                desk.pen().open(seed);
                pair(desk.writing(), desk.pen(), row.id(), seed.id());
                twin = Optional.of(seed.id());
            }
            above = twin.get();
            limit = desk.pen().route(above).lowest().balance().cap();
        }
        requireCap(cap, limit);
        Node<PacAmount> lowest = desk.pen().route(above).lowest();
        if (guaranteed && !lowest.guaranteed()) {
            throw new RefusedException(new Refusal.InvalidRequest("its PAC cap was opened without a guarantee, which"
                    + " is fixed then; leave --pac-cap out, or open another session"));
        }
        return new AccountRow.Level<>(
                place.top().chain(), route.getFirst().tier(), route.getFirst().name(), lowest);
    }

    /// Why a dataset answers no query of PAC privacy.
    public static RefusedException noCap(String dataset) {
        return new RefusedException(new Refusal.Forbidden("dataset '" + dataset + "' has no PAC cap: its owner sets one"
                + " when it is registered (--pac-cap 70%), or two people do later (%dp_admin propose); nothing was"
                + " charged"));
    }

    /// What pays for a request of a session: its account, or for PAC privacy that account's twin.
    ///
    /// @param chain the ledger of the session's account
    /// @throws RefusedException as for [#open]
    public Charge<?> payer(Amount<?> charge, String chain, String session, String dataset) {
        return switch (charge) {
            case PacAmount amount -> {
                AccountRow.Level<PacAmount> level = store.transaction(connection -> known(connection, session))
                        .orElseGet(() -> ledger.transaction(transaction -> {
                            transaction.pen(chain);
                            return open(transaction, session, dataset, Optional.empty(), false);
                        }));
                yield new Charge<>("", level.chain(), level.node().id(), amount);
            }
            case DpAmount amount -> new Charge<>("", chain, session, amount);
            case UseCount amount -> new Charge<>("", chain, session, amount);
        };
    }

    /// The twin of an account, if it has one. Of one that is closed a replay is free, a charge is refused by its
    /// ledger.
    private Optional<AccountRow.Level<PacAmount>> known(Connection connection, String account) throws SQLException {
        Optional<String> twin = twin(connection, account);
        if (twin.isEmpty()) {
            return Optional.empty();
        }
        AccountRow.Level<PacAmount> level = level(connection, twin.get());
        if (!level.node().closed()) {
            requireOpen(ledger.route(connection, account)); // newer rows close no more than the dataset's account
        }
        return Optional.of(level);
    }

    /// An amount as it can be typed for the very same.
    ///
    /// @param pico in 1e-12 nat
    public static String exact(long pico) {
        return BigDecimal.valueOf(pico, 12).stripTrailingZeros().toPlainString();
    }

    /// As short as another amount can be told from it.
    private static String shown(long pico, long other) {
        String rounded = ShortNumber.of(pico * 1e-12);
        return rounded.equals(ShortNumber.of(other * 1e-12)) ? exact(pico) : rounded;
    }

    private static void requireCap(Optional<Long> wanted, PacAmount has) {
        if (wanted.isPresent() && wanted.get() != has.picoNats()) {
            throw new RefusedException(new Refusal.InvalidRequest("its PAC cap is "
                    + shown(has.picoNats(), wanted.get()) + " nats, got " + shown(wanted.get(), has.picoNats())
                    + ": a cap is fixed when it is opened; leave it out"));
        }
    }

    /// What a charge on an account would be taken from, lowest first, as it is now: nothing is opened, and an
    /// account that does not exist yet is shown as the first charge would open it. Nothing if the dataset has no
    /// PAC cap.
    ///
    /// @param account of differential privacy
    public List<AccountRow.Level<PacAmount>> levels(Connection connection, String account) throws SQLException {
        return levels(connection, ledger.route(connection, account));
    }

    private List<AccountRow.Level<PacAmount>> levels(Connection connection, List<AccountRow> route)
            throws SQLException {
        List<AccountRow> missing = new ArrayList<>();
        for (AccountRow row : route) {
            Optional<String> twin = twin(connection, row.id());
            if (twin.isPresent()) {
                List<AccountRow.Level<PacAmount>> open = ledger.levels(connection, Kind.PAC, twin.get());
                return Stream.concat(missing.stream().map(below -> opened(below, open.getFirst())), open.stream())
                        .toList();
            }
            missing.add(row);
        }
        return List.of();
    }

    private static AccountRow.Level<PacAmount> opened(AccountRow row, AccountRow.Level<PacAmount> above) {
        Balance<PacAmount> balance = Balance.open(above.node().balance().cap());
        return new AccountRow.Level<>(
                above.chain(), row.tier(), row.name(), new Node<>(row.id(), false, false, balance));
    }

    /// The same for a price, which changes nothing.
    ///
    /// @throws RefusedException for what [#payer] would be refused for
    public List<AccountRow.Level<PacAmount>> asked(Connection connection, String account, String dataset)
            throws SQLException {
        List<AccountRow> route = ledger.route(connection, account);
        List<AccountRow.Level<PacAmount>> levels = levels(connection, route);
        if (levels.isEmpty()) {
            throw noCap(dataset);
        }
        requireOpen(route);
        return levels;
    }

    private static void requireOpen(List<AccountRow> route) {
        if (route.stream().anyMatch(AccountRow::closed)) {
            throw new RefusedException(
                    new Refusal.InvalidRequest("the session that pays is closed or expired; nothing was"
                            + " charged; open it again with %dp_session"));
        }
    }

    /// The twin of an account, if it has one, as its user sees it.
    public Optional<PacAccount> view(Connection connection, String account) throws SQLException {
        Optional<String> twin = twin(connection, account);
        return twin.isPresent() ? Optional.of(view(level(connection, twin.get()))) : Optional.empty();
    }

    /// An account as its user sees it: every success is an upper bound.
    public static PacAccount view(AccountRow.Level<PacAmount> level) {
        return view(level, new PacAmount(0));
    }

    /// The same after one more charge.
    public static PacAccount view(AccountRow.Level<PacAmount> level, PacAmount charge) {
        Balance<PacAmount> balance = level.node().balance();
        return new PacAccount(
                balance.cap().picoNats(),
                balance.spent().picoNats(),
                balance.reserved().plus(charge).picoNats(),
                balance.kept().picoNats(),
                success(balance.cap().picoNats()),
                success(balance.used().plus(charge).picoNats()));
    }

    /// Refuses a cap up to which everything may be told.
    ///
    /// @param pico in 1e-12 nat
    /// @throws RefusedException if a guess of 50 % may become 100 % within it
    public static void requirePromise(long pico) {
        if (success(pico) >= 1) {
            throw new RefusedException(
                    new Refusal.InvalidRequest("a PAC cap must keep a guess of 50 % below 100 %: less"
                            + " than ln 2 = 0.6931 nats are expected, got " + ShortNumber.of(pico * 1e-12)
                            + "; ask for less"));
        }
    }

    /// Upper bound of a guesser's success after that much, from 50 %.
    ///
    /// @param pico in 1e-12 nat
    public static double success(long pico) {
        long femto = pico > Long.MAX_VALUE / 1000 ? Long.MAX_VALUE : pico * 1000;
        return PosteriorSuccess.bound(new Nats(femto));
    }

    /// Remembers what a job of PAC privacy is charged; of any other charge nothing.
    public static void remember(Connection connection, String jobId, Amount<?> amount) throws SQLException {
        if (amount instanceof PacAmount pac) {
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into pac_job (job_id, pico_nats) values (?, ?)")) {
                insert.setString(1, jobId);
                insert.setLong(2, pac.picoNats());
                insert.executeUpdate();
            }
        }
    }
}
