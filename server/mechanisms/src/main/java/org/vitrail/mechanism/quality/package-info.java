/// How good synthetic rows are: metrics and reports.
///
/// **Guarantee.** none: a figure computed from private rows is private and marked so.
/// **Public.** figures of the released rows alone.   **Private.** every comparison with private rows.
/// **Source.** Snoke et al. (2018), pMSE; Esteban et al. (2017), train on synthetic, test on real; Tab-PE (2026),
/// arXiv:2606.08259, k-way total variation; Platzer and Reutterer (2021), distance to closest record with a
/// holdout.
/// **Deviations.** see the types.      **Known gaps.** no regression judge: numeric labels of many values get none.
/// **Read in this order.** Cells → MarginalDistance → Score → Utility → QualityReports.
@NullMarked
package org.vitrail.mechanism.quality;

import org.jspecify.annotations.NullMarked;
