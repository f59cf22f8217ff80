/// What a team, its owner, its officer and its auditor see: releases that exist, rules, grants, proposals, the
/// ledger.
///
/// **Guarantee.** none of its own: whoever asks sees what the server lets his role see.
/// **Public.** every field of what is shown.   **Private.** nothing.
/// **Source.** server/adr/0115-governance.md, server/adr/0116-delivering-a-listed-release.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** AdminArgs → GovernanceView → ReleasesView → ShortId → TimeWords.
@NullMarked
package org.vitrail.magic.governance;

import org.jspecify.annotations.NullMarked;
