/// The one price of a list of events: the smallest of all bounds that are valid for it.
///
/// **Guarantee.** every ε and δ is an upper bound; an event that no accountant prices is refused by name.
/// **Public.** everything.   **Private.** nothing.
/// **Source.** that a minimum of valid bounds is valid needs no source; the bounds name theirs.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** Accounting → Price.
@NullMarked
package org.vitrail.privacy.accounting.price;

import org.jspecify.annotations.NullMarked;
