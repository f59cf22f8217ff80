/// Rules and caps of a dataset: who asks for what, and what was decided.
///
/// **Guarantee.** none of its own: these records carry requests and answers, never private rows.
/// **Public.** every field.   **Private.** nothing.
/// **Source.** server/adr/0115-governance.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** DatasetRules → GrantDataset → ProposeCap → Proposal → DecideCap → LedgerReport
@NullMarked
package org.vitrail.contract.governance;

import org.jspecify.annotations.NullMarked;
