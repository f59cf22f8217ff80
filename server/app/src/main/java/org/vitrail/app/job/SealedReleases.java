package org.vitrail.app.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.vitrail.app.access.Caller;
import org.vitrail.app.dataset.DatasetRow;
import org.vitrail.app.dataset.Datasets;
import org.vitrail.app.ledger.AccountRow;
import org.vitrail.app.ledger.Ledger;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.Receipt;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.certificate.CertificateFile;

/// The stored releases, for everybody of the project that their dataset belongs to: the rule for replaying them.
public final class SealedReleases {
    private final SqlStore store;
    private final Ledger ledger;
    private final Datasets datasets;
    private final ReleaseStore releases = new ReleaseStore();

    /// The releases in that store.
    public SealedReleases(SqlStore store, Ledger ledger, Datasets datasets) {
        this.store = store;
        this.ledger = ledger;
        this.datasets = datasets;
    }

    /// One release.
    ///
    /// @param account the dataset's, now
    public record Sealed(Receipt receipt, DatasetRow dataset, AccountRow account) {}

    /// The release of that id.
    ///
    /// @throws RefusedException if the caller's project has none
    public Sealed find(Caller caller, String releaseId) {
        return store.transaction(connection -> {
            Receipt receipt = releases.receipt(connection, releaseId).orElseThrow(OwnerReports::unknown);
            DatasetRow dataset = datasets.visible(connection, caller, OwnerReports.datasetId(connection, releaseId))
                    .orElseThrow(OwnerReports::unknown);
            return new Sealed(receipt, dataset, ledger.account(connection, dataset.accountId()));
        });
    }

    /// SHA-256 of the stored bytes, read piece by piece.
    public String contentSha256(String releaseId) {
        try (InputStream content = releases.content(store, releaseId)) {
            return CertificateFile.sha256(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// One piece of the stored bytes, at most 512 KiB; empty behind the end.
    ///
    /// @throws RefusedException as for [#find]
    public byte[] piece(Caller caller, String releaseId, int piece) {
        find(caller, releaseId);
        Optional<byte[]> found = store.transaction(connection -> ReleaseStore.piece(connection, releaseId, piece));
        return found.orElseGet(() -> new byte[0]);
    }
}
