package org.vitrail.app.governance;

import java.sql.Connection;
import java.sql.SQLException;
import org.vitrail.app.dataset.DatasetRow;
import org.vitrail.app.dataset.Datasets;
import org.vitrail.app.ledger.AccountRow;
import org.vitrail.app.ledger.Desk;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.app.pac.PacAccounts;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.ShortNumber;
import org.vitrail.contract.governance.ProposeCap;
import org.vitrail.contract.pac.PacCapChange;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.PacAmount;

/// Higher caps of PAC privacy, and the first one of a dataset that was registered without.
final class PacCaps {
    private final Ledger ledger;
    private final Datasets datasets;
    private final PacAccounts accounts;

    PacCaps(Ledger ledger, Datasets datasets, PacAccounts accounts) {
        this.ledger = ledger;
        this.datasets = datasets;
        this.accounts = accounts;
    }

    /// What a proposal would change.
    ///
    /// @throws RefusedException if it may not be proposed: the cap is not higher, promises nothing or is
    ///     guaranteed, or the dataset may have none
    PacCapChange change(Connection connection, DatasetRow row, AccountRow account, ProposeCap wanted)
            throws SQLException {
        row.declaration().link().ifPresent(link -> {
            throw refused("dataset '" + row.name() + "' links to '" + link.parent() + "', whose account pays for what"
                    + " is told of both; propose a PAC cap for '" + link.parent() + "'");
        });
        long cap = wanted.pacCapPicoNats().orElseThrow();
        PacAccounts.requirePromise(cap);
        boolean first = row.declaration().pac().isEmpty();
        if (first) {
            requireFirst(row, account);
            PacTerms terms = new PacTerms(cap, wanted.pacUnitsMin().orElse(PacTerms.UNITS_MIN));
            return PacAccounts.change(0, terms.capPicoNats(), terms.unitsMin());
        }
        int unitsMin = row.declaration().pac().get().unitsMin();
        if (wanted.pacUnitsMin().isPresent() && wanted.pacUnitsMin().get() != unitsMin) {
            throw refused("the smallest group of dataset '" + row.name() + "' is " + unitsMin
                    + " units, fixed with its first PAC cap, got "
                    + wanted.pacUnitsMin().get() + "; leave it out");
        }
        AccountRow.Level<PacAmount> level =
                accounts.levels(connection, account.id()).getFirst();
        requireHigher(level, cap);
        return PacAccounts.change(level.node().balance().cap().picoNats(), cap, unitsMin);
    }

    private static void requireFirst(DatasetRow row, AccountRow account) {
        requireColumns(row);
        if (!account.tier().equals("dataset")) {
            throw refused("dataset '" + row.name() + "' has no PAC cap yet, so " + account.tier() + " '"
                    + account.name() + "' has none to raise; propose one for the dataset first");
        }
    }

    /// What declares a dataset's columns writes its row anew, and must not meet terms that it does not know.
    private static void requireColumns(DatasetRow row) {
        if (row.schema().isEmpty()) {
            throw refused("the columns of dataset '" + row.name() + "' are not known yet; propose its first PAC cap"
                    + " when they are");
        }
    }

    private static void requireHigher(AccountRow.Level<PacAmount> level, long cap) {
        String whose = level.tier() + " '" + level.name() + "'";
        if (level.node().guaranteed()) {
            throw refused("the PAC cap of " + whose + " is guaranteed above it and cannot be raised");
        }
        long now = level.node().balance().cap().picoNats();
        if (cap <= now) {
            throw refused("a cap is only ever raised: a PAC cap of more than " + nats(now) + " nats is expected for "
                    + whose + ", got " + nats(cap));
        }
    }

    /// Raises the cap, or begins the dataset's ledger of PAC privacy.
    ///
    /// @param desk at the account's own ledger, which is locked
    /// @throws RefusedException if that is not possible any more
    void raise(
            Ledger.Transaction transaction,
            Desk<DpAmount> desk,
            Proposals.Row found,
            AccountRow account,
            PacCapChange change,
            String why)
            throws SQLException {
        DatasetRow row = datasets.byId(desk.reading(), found.datasetId()).orElseThrow();
        if (ledger.route(desk.reading(), account.id()).stream().anyMatch(AccountRow::closed)) {
            throw refused("the data of dataset '" + row.name() + "' were replaced since the proposal; make another");
        }
        if (change.first() != row.declaration().pac().isEmpty()) {
            throw refused("dataset '" + row.name() + "' got its first PAC cap since the proposal; make another");
        }
        if (change.first()) {
            requireColumns(row);
            PacTerms terms = new PacTerms(change.picoNatsWanted(), change.unitsMin());
            accounts.begin(transaction, account.id(), row.name(), terms, why);
            datasets.declare(desk, row.id(), terms, why);
        } else {
            PacAmount cap = new PacAmount(change.picoNatsWanted());
            accounts.raise(
                    transaction, account.id(), row.name(), level -> requireHigher(level, cap.picoNats()), cap, why);
        }
    }

    /// As the ledger and whoever decides read it.
    static String words(PacCapChange change) {
        return "PAC cap " + nats(change.picoNatsWanted()) + " nats instead of "
                + (change.first() ? "none" : nats(change.picoNatsNow()));
    }

    private static String nats(long pico) {
        return ShortNumber.of(pico * 1e-12);
    }

    private static RefusedException refused(String line) {
        return new RefusedException(new Refusal.InvalidRequest(line));
    }
}
