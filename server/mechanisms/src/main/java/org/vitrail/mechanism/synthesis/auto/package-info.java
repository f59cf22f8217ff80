/// AUTO: pays for one noisy vote, then hands the rest to the engine it names.
///
/// **Guarantee.** vote and engine together charge at most the allowance; the choice is post-processing of released
/// sums.
/// **Public.** the choice, the noisy vote.   **Private.** rows, the blocks' single votes.
/// **Source.** Nissim, Raskhodnikova, Smith (2007), sample and aggregate; server/adr/0031.
/// **Deviations.** Gaussian noise on the sum instead of smooth sensitivity: a unit is in one block.
/// **Known gaps.** without a label that can be split on there is no evidence: marginals.
/// **Read in this order.** AutoEngine → DepthVote.
@NullMarked
package org.vitrail.mechanism.synthesis.auto;

import org.jspecify.annotations.NullMarked;
