/// Transactions on the embedded H2 file or on PostgreSQL.
///
/// **Guarantee.** a transaction that returned survives the death of the process; lines of the ledger, signed heads
/// and
/// releases are never changed or removed, also not by a statement that should not exist (triggers).
/// **Public.** amounts, requests, releases.   **Private.** nothing: no private row is ever in the store.
/// **Source.** server/adr/0061-the-ledger-store.md, server/adr/0090-one-ledger-two-stores.md.
/// **Deviations.** none.      **Known gaps.** who may log in to the database as its owner may drop a trigger; the
/// signed heads outside the database tell.
/// **Read in this order.** SqlStore → Query → StoreFailure.
@NullMarked
package org.vitrail.app.store;

import org.jspecify.annotations.NullMarked;
