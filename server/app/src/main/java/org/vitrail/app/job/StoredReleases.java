package org.vitrail.app.job;

import java.util.Optional;
import org.vitrail.app.access.Caller;
import org.vitrail.app.dataset.DatasetRow;
import org.vitrail.app.dataset.Datasets;
import org.vitrail.app.ledger.AccountRow;
import org.vitrail.app.ledger.Head;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.Receipt;
import org.vitrail.contract.RefusedException;

/// The stored releases, for everybody of the project that their dataset belongs to: the rule for replaying them.
public final class StoredReleases {
    private final SqlStore store;
    private final Ledger ledger;
    private final Datasets datasets;
    private final ReleaseStore releases = new ReleaseStore();

    /// The releases in that store.
    public StoredReleases(SqlStore store, Ledger ledger, Datasets datasets) {
        this.store = store;
        this.ledger = ledger;
        this.datasets = datasets;
    }

    /// One release, and where its dataset's ledger stands.
    ///
    /// @param contentSha256 of the rows' bytes
    /// @param account the dataset's, at that head
    /// @param head the newest line of the dataset's ledger
    public record Stored(Receipt receipt, String contentSha256, DatasetRow dataset, AccountRow account, Head head) {}

    /// The release of that id.
    ///
    /// @throws RefusedException if the caller's project has none
    public Stored find(Caller caller, String releaseId) {
        return store.transaction(connection -> {
            Receipt receipt = releases.receipt(connection, releaseId).orElseThrow(OwnerReports::unknown);
            DatasetRow dataset = datasets.visible(connection, caller, OwnerReports.datasetId(connection, releaseId))
                    .orElseThrow(OwnerReports::unknown);
            String chain = ledger.account(connection, dataset.accountId()).chain();
            ledger.lock(connection, chain); // the account and the head belong together
            return new Stored(
                    receipt,
                    releases.contentDigest(connection, releaseId).orElseThrow(),
                    dataset,
                    ledger.account(connection, dataset.accountId()),
                    ledger.head(connection, chain));
        });
    }

    /// One piece of the stored bytes, at most 512 KiB; empty behind the end.
    ///
    /// @throws RefusedException as for [#find]
    public byte[] piece(Caller caller, String releaseId, int piece) {
        return store.transaction(connection -> {
            datasets.visible(connection, caller, OwnerReports.datasetId(connection, releaseId))
                    .orElseThrow(OwnerReports::unknown);
            Optional<byte[]> found = ReleaseStore.piece(connection, releaseId, piece);
            return found.orElseGet(() -> new byte[0]);
        });
    }
}
