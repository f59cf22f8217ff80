/// What a project has released already, so that it is used again instead of bought again.
///
/// **Guarantee.** none of its own: these records carry requests and answers, never private rows.
/// **Public.** every field.   **Private.** nothing.
/// **Source.** server/adr/0115-governance.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** ReleaseSummary
@NullMarked
package org.vitrail.contract.release;

import org.jspecify.annotations.NullMarked;
