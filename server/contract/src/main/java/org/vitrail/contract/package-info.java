/// Requests, prices, receipts and refusals that every mechanism shares.
///
/// **Guarantee.** none of its own: these records carry requests and answers, never private rows.
/// **Public.** every field.   **Private.** nothing.
/// **Source.** server/ARCHITECTURE.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** MechanismSpec → Guarantee → Quote → Receipt → Refusal
@NullMarked
package org.vitrail.contract;

import org.jspecify.annotations.NullMarked;
