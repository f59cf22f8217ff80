package org.vitrail.app.certificate;

import java.util.Optional;
import org.vitrail.contract.certificate.LedgerHead;

/// Where the ledger's hash chain of a dataset stands.
@FunctionalInterface
public interface LedgerHeads {
    /// The newest entry of the chain that covers the dataset's account.
    ///
    /// @param accountId the dataset's account
    /// @return empty: the ledger keeps no chain
    Optional<LedgerHead> head(String accountId);
}
