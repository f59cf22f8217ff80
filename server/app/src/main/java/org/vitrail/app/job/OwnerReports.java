package org.vitrail.app.job;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.vitrail.app.access.Access;
import org.vitrail.app.access.Caller;
import org.vitrail.app.access.Permission;
import org.vitrail.app.dataset.DatasetRow;
import org.vitrail.app.dataset.Datasets;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.app.store.Query;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.Receipt;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.pac.PacRequest;
import org.vitrail.contract.report.AskOwnerReport;
import org.vitrail.contract.report.PrivacyBox;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.TableSchema;

/// Exact figures of a release beside the private rows, for the owner of its dataset: made anew at each call, sent to
/// that caller, stored nowhere. That the owner looked is recorded before the first row is opened, at a charge of
/// zero.
public final class OwnerReports {
    private final SqlStore store;
    private final Ledger ledger;
    private final Datasets datasets;
    private final Workers workers;
    private final ReleaseStore releases = new ReleaseStore();
    private final Semaphore slot = new Semaphore(1);

    /// Reports of the releases in that store.
    public OwnerReports(SqlStore store, Ledger ledger, Datasets datasets, Workers workers) {
        this.store = store;
        this.ledger = ledger;
        this.datasets = datasets;
        this.workers = workers;
    }

    /// Refuses whoever does not own the dataset.
    static void requireOwner(Caller caller, DatasetRow dataset) {
        if (!Access.may(caller, Permission.READ_OWNER_REPORT)
                || !dataset.owner().equals(caller.user())
                || !dataset.project().equals(caller.project())) {
            throw new RefusedException(new Refusal.Forbidden("the owner's report holds figures computed from private"
                    + " rows without noise: only the owner of dataset '" + dataset.name()
                    + "' may ask for it; leave it out, every release comes with a public report"));
        }
    }

    private record Found(Receipt receipt, DatasetRow dataset, Optional<DatasetRow> holdout) {}

    /// Makes one report.
    ///
    /// @param cancelled asked while it is made
    /// @return a `QualityReport` of the level `OWNER`, as JSON: not private
    /// @throws RefusedException if the caller does not own the rows, or there is no such release
    public String make(Caller caller, AskOwnerReport request, BooleanSupplier cancelled) {
        Found found = find(caller, request);
        if (!slot.tryAcquire()) {
            throw new RefusedException(new Refusal.Unavailable(
                    "another owner's report is being made; nothing was charged, try again later"));
        }
        try {
            return workers.compare(comparison(found), new Workers.Watch() {
                @Override
                public void progress(String stage, double fraction) {} // one answer, no stream

                @Override
                public void opening() {
                    record(caller, found);
                }

                @Override
                public boolean cancelled() {
                    return cancelled.getAsBoolean();
                }
            });
        } catch (CancellationException e) {
            throw new RefusedException(new Refusal.Cancelled("cancelled; an owner's report costs nothing", false));
        } catch (WorkerFailure e) {
            throw new RefusedException(new Refusal.Failed(
                    "the owner's report failed: " + e.getMessage() + "; it costs nothing, the release stays as it is",
                    false));
        } finally {
            slot.release();
        }
    }

    private Found find(Caller caller, AskOwnerReport request) {
        return store.transaction(connection -> {
            Receipt receipt = releases.receipt(connection, request.releaseId()).orElseThrow(OwnerReports::unknown);
            DatasetRow dataset = datasets.visible(connection, caller, datasetId(connection, request.releaseId()))
                    .orElseThrow(OwnerReports::unknown);
            requireOwner(caller, dataset);
            if (!receipt.snapshot().equals(dataset.snapshot())) {
                throw new RefusedException(
                        new Refusal.InvalidRequest("the release was made from rows that dataset '" + dataset.name()
                                + "' had before it was renewed; they are not kept, so nothing can be compared"));
            }
            Optional<DatasetRow> holdout = request.holdout().map(name -> datasets.find(caller, name));
            holdout.ifPresent(rows -> {
                requireOwner(caller, rows);
                requireSameColumns(dataset, rows);
            });
            return new Found(receipt, dataset, holdout);
        });
    }

    /// No such release, or none that the caller may know of.
    static RefusedException unknown() {
        return new RefusedException(
                new Refusal.Unknown("no release of that id in your project; see %dp_releases for their ids"));
    }

    private static void requireSameColumns(DatasetRow dataset, DatasetRow holdout) {
        if (holdout.snapshot().equals(dataset.snapshot())) {
            throw new RefusedException(new Refusal.InvalidRequest("the holdout '" + holdout.name()
                    + "' must hold rows that the release was not made from; it is the dataset itself"));
        }
        List<Column> columns = dataset.columns().columns();
        if (!holdout.columns().columns().equals(columns)) {
            throw new RefusedException(new Refusal.InvalidRequest("the holdout '" + holdout.name()
                    + "' must have the columns of '" + dataset.name()
                    + "', in the same order and with the same domains; register it with the same schema"));
        }
    }

    /// The dataset of a release; an empty text if there is none.
    private static String datasetId(Connection connection, String jobId) throws SQLException {
        return Query.first(
                        connection,
                        "select s.dataset_id from job j join notebook_session s on s.id = j.session_id where j.id = ?",
                        row -> row.getString(1),
                        jobId)
                .orElse("");
    }

    private Workers.Comparison comparison(Found found) {
        SynthesisSpec spec = switch (found.receipt().spec()) {
            case SynthesisSpec synthesis -> synthesis;
            case PacRequest _ ->
                throw new RefusedException(new Refusal.InvalidRequest(
                        "an owner's report compares synthetic rows; an answer of PAC privacy has none"));
        };
        TableSchema all = found.dataset().columns();
        List<Column> columns = new ArrayList<>();
        for (String name : spec.columns()) {
            columns.add(all.columns().get(all.indexOf(name)));
        }
        String id = found.receipt().releaseId();
        return new Workers.Comparison(
                () -> releases.content(store, id),
                new TableSchema(columns, all.unit()),
                found.dataset(),
                found.holdout(),
                spec.label(),
                PrivacyBox.of(found.receipt()),
                spec.seed());
    }

    private void record(Caller caller, Found found) {
        String account = found.dataset().accountId();
        String chain = ledger.chain(account);
        ledger.write(chain, desk -> {
            desk.pen()
                    .note(account, "owner's look at release " + found.receipt().releaseId() + " by " + caller.user());
            try (PreparedStatement insert = desk.writing()
                    .prepareStatement("insert into owner_look (job_id, user_name, looked_at) values (?, ?, ?)")) {
                insert.setString(1, found.receipt().releaseId());
                insert.setString(2, caller.user());
                insert.setString(3, Instant.now().toString());
                insert.executeUpdate();
            }
            return found;
        });
    }
}
