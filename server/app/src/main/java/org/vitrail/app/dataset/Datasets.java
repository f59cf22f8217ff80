package org.vitrail.app.dataset;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.vitrail.app.access.Access;
import org.vitrail.app.access.Caller;
import org.vitrail.app.access.Permission;
import org.vitrail.app.ledger.AccountRow;
import org.vitrail.app.ledger.Charge;
import org.vitrail.app.ledger.Desk;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.app.pac.PacAccounts;
import org.vitrail.app.pac.PacBudgets;
import org.vitrail.app.store.SealedTable;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.ShortNumber;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.dataset.Inference;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.contract.wire.Json;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.ledger.DpAmount;

/// Registers datasets and tells their public facts. One set of bytes has one account: registering it again
/// under another name is refused, registering it again in the same way changes nothing.
public final class Datasets {
    private static final int COLUMNS_MAX = 1_000;

    private final SqlStore store;
    private final Ledger ledger;
    private final PacAccounts pac;
    private final PacBudgets budgets;
    private final Ingest ingest;
    private final DatasetStore rows = new DatasetStore();
    private final Links links;
    private final Claims claims;
    private final SnapshotSweep sweep;

    /// Datasets in that store; removes the snapshots that none of them uses.
    public Datasets(SqlStore store, Ledger ledger, Ingest ingest) {
        this.store = store;
        this.ledger = ledger;
        this.pac = new PacAccounts(store, ledger);
        this.budgets = new PacBudgets(pac);
        this.ingest = ingest;
        links = new Links(rows);
        claims = new Claims(ledger, pac, rows, links);
        sweep = new SnapshotSweep(store, ingest);
        sweep.now();
    }

    /// Takes the bytes in, pays for an inferred schema, and makes the dataset visible to the caller's
    /// project.
    ///
    /// @param upload the uploaded file, for the formats that have one
    /// @throws RefusedException if the caller may not, the bytes do not fit, or the name or the bytes are
    ///     taken
    /// @throws IllegalArgumentException one line without any private value
    public DatasetView register(Caller caller, RegisterDataset request, Optional<Path> upload) {
        return sweep.after(() -> registered(caller, request, upload));
    }

    private DatasetView registered(Caller caller, RegisterDataset request, Optional<Path> upload) {
        Access.require(caller, Permission.REGISTER_DATASET);
        int columns = request.schema().map(schema -> schema.columns().size()).orElse(0);
        if (columns > COLUMNS_MAX) {
            throw new IllegalArgumentException(
                    "a schema must have at most " + COLUMNS_MAX + " columns, got " + columns);
        }
        boolean sample = request.format() == RegisterDataset.Format.SAMPLE;
        if (sample
                ? request.inference().isPresent()
                : request.schema().isEmpty() && request.inference().isEmpty()) {
            throw new IllegalArgumentException("dataset '" + request.name()
                    + (sample
                            ? "' is a sample, whose schema is declared; leave the inference budget out"
                            : "' needs a schema or an inference budget; nothing is read silently"
                                    + " (%dp_schema NAME --template writes a start)"));
        }
        request.pac().ifPresent(terms -> PacAccounts.requirePromise(terms.capPicoNats()));
        requireLinks(caller, request);
        String snapshot = ingest.snapshot(request, upload);
        requireKeys(
                request,
                snapshot,
                store.transaction(connection -> links.keys(connection, caller.project(), request.name())));
        DatasetRow row = ledger.transaction(transaction -> claims.take(transaction, caller, request, snapshot));
        if (row.schema().isPresent()) {
            return view(row);
        }
        if (request.inference().isPresent()) {
            return view(inferPaid(row, request, request.inference().get()));
        }
        DatasetRow ready = row.with(ingest.infer(request, snapshot, MuSquared.ZERO), List.of());
        ledger.write(ledger.chain(ready.accountId()), desk -> {
            rows.update(desk.writing(), ready);
            desk.pen().seal(ready.accountId(), "its schema arrived", SealedTable.DATASET, ready.id());
            return ready;
        });
        return view(ready);
    }

    /// Adds terms of PAC privacy to the declaration of a dataset that has none.
    ///
    /// @param desk at the dataset's ledger, which is locked: first the ledger, then the dataset
    public void declare(Desk<DpAmount> desk, String id, PacTerms terms, String why) throws SQLException {
        rows.lock(desk.writing(), id);
        DatasetRow row = rows.byId(desk.reading(), id).orElseThrow().with(terms);
        rows.update(desk.writing(), row);
        desk.pen().seal(row.accountId(), "PAC cap declared: " + why, SealedTable.DATASET, id);
    }

    /// Before the bytes are read, and again when the row is written.
    private void requireLinks(Caller caller, RegisterDataset request) {
        store.transaction(connection -> {
            links.require(connection, caller.project(), request);
            return request;
        });
        if (request.link().isPresent()) {
            DatasetRow parent = find(caller, request.link().get().parent());
            requireKeys(
                    parent.declaration(),
                    parent.snapshot(),
                    Set.of(request.link().get().key()));
        }
    }

    /// That a dataset's file has what others link to.
    private void requireKeys(RegisterDataset parent, String snapshot, Set<String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        Set<String> there = ingest.columns(parent.format(), snapshot);
        for (String key : keys) {
            if (!there.contains(key)) {
                throw new RefusedException(new Refusal.InvalidRequest("expected the column '" + key
                        + "', which another dataset links to, in the file of dataset '" + parent.name() + "', got "
                        + there.size() + " others; correct the link or the file"));
            }
        }
    }

    private record Bought(MuSquared price, Charge<DpAmount> charge) {}

    /// RESERVE and START, durable before a row is opened; then the run; then schema and end in one
    /// transaction.
    private DatasetRow inferPaid(DatasetRow row, RegisterDataset request, Inference bought) {
        String chain = ledger.chain(row.accountId());
        Bought taken = ledger.write(chain, desk -> {
            boolean current = rows.byId(desk.reading(), row.id())
                    .filter(now -> now.accountId().equals(row.accountId()))
                    .isPresent();
            if (!current) {
                throw new RefusedException(Claims.atTheSameMoment(row.name()));
            }
            AccountRow account = ledger.account(desk.reading(), row.accountId());
            MuSquared price = GaussianAccountant.cap(bought.epsilon(), account.delta());
            Charge<DpAmount> charged = new Charge<>(
                    UUID.randomUUID().toString(),
                    chain,
                    row.accountId(),
                    row.charge(new PrivacyEvent.GaussianDp(price)));
            desk.pen().reserve(charged);
            desk.pen().start(charged);
            return new Bought(price, charged);
        });
        Charge<DpAmount> charge = taken.charge();
        try {
            Ingest.Inferred inferred = ingest.infer(request, row.snapshot(), taken.price());
            List<String> notes = new ArrayList<>(List.of(paid(request, bought, taken.price())));
            notes.addAll(inferred.notes());
            DatasetRow ready = row.with(inferred, notes);
            return ledger.write(chain, desk -> {
                requireWaiting(desk.writing(), row);
                rows.update(desk.writing(), ready);
                desk.pen().seal(ready.accountId(), "its schema was inferred", SealedTable.DATASET, ready.id());
                desk.pen().released(charge, Ledger.digest("", Json.text(ready.columns()), Optional.empty()));
                return ready;
            });
        } catch (RuntimeException | Error e) {
            ledger.write(chain, desk -> {
                if (!ledger.ended(desk.reading(), charge.jobId())) {
                    desk.pen().failed(charge);
                }
                return charge;
            });
            throw e;
        }
    }

    /// Another registration of the same bytes may have declared the schema, and another unit, while the inference
    /// ran;
    /// what was released since then was charged under that one.
    private void requireWaiting(Connection connection, DatasetRow row) throws SQLException {
        rows.lock(connection, row.id());
        if (rows.byId(connection, row.id())
                .filter(now -> now.schema().isEmpty())
                .isEmpty()) {
            throw new RefusedException(new Refusal.Failed(
                    "dataset '" + row.name()
                            + "' got its schema by another registration while this inference ran, whose"
                            + " charge stays spent; look at it with %dp_schema",
                    true));
        }
    }

    private static String paid(RegisterDataset request, Inference bought, MuSquared price) {
        int declared = request.schema().map(schema -> schema.columns().size()).orElse(0);
        return "inferred, paid: epsilon " + ShortNumber.upper(bought.epsilon()) + " of the cap (mu^2 "
                + ShortNumber.upper(price.pico() * 1e-12) + " of Gaussian noise)"
                + (bought.delta() > 0
                        ? "; delta " + ShortNumber.of(bought.delta()) + " of the declared "
                                + ShortNumber.of(request.deltaCap())
                                + " is set aside for categories that nobody listed"
                        : "")
                + (declared > 0 ? "; " + declared + " columns are declared" : "");
    }

    /// The public facts of every dataset of the caller's project, by name, and of those granted to it; for an auditor
    /// also of every other, as `PROJECT/NAME`.
    public List<DatasetView> list(Caller caller) {
        List<DatasetRow> usable = store.transaction(connection -> rows.usableBy(connection, caller.project()));
        List<DatasetRow> seen = store.transaction(rows::all).stream()
                .filter(row -> Access.sees(caller, row.project()) && !usable.contains(row))
                .toList();
        return Stream.concat(
                        usable.stream().filter(row -> row.schema().isPresent()).map(this::view),
                        seen.stream()
                                .filter(row -> row.schema().isPresent())
                                .map(row -> view(row, row.project() + "/" + row.name())))
                .toList();
    }

    /// The public facts of one dataset: `NAME`, or for an auditor `PROJECT/NAME`.
    ///
    /// @throws RefusedException if the caller sees none of that name
    public DatasetView describe(Caller caller, String name) {
        DatasetRow row = seen(caller, name);
        return view(row, name.equals(row.name()) ? name : row.project() + "/" + row.name());
    }

    /// The dataset of that name as [#list] shows it: one that the caller may use, or for an auditor `PROJECT/NAME`.
    /// To see is not to use.
    ///
    /// @throws RefusedException if the caller sees none of that name
    public DatasetRow seen(Caller caller, String name) {
        int cut = name.lastIndexOf('/');
        if (cut < 0) {
            return find(caller, name);
        }
        return store.transaction(connection -> rows.byName(connection, name.substring(0, cut), name.substring(cut + 1)))
                .filter(row -> Access.sees(caller, row.project()))
                .orElseThrow(() -> unknown(name));
    }

    /// The dataset of that name in the caller's project, or else one that was granted to it.
    ///
    /// @throws RefusedException if there is none
    public DatasetRow find(Caller caller, String name) {
        return store.transaction(connection -> rows.usableByName(connection, caller.project(), name))
                .orElseThrow(() -> unknown(name));
    }

    /// The datasets that link to one and that a caller may read with it, parents before children.
    public List<DatasetRow> linked(Caller caller, DatasetRow dataset) {
        return store.transaction(connection -> links.usable(connection, dataset, caller.project()));
    }

    /// The dataset of that id, whoever asks: for what somebody may know already.
    public Optional<DatasetRow> byId(Connection connection, String id) throws SQLException {
        return rows.byId(connection, id);
    }

    /// The dataset of that id as it was while that account was its own.
    public Optional<DatasetRow> asOf(Connection connection, String id, String accountId) throws SQLException {
        Optional<DatasetRow> now =
                rows.byId(connection, id).filter(row -> row.accountId().equals(accountId));
        return now.isPresent() ? now : rows.byPastAccount(connection, id, accountId);
    }

    /// What inferences of categories took of δ, over all the rows that the dataset had or has; rounded up.
    public double deltaAside(Connection connection, String id) throws SQLException {
        double sum = rows.byId(connection, id).map(DatasetRow::deltaAside).orElse(0.0);
        for (String past : rows.pastAccounts(connection, id)) {
            double more = rows.byPastAccount(connection, id, past)
                    .map(DatasetRow::deltaAside)
                    .orElse(0.0);
            sum = more == 0 ? sum : Math.nextUp(sum + more);
        }
        return sum;
    }

    /// The accounts of all the rows that the dataset had or has, the present one last.
    public List<AccountRow> accounts(Connection connection, String id) throws SQLException {
        List<AccountRow> accounts = new ArrayList<>();
        for (String past : rows.pastAccounts(connection, id)) {
            accounts.add(ledger.account(connection, past));
        }
        Optional<DatasetRow> now = rows.byId(connection, id);
        if (now.isPresent()) {
            accounts.add(ledger.account(connection, now.get().accountId()));
        }
        return accounts;
    }

    /// The dataset of that id, if the caller may see it.
    public Optional<DatasetRow> visible(Connection connection, Caller caller, String id) throws SQLException {
        return rows.usableById(connection, caller.project(), id);
    }

    private static RefusedException unknown(String name) {
        String shown = name.matches("([A-Za-z0-9_.-]{1,64}/)?[A-Za-z0-9_-]{1,64}") ? name : "?";
        return new RefusedException(new Refusal.Unknown("no dataset '" + shown
                + "' in your project; see %dp_dataset list, or register it with %dp_dataset register"));
    }

    /// For a person in all of it: amounts add up over the rows before each renewal too, in each measure;
    /// a renewal keeps them.
    private Optional<Double> epsilonOverTime(Connection connection, DatasetRow row, AccountRow account)
            throws SQLException {
        List<AccountRow> all = accounts(connection, row.id());
        DpAmount total = all.stream()
                .map(snapshot -> snapshot.balance().used())
                .reduce(account.balance().used().none(), DpAmount::plus);
        return all.size() < 2 ? Optional.empty() : Optional.of(account.epsilonOf(total));
    }

    private DatasetView view(DatasetRow row) {
        return view(row, row.name());
    }

    private DatasetView view(DatasetRow row, String shown) {
        AccountRow account = store.transaction(connection -> ledger.account(connection, row.accountId()));
        Optional<Double> overTime = store.transaction(connection -> epsilonOverTime(connection, row, account));
        return new DatasetView(
                shown,
                row.owner(),
                row.snapshot(),
                row.columns(),
                row.declaration().rowsPublic(),
                account.view(),
                row.registeredAt(),
                row.schemaNotes(),
                overTime,
                store.transaction(connection -> pac.view(connection, row.accountId())),
                store.transaction(connection -> budgets.overTime(connection, accounts(connection, row.id()))),
                row.declaration().link());
    }
}
