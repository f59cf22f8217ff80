/// The ledgers: accounts in a tree (dataset, project, analyst, session) and an append-only, hash-chained, signed and
/// witnessed list of lines.
///
/// **Guarantee.** kept + reserved + spent <= cap on every account, at every moment, under any concurrency, by any
/// number of servers; one charge debits all levels or none; what started stays spent; each job is charged once; a
/// changed, missing, moved or added line, a set-back or cloned database is found.
/// **Public.** everything: amounts follow from requests.   **Private.** nothing.
/// **Source.** server/adr/0090-one-ledger-two-stores.md; TigerBeetle's two-phase transfers; Smith, Thakurta (2022).
/// **Deviations.** a reservation that started is never given back.      **Known gaps.** who holds the signing key and
/// the
/// witness file and the database can write another history.
/// **Read in this order.** Charge → AccountRow → Gauge → Step → Ledger → Pen → LineRow → Verification.
@NullMarked
package org.vitrail.app.ledger;

import org.jspecify.annotations.NullMarked;
