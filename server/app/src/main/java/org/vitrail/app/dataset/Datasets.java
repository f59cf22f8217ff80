package org.vitrail.app.dataset;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.vitrail.app.access.Caller;
import org.vitrail.app.ledger.AccountRow;
import org.vitrail.app.ledger.Charge;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.ledger.Balance;

/// Registers datasets and tells their public facts. One set of bytes has one account: registering it again under
/// another name is refused, registering it again in the same way changes nothing.
public final class Datasets {
    private static final int COLUMNS_MAX = 1_000;

    private final SqlStore store;
    private final Ledger ledger;
    private final Ingest ingest;
    private final DatasetStore rows = new DatasetStore();

    /// Datasets in that store.
    public Datasets(SqlStore store, Ledger ledger, Ingest ingest) {
        this.store = store;
        this.ledger = ledger;
        this.ingest = ingest;
    }

    /// Refuses a caller who may not register.
    public static void requireOwner(Caller caller) {
        if (!caller.mayRegister()) {
            throw new RefusedException(new Refusal.Forbidden("user '" + caller.user()
                    + "' has the role analyst and may not register datasets; ask an owner of project '"
                    + caller.project() + "'"));
        }
    }

    /// Takes the bytes in, pays for an inferred schema, and makes the dataset visible to the caller's project.
    ///
    /// @param upload the uploaded file, for the formats that have one
    /// @throws RefusedException if the caller may not, the bytes do not fit, or the name or the bytes are taken
    /// @throws IllegalArgumentException one line without any private value
    public DatasetView register(Caller caller, RegisterDataset request, Optional<Path> upload) {
        requireOwner(caller);
        int columns = request.schema().map(schema -> schema.columns().size()).orElse(0);
        if (columns > COLUMNS_MAX) {
            throw new IllegalArgumentException(
                    "a schema must have at most " + COLUMNS_MAX + " columns, got " + columns);
        }
        if (request.schema().isEmpty()
                && request.inferEpsilon().isEmpty()
                && request.format() != RegisterDataset.Format.SAMPLE) {
            throw new IllegalArgumentException("dataset '" + request.name()
                    + "' needs a schema; write one with %dp_schema NAME --template; nothing is read silently");
        }
        if (request.inferEpsilon().isPresent() && !ingest.infers()) { // refused before anything is paid
            throw new IllegalArgumentException("this version cannot infer a schema, so nothing was charged; declare one"
                    + " for dataset '" + request.name() + "' (%dp_schema NAME --template writes a start)");
        }
        String snapshot = ingest.snapshot(request, upload);
        DatasetRow row = store.transaction(connection -> claim(connection, caller, request, snapshot));
        if (row.schema().isPresent()) {
            return view(row);
        }
        TableSchema schema = request.inferEpsilon().isPresent()
                ? inferPaid(row, request, snapshot)
                : ingest.infer(request, snapshot, MuSquared.ZERO);
        DatasetRow ready = new DatasetRow(
                row.id(),
                row.project(),
                row.name(),
                row.owner(),
                snapshot,
                request,
                Optional.of(schema),
                row.registeredAt(),
                row.accountId());
        store.transaction(connection -> {
            rows.update(connection, ready);
            return ready;
        });
        return view(ready);
    }

    private TableSchema inferPaid(DatasetRow row, RegisterDataset request, String snapshot) {
        MuSquared price = GaussianAccountant.cap(request.inferEpsilon().orElseThrow(), request.deltaCap());
        Charge charge = new Charge(UUID.randomUUID().toString(), row.accountId(), row.accountId(), price);
        store.transaction(connection -> {
            ledger.reserve(connection, charge);
            ledger.start(connection, charge);
            return charge;
        });
        store.force();
        boolean arrived = false;
        try {
            TableSchema schema = ingest.infer(request, snapshot, price);
            arrived = true;
            return schema;
        } finally {
            boolean released = arrived;
            store.transaction(connection -> {
                if (released) {
                    ledger.released(connection, charge);
                } else {
                    ledger.failed(connection, charge);
                }
                return charge;
            });
        }
    }

    /// The row that this registration fills: a new one, the same one again, or one whose account is untouched.
    private DatasetRow claim(Connection connection, Caller caller, RegisterDataset request, String snapshot)
            throws SQLException {
        Optional<DatasetRow> sameBytes = rows.bySnapshot(connection, caller.project(), snapshot);
        if (sameBytes.isPresent() && !sameBytes.get().name().equals(request.name())) {
            throw new RefusedException(new Refusal.InvalidRequest("these bytes are already registered as '"
                    + sameBytes.get().name() + "', whose cap covers every use of them; use that name"));
        }
        Optional<DatasetRow> sameName = rows.byName(connection, caller.project(), request.name());
        if (sameName.isEmpty()) {
            DatasetRow row =
                    row(caller, request, snapshot, UUID.randomUUID().toString(), openAccount(connection, request));
            rows.insert(connection, row);
            return row;
        }
        DatasetRow known = sameName.get();
        boolean same = known.snapshot().equals(snapshot);
        if (same && known.declaration().equals(request) && known.schema().isPresent()) {
            return known;
        }
        AccountRow account = ledger.account(connection, known.accountId());
        if (account.balance().remaining().equals(account.balance().cap())) { // nothing was ever taken from it
            DatasetRow row = row(caller, request, snapshot, known.id(), openAccount(connection, request));
            rows.update(connection, row);
            return row;
        }
        boolean sameCap = account.epsilon() == request.epsilonCap() && account.delta() == request.deltaCap();
        if (same && sameCap && known.schema().isEmpty()) { // an inference that was paid for and lost
            DatasetRow row = row(caller, request, snapshot, known.id(), known.accountId());
            rows.update(connection, row);
            return row;
        }
        throw new RefusedException(new Refusal.InvalidRequest("dataset '" + request.name()
                + "' exists with other bytes or another declaration, and budget of it is spent; choose another name"
                + " for new data, or repeat the first declaration exactly"));
    }

    private String openAccount(Connection connection, RegisterDataset request) throws SQLException {
        String id = UUID.randomUUID().toString();
        MuSquared cap = GaussianAccountant.cap(request.epsilonCap(), request.deltaCap());
        ledger.open(
                connection,
                new AccountRow(
                        id, "dataset", request.name(), request.epsilonCap(), request.deltaCap(), Balance.open(cap)));
        return id;
    }

    private static DatasetRow row(
            Caller caller, RegisterDataset request, String snapshot, String id, String accountId) {
        return new DatasetRow(
                id,
                caller.project(),
                request.name(),
                caller.user(),
                snapshot,
                request,
                request.schema(),
                Instant.now().toString(),
                accountId);
    }

    /// The public facts of every dataset of the caller's project, by name.
    public List<DatasetView> list(Caller caller) {
        return store.transaction(connection -> rows.ofProject(connection, caller.project())).stream()
                .filter(row -> row.schema().isPresent())
                .map(this::view)
                .toList();
    }

    /// The public facts of one dataset.
    ///
    /// @throws RefusedException if the caller's project has none of that name
    public DatasetView describe(Caller caller, String name) {
        return view(find(caller, name));
    }

    /// The dataset of that name in the caller's project.
    ///
    /// @throws RefusedException if there is none
    public DatasetRow find(Caller caller, String name) {
        return store.transaction(connection -> rows.byName(connection, caller.project(), name))
                .orElseThrow(() -> unknown(name));
    }

    /// The dataset of that id, if the caller may see it.
    public Optional<DatasetRow> visible(Connection connection, Caller caller, String id) throws SQLException {
        return rows.byId(connection, id).filter(row -> row.project().equals(caller.project()));
    }

    private static RefusedException unknown(String name) {
        String shown = name.matches("[A-Za-z0-9_-]{1,64}") ? name : "?";
        return new RefusedException(new Refusal.Unknown("no dataset '" + shown
                + "' in your project; see %dp_dataset list, or register it with %dp_dataset register"));
    }

    private DatasetView view(DatasetRow row) {
        AccountRow account = store.transaction(connection -> ledger.account(connection, row.accountId()));
        return new DatasetView(
                row.name(),
                row.owner(),
                row.snapshot(),
                row.columns(),
                row.declaration().rowsPublic(),
                account.view(),
                row.registeredAt());
    }
}
