package org.vitrail.app.session;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.vitrail.app.access.Caller;
import org.vitrail.app.dataset.DatasetRow;
import org.vitrail.app.dataset.Datasets;
import org.vitrail.app.ledger.AccountRow;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.session.OpenSession;
import org.vitrail.contract.session.SessionView;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.ledger.Balance;

/// Opens and resumes sessions. A session is a ceiling below the dataset's cap, not a part taken out of it: each
/// charge
/// is taken from both accounts, so opening sessions neither makes nor blocks budget.
public final class Sessions {
    private static final int NOTEBOOK_LENGTH_MAX = 300;

    private final SqlStore store;
    private final Ledger ledger;
    private final Datasets datasets;

    /// Sessions in that store.
    public Sessions(SqlStore store, Ledger ledger, Datasets datasets) {
        this.store = store;
        this.ledger = ledger;
        this.datasets = datasets;
    }

    /// Opens the session of the caller's notebook on a dataset, or resumes it.
    ///
    /// @throws RefusedException if it is open with another cap, if there is none to resume, or if the dataset has
    /// less
    ///     left than the wanted cap
    public SessionView open(Caller caller, OpenSession request) {
        if (request.notebook().length() > NOTEBOOK_LENGTH_MAX) {
            throw new IllegalArgumentException("a notebook's name must have at most " + NOTEBOOK_LENGTH_MAX
                    + " characters, got " + request.notebook().length());
        }
        DatasetRow dataset = datasets.find(caller, request.dataset());
        dataset.columns(); // refuses a dataset that has no schema yet
        return store.transaction(connection -> {
            // The dataset's row lock makes two openings at once one after the other.
            lock(connection, dataset.accountId());
            Optional<SessionRow> known = select(
                    connection,
                    "user_name = ? and notebook = ? and dataset_id = ?",
                    caller.user(),
                    request.notebook(),
                    dataset.id());
            return known.isPresent()
                    ? resume(connection, known.get(), dataset, request)
                    : create(connection, caller, dataset, request);
        });
    }

    private SessionView resume(Connection connection, SessionRow row, DatasetRow dataset, OpenSession request)
            throws SQLException {
        AccountRow account = ledger.account(connection, row.accountId());
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

    private SessionView create(Connection connection, Caller caller, DatasetRow dataset, OpenSession request)
            throws SQLException {
        if (request.epsilon().isEmpty()) {
            throw new RefusedException(new Refusal.Unknown("notebook '" + request.notebook() + "' has no session on '"
                    + dataset.name() + "' to resume; open one with --epsilon and --delta"));
        }
        double epsilon = request.epsilon().get();
        double delta = request.delta().orElseThrow();
        MuSquared cap = GaussianAccountant.cap(epsilon, delta);
        AccountRow above = ledger.account(connection, dataset.accountId());
        if (!above.balance().admits(cap)) {
            throw new RefusedException(Ledger.exceeded(above, cap));
        }
        AccountRow account = new AccountRow(
                UUID.randomUUID().toString(), "session", request.notebook(), epsilon, delta, Balance.open(cap));
        ledger.open(connection, account);
        SessionRow row = new SessionRow(
                UUID.randomUUID().toString(), caller.user(), request.notebook(), dataset.id(), account.id());
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into notebook_session (id, user_name, notebook, dataset_id, account_id) values (?, ?, ?, ?, ?)")) {
            insert.setString(1, row.id());
            insert.setString(2, row.user());
            insert.setString(3, row.notebook());
            insert.setString(4, row.datasetId());
            insert.setString(5, row.accountId());
            insert.executeUpdate();
        }
        return view(row, dataset, account, false);
    }

    /// The caller's own session of that id.
    ///
    /// @throws RefusedException if there is none
    public SessionRow find(Connection connection, Caller caller, String id) throws SQLException {
        return select(connection, "id = ? and user_name = ?", id, caller.user())
                .orElseThrow(() -> new RefusedException(
                        new Refusal.Unknown("no session of yours with that id; open it with %dp_session")));
    }

    /// A session with its dataset and account, as its user sees it.
    public SessionView view(SessionRow row, DatasetRow dataset, AccountRow account, boolean resumed) {
        return new SessionView(row.id(), dataset.name(), row.user(), row.notebook(), account.view(), resumed);
    }

    private static void lock(Connection connection, String account) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("select id from account where id = ? for update")) {
            select.setString(1, account);
            select.executeQuery().close();
        }
    }

    private static Optional<SessionRow> select(Connection connection, String where, String... values)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "select id, user_name, notebook, dataset_id, account_id from notebook_session where " + where)) {
            for (int i = 0; i < values.length; i++) {
                select.setString(i + 1, values[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new SessionRow(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5)))
                        : Optional.empty();
            }
        }
    }
}
