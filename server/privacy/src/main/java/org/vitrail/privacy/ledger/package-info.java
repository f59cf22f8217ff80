/// The arithmetic of a ledger: what its lines, read in order, have kept, reserved and spent on every account.
///
/// **Guarantee.** a history that reads never had kept + reserved + spent above a cap, on any account, at any prefix;
/// each reservation was resolved at most once; what was started stays spent; amounts of different kinds never meet.
/// **Public.** everything: amounts follow from requests, never from private rows.   **Private.** nothing.
/// **Source.** Smith, Thakurta (2022): the filter of Gaussian differential privacy; Rogers, Roth, Ullman,
/// Vadhan (2016); TigerBeetle's two-phase transfers. A void lowers only what never ran, so the sum over executed
/// mechanisms never falls, which the filter's proof needs.
/// **Deviations.** what started and never ended stays spent; a transfer that times out elsewhere is given back.
/// **Known gaps.** storage and concurrency are the server's part.
/// **Read in this order.** Amount → DpAmount → Measures → Balance → Route → Line → Book.
@NullMarked
package org.vitrail.privacy.ledger;

import org.jspecify.annotations.NullMarked;
