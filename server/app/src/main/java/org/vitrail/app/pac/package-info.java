/// PAC privacy's accounts beside those of differential privacy, and the universes that they answer from.
///
/// **Guarantee.** each charge debits session, analyst, project and dataset in nats, in a ledger of its own, never in
/// μ². A universe is drawn for one account and used for no other; no two answers are let out that were sized for the
/// same law of its secret.
/// **Public.** amounts.   **Private.** universes: sealed with a key that is not in the database, bound to account and
/// version.
/// **Source.** Zhu, Sridhar, Devadas (2026): a tracked posterior; server/adr/0140-pac-on-the-server.md.
/// **Deviations.** none.      **Known gaps.** whoever has the database and the signing key has the secrets, as he has
/// the rows.
/// **Read in this order.** PacAccounts → PacBudgets → Universes
@NullMarked
package org.vitrail.app.pac;

import org.jspecify.annotations.NullMarked;
