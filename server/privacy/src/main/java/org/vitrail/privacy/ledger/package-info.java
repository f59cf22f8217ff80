/// The arithmetic of an account: what its entries, read in order, have spent and reserved.
///
/// **Guarantee.** a history that folds never had reserved + spent above the cap, at any prefix; each
/// reservation was resolved at most once; what was started stays spent.
/// **Public.** everything: amounts follow from requests, never from private rows.   **Private.** nothing.
/// **Source.** Smith, Thakurta (2022): the filter of Gaussian differential privacy; Rogers, Roth, Ullman,
/// Vadhan (2016).
/// **Deviations.** none.      **Known gaps.** storage and concurrency are the server's part.
/// **Read in this order.** Entry → Balance.
@NullMarked
package org.vitrail.privacy.ledger;

import org.jspecify.annotations.NullMarked;
