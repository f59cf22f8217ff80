package org.vitrail.app.job;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.vitrail.app.access.Access;
import org.vitrail.app.access.Caller;
import org.vitrail.app.dataset.DatasetRow;
import org.vitrail.app.dataset.Datasets;
import org.vitrail.app.ledger.AccountRow;
import org.vitrail.app.ledger.Head;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.app.pac.PacAccounts;
import org.vitrail.app.store.Query;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.Receipt;
import org.vitrail.contract.RefusedException;
import org.vitrail.privacy.ledger.Amount;
import org.vitrail.privacy.ledger.Kind;
import org.vitrail.privacy.ledger.PacAmount;

/// The stored releases, for the project whose session bought them: the rule for replaying them.
public final class StoredReleases {
    private final SqlStore store;
    private final Ledger ledger;
    private final Datasets datasets;
    private final ReleaseStore releases = new ReleaseStore();
    private final JobStore jobs = new JobStore();

    /// The releases in that store.
    public StoredReleases(SqlStore store, Ledger ledger, Datasets datasets) {
        this.store = store;
        this.ledger = ledger;
        this.datasets = datasets;
    }

    /// One release, and where its dataset's ledger stands.
    ///
    /// @param contentSha256 of the rows' bytes
    /// @param dataset as it was when this was released, also if it was renewed since
    /// @param charge what the release took, in every measure of the account
    /// @param account the dataset's of differential privacy, at that head; empty if the release is of
    ///     another ledger
    /// @param pac the dataset's of PAC privacy, at that head; empty if the release is of another ledger
    /// @param head the newest line of the release's ledger
    /// @param otherSnapshots the accounts of differential privacy of the other rows that the dataset had or has
    /// @param deltaAside what inferences of categories took of δ, over all those rows
    public record Stored(
            Receipt receipt,
            String contentSha256,
            DatasetRow dataset,
            Amount<?> charge,
            Optional<AccountRow> account,
            Optional<AccountRow.Level<PacAmount>> pac,
            Head head,
            List<AccountRow> otherSnapshots,
            double deltaAside) {
        public Stored {
            otherSnapshots = List.copyOf(otherSnapshots);
        }
    }

    /// Where a release comes from.
    ///
    /// @param project of the session that bought it, which may differ from its dataset's
    private record Origin(String datasetId, String project, String accountId) {}

    private static Origin origin(Connection connection, String releaseId) throws SQLException {
        return Query.first(
                        connection,
                        "select s.dataset_id, s.project, j.account_id from job j join notebook_session s"
                                + " on s.id = j.session_id where j.id = ?",
                        row -> new Origin(row.getString(1), row.getString(2), row.getString(3)),
                        releaseId)
                .orElseThrow(OwnerReports::unknown);
    }

    /// The release of that id, with the account of the rows that it was made from, also after a renewal.
    ///
    /// @throws RefusedException if the caller's project has none
    public Stored find(Caller caller, String releaseId) {
        return store.transaction(connection -> {
            Origin origin = origin(connection, releaseId);
            if (!Access.sees(caller, origin.project())) {
                throw OwnerReports.unknown();
            }
            Receipt receipt = releases.receipt(connection, releaseId).orElseThrow(OwnerReports::unknown);
            Kind<?> kind = ledger.kind(connection, origin.accountId());
            String chain = ledger.chain(origin.accountId());
            ledger.lock(connection, kind, chain); // the account and the head belong together
            Optional<AccountRow.Level<PacAmount>> pac = kind.equals(Kind.PAC)
                    ? Optional.of(ledger.levels(connection, Kind.PAC, origin.accountId())
                            .getLast())
                    : Optional.empty();
            String top = pac.isPresent()
                    ? PacAccounts.original(connection, pac.get().node().id())
                    : ledger.route(connection, origin.accountId()).getLast().id();
            DatasetRow dataset =
                    datasets.asOf(connection, origin.datasetId(), top).orElseThrow(OwnerReports::unknown);
            return new Stored(
                    receipt,
                    releases.contentDigest(connection, releaseId).orElseThrow(),
                    dataset,
                    jobs.byId(connection, releaseId)
                            .orElseThrow(OwnerReports::unknown)
                            .charge()
                            .amount(),
                    pac.isPresent() ? Optional.empty() : Optional.of(ledger.account(connection, top)),
                    pac,
                    ledger.head(connection, chain),
                    pac.isPresent()
                            ? List.of()
                            : datasets.accounts(connection, origin.datasetId()).stream()
                                    .filter(account -> !account.id().equals(top))
                                    .toList(),
                    datasets.deltaAside(connection, origin.datasetId()));
        });
    }

    /// One piece of the stored bytes, at most 512 KiB; empty behind the end. An auditor of another project sees none.
    ///
    /// @throws RefusedException if the caller's project has no such release
    public byte[] piece(Caller caller, String releaseId, int piece) {
        return store.transaction(connection -> {
            if (!origin(connection, releaseId).project().equals(caller.project())) {
                throw OwnerReports.unknown();
            }
            Optional<byte[]> found = ReleaseStore.piece(connection, releaseId, piece);
            return found.orElseGet(() -> new byte[0]);
        });
    }
}
