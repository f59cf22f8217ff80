/// Submitting a job, its events, its end.
///
/// **Guarantee.** none of its own: these records carry requests and answers, never private rows.
/// **Public.** every field.   **Private.** nothing.
/// **Source.** server/ARCHITECTURE.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** SubmitJob → JobTicket → JobEvent
@NullMarked
package org.vitrail.contract.job;

import org.jspecify.annotations.NullMarked;
