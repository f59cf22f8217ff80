/// The marginals engine: select, measure, generate, in seconds.
///
/// **Guarantee.** every figure derived from rows is an integer count released by the gate with a proven
/// sensitivity.
/// **Public.** grids, released counts and everything computed from them.   **Private.** rows, codes, exact counts.
/// **Source.** McKenna, Miklau, Sheldon (2021), MST; McKenna et al. (2022), AIM; Zhang et al. (2021), PrivSyn.
/// **Deviations.** server/adr/0032-distilled-labels.md.      **Known gaps.** server/known-gaps.md.
/// **Read in this order.** MarginalsEngine → Budget → ColumnGrid → OneWay → Coding.
@NullMarked
package org.vitrail.mechanism.synthesis.marginals;

import org.jspecify.annotations.NullMarked;
