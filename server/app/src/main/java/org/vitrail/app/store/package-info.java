/// Transactions on the embedded H2 file or on PostgreSQL.
///
/// **Guarantee.** a transaction that returned survives the death of the process.
/// **Public.** amounts, requests, releases.   **Private.** nothing: no private row is ever in the store.
/// **Source.** server/adr/0061-the-ledger-store.md.
/// **Deviations.** none.      **Known gaps.** PostgreSQL is not yet offered in the configuration.
/// **Read in this order.** SqlStore → StoreFailure.
@NullMarked
package org.vitrail.app.store;

import org.jspecify.annotations.NullMarked;
