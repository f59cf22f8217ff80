package org.vitrail.app.dataset;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.vitrail.app.access.Access;
import org.vitrail.app.access.Caller;
import org.vitrail.app.access.Permission;
import org.vitrail.app.ledger.AccountRow;
import org.vitrail.app.ledger.AccountSeed;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.app.ledger.Pen;
import org.vitrail.app.pac.PacAccounts;
import org.vitrail.app.store.SealedTable;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.dataset.Inference;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.Kind;

/// Which row a registration fills, and with which ledger: a new one, the same one again, a declaration that replaces
/// one of which nothing was spent, or newer rows. Every row that is written is sealed in its ledger.
final class Claims {
    private final Ledger ledger;
    private final PacAccounts pac;
    private final DatasetStore rows;
    private final Links links;

    Claims(Ledger ledger, PacAccounts pac, DatasetStore rows, Links links) {
        this.links = links;
        this.ledger = ledger;
        this.pac = pac;
        this.rows = rows;
    }

    static Refusal atTheSameMoment(String name) {
        return new Refusal.Unavailable("dataset '" + name + "' was registered by somebody else at the same moment;"
                + " nothing was charged; look at it with %dp_schema");
    }

    /// The δ that is left for Gaussian releases, rounded down: categories that nobody listed take theirs
    /// once.
    private static double gaussianDelta(RegisterDataset request) {
        double aside = request.inference().map(Inference::delta).orElse(0.0);
        return aside == 0 ? request.deltaCap() : Math.nextDown(request.deltaCap() - aside);
    }

    private void requireOwnBytes(Connection connection, Caller caller, RegisterDataset request, String snapshot)
            throws SQLException {
        Optional<DatasetRow> sameBytes = rows.bySnapshot(connection, caller.project(), snapshot);
        if (sameBytes.isPresent() && !sameBytes.get().name().equals(request.name())) {
            throw new RefusedException(new Refusal.InvalidRequest("these bytes are already registered as '"
                    + sameBytes.get().name() + "', whose cap covers every use of them; use that name"));
        }
        Optional<String> before = rows.hadBefore(connection, caller.project(), snapshot);
        if (before.isPresent()) {
            throw new RefusedException(new Refusal.InvalidRequest("dataset '" + before.get()
                    + "' had these bytes before it was renewed, and a cap for them; register newer rows"));
        }
    }

    /// The row that this registration fills: a new one, the same one again, or one whose account is
    /// untouched.
    DatasetRow take(Ledger.Transaction transaction, Caller caller, RegisterDataset request, String snapshot)
            throws SQLException {
        Connection connection = transaction.connection();
        requireOwnBytes(connection, caller, request, snapshot);
        links.require(connection, caller.project(), request);
        Optional<DatasetRow> sameName = rows.byName(connection, caller.project(), request.name());
        if (sameName.isEmpty()) {
            String id = UUID.randomUUID().toString();
            DatasetRow row = row(caller, request, snapshot, id, newAccount());
            Pen<DpAmount> pen = openAccount(transaction, row);
            rows.insert(connection, row);
            noteElsewhere(connection, pen, row);
            return sealed(pen, row, "registered by " + caller.user());
        }
        AccountRow account = ledger.account(connection, sameName.get().accountId());
        Pen<?> pen = transaction.pen(account.chain()); // first the ledger, then the dataset, like everybody
        rows.lock(connection, sameName.get().id());
        DatasetRow known = rows.byId(connection, sameName.get().id()).orElseThrow();
        if (!known.accountId().equals(account.id())) {
            throw new RefusedException(atTheSameMoment(request.name()));
        }
        account = ledger.account(connection, known.accountId());
        boolean same = known.snapshot().equals(snapshot);
        if (same
                && known.isRepeatedBy(request, pac.begunLater(connection, account.id()))
                && known.schema().isPresent()) {
            return known;
        }
        if (account.untouched() && pac.untouched(transaction, account.id()) && isUntold(transaction, known)) {
            if (!rows.pastAccounts(connection, known.id()).isEmpty()) {
                known.requireTermsOf(request); // the total over time goes on
            }
            String why = "registered anew before anything was charged";
            pen.close(account.id(), why);
            pac.close(transaction, account.id(), why);
            return moved(transaction, row(caller, request, snapshot, known.id(), newAccount()), "registered anew");
        }
        if (same && known.hasCapOf(request, account) && known.schema().isEmpty()) { // paid for and lost
            if (request.inference().map(Inference::delta).orElse(0.0) > 0) {
                throw new RefusedException(new Refusal.InvalidRequest("an inference of dataset '" + request.name()
                        + "' failed before and took its delta, which is set aside once; repeat it with delta 0"
                        + " (--infer-budget EPSILON,0) or declare the columns"));
            }
            DatasetRow row = row(caller, request, snapshot, known.id(), known.accountId());
            rows.update(connection, row);
            return sealed(pen, row, "declared again by " + caller.user());
        }
        if (request.renewal()) {
            return renewed(transaction, caller, request, snapshot, known, pen);
        }
        if (same) {
            throw new RefusedException(Differences.refusal(known, request));
        }
        throw new RefusedException(new Refusal.InvalidRequest("dataset '" + request.name()
                + "' exists with other bytes, and budget of it is spent; choose another name for new data, or renew it"
                + " with newer rows (--renew)"));
    }

    /// Whether no answer that another dataset's account paid for can have been about its rows.
    private boolean isUntold(Ledger.Transaction transaction, DatasetRow known) throws SQLException {
        if (known.declaration().link().isEmpty()) {
            return true;
        }
        Optional<DatasetRow> root = links.root(transaction.connection(), known);
        return root.isEmpty() || pac.untouched(transaction, root.get().accountId());
    }

    /// Newer rows under the same name get a cap of their own; what was spent on those before stays in the total.
    private DatasetRow renewed(
            Ledger.Transaction transaction,
            Caller caller,
            RegisterDataset request,
            String snapshot,
            DatasetRow known,
            Pen<?> pen)
            throws SQLException {
        Access.require(caller, Permission.RENEW_DATASET);
        if (known.snapshot().equals(snapshot)) {
            throw new RefusedException(new Refusal.InvalidRequest("a renewal of dataset '" + request.name()
                    + "' needs newer rows, got the bytes that it has; their budget is not given twice"));
        }
        known.requireTermsOf(request);
        rows.past(transaction.connection(), known);
        pen.seal(
                known.accountId(),
                "what dataset '" + known.name() + "' was until now",
                SealedTable.DATASET_PAST,
                known.id(),
                known.accountId());
        String why = "renewed with newer rows by " + caller.user();
        pen.close(known.accountId(), why);
        pac.close(transaction, known.accountId(), why);
        return moved(transaction, row(caller, request, snapshot, known.id(), newAccount()), "renewed");
    }

    /// The dataset's row goes over to a new ledger.
    private DatasetRow moved(Ledger.Transaction transaction, DatasetRow row, String why) throws SQLException {
        Pen<DpAmount> pen = openAccount(transaction, row);
        rows.update(transaction.connection(), row);
        noteElsewhere(transaction.connection(), pen, row);
        return sealed(pen, row, why + " by " + row.owner());
    }

    /// The same bytes in another project have a cap of their own. Refusing them would tell a stranger what another
    /// project holds; so officers and auditors are told, by the ledger and by the console.
    private void noteElsewhere(Connection connection, Pen<?> pen, DatasetRow row) throws SQLException {
        if (row.declaration().format() == RegisterDataset.Format.SAMPLE) {
            return; // made up, and the same everywhere
        }
        int projects =
                rows.projectsWith(connection, row.snapshot(), row.project()).size();
        if (projects > 0) {
            pen.note(
                    row.accountId(),
                    "the same bytes have a cap of their own in " + projects
                            + (projects == 1 ? " other project" : " other projects"));
        }
    }

    private static DatasetRow sealed(Pen<?> pen, DatasetRow row, String what) throws SQLException {
        pen.seal(row.accountId(), what, SealedTable.DATASET, row.id());
        return row;
    }

    private static String newAccount() {
        return UUID.randomUUID().toString();
    }

    private Pen<DpAmount> openAccount(Ledger.Transaction transaction, DatasetRow row) throws SQLException {
        double delta = gaussianDelta(row.declaration());
        double epsilon = row.declaration().epsilonCap();
        Pen<DpAmount> pen = transaction.begin(
                Kind.DP,
                new AccountSeed<>(
                        row.accountId(),
                        Optional.empty(),
                        "dataset",
                        row.name(),
                        epsilon,
                        delta,
                        DatasetCap.of(row.declaration(), delta),
                        false));
        pac.begin(transaction, row.accountId(), row.name(), row.declaration().pac());
        return pen;
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
                request.inference().isPresent() ? Optional.empty() : request.schema(),
                List.of(),
                Instant.now().toString(),
                accountId);
    }
}
