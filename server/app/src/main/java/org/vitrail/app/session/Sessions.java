package org.vitrail.app.session;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.vitrail.app.access.Caller;
import org.vitrail.app.dataset.DatasetRow;
import org.vitrail.app.dataset.Datasets;
import org.vitrail.app.ledger.AccountRow;
import org.vitrail.app.ledger.AccountSeed;
import org.vitrail.app.ledger.Desk;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.app.ledger.Pen;
import org.vitrail.app.pac.PacAccounts;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.session.OpenSession;
import org.vitrail.contract.session.SessionView;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.Kind;
import org.vitrail.privacy.ledger.Node;

/// Opens, resumes and expires sessions. A session's account stands below its user's, which stands below the
/// project's,
/// which stands below the dataset's; each charge is taken from all four, so opening sessions makes no budget. A
/// guaranteed session's cap is kept for it above until it expires; any other session's cap is a ceiling.
public final class Sessions {
    private static final int NOTEBOOK_LENGTH_MAX = 300;

    private final SqlStore store;
    private final Ledger ledger;
    private final Datasets datasets;
    private final InstantSource clock;
    private final PacAccounts pac;
    private final SessionStore rows = new SessionStore();

    /// Sessions in that store, which end by that clock. A clock that jumps ends a session too early or too late; it
    /// gives back what was kept, never what was spent.
    public Sessions(SqlStore store, Ledger ledger, Datasets datasets, InstantSource clock) {
        this.store = store;
        this.ledger = ledger;
        this.datasets = datasets;
        this.clock = clock;
        this.pac = new PacAccounts(store, ledger);
    }

    /// Opens the session of the caller's notebook on a dataset, or resumes it.
    ///
    /// @throws RefusedException if it is open with another cap, if there is none to resume, or if an account above
    ///     has less left than the wanted cap, in either ledger; nothing was opened then
    public SessionView open(Caller caller, OpenSession request) {
        if (request.notebook().length() > NOTEBOOK_LENGTH_MAX) {
            throw new IllegalArgumentException("a notebook's name must have at most " + NOTEBOOK_LENGTH_MAX
                    + " characters, got " + request.notebook().length());
        }
        DatasetRow dataset = datasets.find(caller, request.dataset());
        dataset.columns(); // refuses a dataset that has no schema yet
        String chain = ledger.chain(dataset.accountId());
        return ledger.transaction(
                transaction -> { // both ledgers, or neither
                    Desk<DpAmount> desk = transaction.desk(Kind.DP, chain);
                    Optional<SessionRow> known = rows.byNotebook(
                            desk.reading(), caller.user(), caller.project(), request.notebook(), dataset.id());
                    Optional<AccountRow> account = known.isPresent()
                            ? Optional.of(ledger.account(
                                            desk.reading(), known.get().accountId()))
                                    .filter(found -> found.chain().equals(chain) && !found.closed())
                            : Optional.empty();
                    SessionView opened = account.isPresent()
                            ? resume(known.orElseThrow(), account.get(), dataset, request)
                            : create(desk, caller, dataset, request, known);
                    if (request.pacCapPicoNats().isPresent()) {
                        SessionRow row = find(transaction.connection(), caller, opened.sessionId());
                        pac.open(
                                transaction,
                                row.accountId(),
                                dataset.name(),
                                request.pacCapPicoNats(),
                                request.guaranteed());
                    }
                    return opened;
                });
    }

    private SessionView resume(SessionRow row, AccountRow account, DatasetRow dataset, OpenSession request) {
        if (request.epsilon().isPresent()
                && (request.epsilon().get() != account.epsilon()
                        || request.delta().orElseThrow() != account.delta())) {
            throw new RefusedException(new Refusal.InvalidRequest("notebook '" + row.notebook()
                    + "' already has a session on '" + dataset.name() + "' with epsilon " + account.epsilon()
                    + " and delta " + account.delta() + ", got epsilon "
                    + request.epsilon().get() + " and delta "
                    + request.delta().orElseThrow() + "; a cap is fixed when it is opened: resume without --epsilon"));
        }
        return view(row, dataset, account, true);
    }

    private SessionView create(
            Desk<DpAmount> desk, Caller caller, DatasetRow dataset, OpenSession request, Optional<SessionRow> known)
            throws SQLException {
        if (request.epsilon().isEmpty()) {
            throw new RefusedException(new Refusal.Unknown("notebook '" + request.notebook() + "' has no session on '"
                    + dataset.name() + "' to resume"
                    + (known.isPresent() ? " (it expired, or the data were replaced)" : "")
                    + "; open one with --epsilon and --delta"));
        }
        double epsilon = request.epsilon().get();
        double delta = request.delta().orElseThrow();
        AccountRow top = ledger.account(desk.reading(), dataset.accountId());
        DpAmount cap = top.measures().caps(epsilon, delta);
        if (!dataset.project().equals(caller.project())
                && ledger.below(desk.reading(), top.id(), "project", caller.project())
                        .isEmpty()) {
            throw new RefusedException(new Refusal.Forbidden("dataset '" + dataset.name() + "' is no longer granted to"
                    + " project '" + caller.project() + "'; ask its owner for a grant"));
        }
        AccountRow project = below(desk, top, "project", caller.project());
        AccountRow analyst = below(desk, project, "analyst", caller.user());
        Optional<Node<DpAmount>> refusing = desk.pen().route(analyst.id()).refusing(cap);
        if (refusing.isPresent()) {
            throw new RefusedException(Ledger.exceeded(
                    ledger.account(desk.reading(), refusing.get().id()), cap));
        }
        String account = UUID.randomUUID().toString();
        desk.pen()
                .open(new AccountSeed<>(
                        account,
                        Optional.of(analyst.id()),
                        "session",
                        request.notebook(),
                        epsilon,
                        delta,
                        cap,
                        request.guaranteed()));
        SessionRow row = new SessionRow(
                known.map(SessionRow::id).orElseGet(() -> UUID.randomUUID().toString()),
                caller.user(),
                caller.project(),
                request.notebook(),
                dataset.id(),
                account,
                request.expiresSeconds()
                        .map(seconds -> clock.instant().plusSeconds(seconds).toString()));
        if (known.isPresent()) {
            rows.renew(desk.writing(), row);
        } else {
            rows.insert(desk.writing(), row);
        }
        return view(row, dataset, ledger.account(desk.reading(), account), false);
    }

    /// The account of that name below `above`; where there is none, one with the same cap.
    private AccountRow below(Desk<DpAmount> desk, AccountRow above, String tier, String name) throws SQLException {
        Optional<AccountRow> found = ledger.below(desk.reading(), above.id(), tier, name);
        if (found.isPresent()) {
            return found.get();
        }
        String id = UUID.randomUUID().toString();
        desk.pen()
                .open(new AccountSeed<>(
                        id, Optional.of(above.id()), tier, name, above.epsilon(), above.delta(), above.cap(), false));
        return ledger.account(desk.reading(), id);
    }

    /// Ends the caller's own session: it takes no more charges, and what was kept for it is free again above.
    public SessionView close(Caller caller, String id) {
        SessionRow row = store.transaction(connection -> find(connection, caller, id));
        DatasetRow dataset = store.transaction(connection -> datasets.visible(connection, caller, row.datasetId()))
                .orElseThrow(() -> new RefusedException(new Refusal.Unknown("no session of yours with that id")));
        close(row, "ended by " + caller.user());
        return view(row, dataset, store.transaction(connection -> ledger.account(connection, row.accountId())), true);
    }

    private void close(SessionRow row, String why) {
        String chain = ledger.chain(row.accountId());
        ledger.transaction(
                transaction -> { // both ledgers, or neither
                    Pen<?> pen = transaction.pen(chain);
                    if (!ledger.account(transaction.connection(), row.accountId())
                            .closed()) {
                        pen.close(row.accountId(), why);
                        pac.close(transaction, row.accountId(), why);
                    }
                    return row;
                });
    }

    /// Whether that time, in ISO 8601, is over.
    public boolean isOver(String expiresAt) {
        return !clock.instant().isBefore(Instant.parse(expiresAt));
    }

    /// Closes the sessions whose time is over: what was kept for them is free again above, what they spent stays
    /// spent.
    public void expire() {
        String now = clock.instant().toString();
        for (SessionRow row : store.transaction(connection -> rows.overdue(connection, now))) {
            close(row, "expired at " + row.expiresAt().orElse(""));
        }
    }

    /// The caller's own session of that id.
    ///
    /// @throws RefusedException if there is none
    public SessionRow find(Connection connection, Caller caller, String id) throws SQLException {
        return rows.byId(connection, id, caller.user(), caller.project())
                .orElseThrow(() -> new RefusedException(
                        new Refusal.Unknown("no session of yours with that id; open it with %dp_session")));
    }

    /// A session with its dataset and account, as its user sees it.
    public SessionView view(SessionRow row, DatasetRow dataset, AccountRow account, boolean resumed) {
        return new SessionView(
                row.id(),
                dataset.name(),
                row.user(),
                row.notebook(),
                account.view(),
                account.guaranteed(),
                row.expiresAt(),
                resumed);
    }
}
