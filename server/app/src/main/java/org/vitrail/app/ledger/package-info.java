/// Accounts and their append-only entries: reserve, start, void.
///
/// **Guarantee.** spent + reserved <= cap on every account, at every moment, under any concurrency; what started
/// stays
/// spent; each job is charged once.
/// **Public.** everything: amounts follow from requests.   **Private.** nothing.
/// **Source.** server/adr/0061-the-ledger-store.md; TigerBeetle's two-phase transfers; Smith, Thakurta (2022).
/// **Deviations.** a reservation that started is never given back.      **Known gaps.** no hash chain yet.
/// **Read in this order.** Charge → AccountRow → Ledger.
@NullMarked
package org.vitrail.app.ledger;

import org.jspecify.annotations.NullMarked;
