/// Registering a dataset and reading its public facts.
///
/// **Guarantee.** none of its own: these records carry requests and answers, never private rows.
/// **Public.** every field.   **Private.** nothing.
/// **Source.** server/ARCHITECTURE.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** RegisterDataset → Inference → TableLink → DatasetView
@NullMarked
package org.vitrail.contract.dataset;

import org.jspecify.annotations.NullMarked;
