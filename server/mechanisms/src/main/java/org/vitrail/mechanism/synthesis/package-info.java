/// The tabular synthesizer: evolution, marginals, and the hybrid that chooses.
///
/// **Guarantee.** (ε, δ)-DP through GDP, add-or-remove one unit; unit = one row or one person with bounded rows.
/// **Public.** every field of `SynthesisSpec`, the schema.   **Private.** rows, their number, label counts, votes.
/// **Source.** Lin et al. (2024), arXiv:2305.15560; Tab-PE (2026), arXiv:2606.08259; McKenna et al. (2022), AIM.
/// **Deviations.** see server/adr.      **Known gaps.** see server/known-gaps.md.
/// **Read in this order.** SynthesisPlanner → SynthesisPlan → SynthesisMechanism.
@NullMarked
package org.vitrail.mechanism.synthesis;

import org.jspecify.annotations.NullMarked;
