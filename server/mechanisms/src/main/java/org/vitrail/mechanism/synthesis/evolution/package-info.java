/// Private Evolution for tables: candidates, votes, and particles that explain every released histogram.
///
/// **Guarantee.** μ²-GDP of the allowance for one unit added or removed: counts + marginals + T histograms, each
/// released
/// once by the gate; labels share a histogram, so a person's votes are bounded jointly.
/// **Public.** everything but [Rows].   **Private.** [Rows], inside `Sensitive` only.
/// **Source.** Lin et al. (2024), arXiv:2305.15560; Tab-PE (2026), arXiv:2606.08259; McKenna, Sheldon, Miklau
/// (2019).
/// **Deviations.** server/adr/0030: selection by a fit to all histograms instead of the last one alone; 0032: the
/// published labels are distilled.
/// **Known gaps.** a number label is not split on: one population holds all rows.
/// **Read in this order.** EvolutionEngine → Evolution → Spending → Rows → Population → Fit → Labelled.
@NullMarked
package org.vitrail.mechanism.synthesis.evolution;

import org.jspecify.annotations.NullMarked;
