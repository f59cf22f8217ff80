/// A notebook's own accountant: opening it and reading it.
///
/// **Guarantee.** none of its own: these records carry requests and answers, never private rows.
/// **Public.** every field.   **Private.** nothing.
/// **Source.** server/ARCHITECTURE.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** OpenSession → SessionView → BudgetView → ReleaseLine
@NullMarked
package org.vitrail.contract.session;

import org.jspecify.annotations.NullMarked;
