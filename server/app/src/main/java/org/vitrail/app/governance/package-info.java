/// Who decides on a dataset: rules for requests, grants to other projects, and caps that two people raise.
///
/// **Guarantee.** a cap is raised only by an officer who did not propose it; every rule, grant, proposal and decision
/// is kept, and noted in the dataset's ledger.
/// **Public.** all of it.   **Private.** nothing.
/// **Source.** server/adr/0115-governance.md, 0146-raised-pac-caps.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** Governance → Proposals → PacCaps → RuleBook.
@NullMarked
package org.vitrail.app.governance;

import org.jspecify.annotations.NullMarked;
