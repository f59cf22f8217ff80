/// Paid schema inference: types, bounds, categories and missing flags of columns that nobody declared.
///
/// **Guarantee.** for neighbours that differ in one unit, with probability at most `plan.delta` a value of
/// that unit alone comes out; given that none does, the releases are μ-GDP, μ² = `plan.charge`. With
/// `plan.delta` = 0 it is μ-GDP.
///
/// **Proof.** A unit is one row ([org.vitrail.mechanism.port.CellSource]); of a person one row is drawn,
/// whichever other rows there are, so couple the draws of neighbours and condition on them. Then (1) the
/// class counts change by 1 in one of four cells of each of d columns: L2² <= d, measured in one call of
/// the gate; (2) coarse and (3) fine counts change by 1 in at most one cell of each of n columns of
/// numbers: L2² <= n each; the fine grid is chosen from released counts; (4) the values of one column of
/// text change by 1 in at most one key, which the gate's rule for unlisted keys covers with a share of
/// `delta`. Charges are shares of `plan.charge` rounded down, chosen from released counts, summed and
/// capped by the gate (Dong, Roth, Su 2022, Cor. 3.3; Smith, Thakurta 2022). The shares of `delta` sum to
/// at most `plan.delta`. For composition with later releases see server/adr/0052.
/// **Public.** names, declared types, the grids, the charge, and the answer.   **Private.** the cells.
/// **Source.** bounds: Google's differential privacy library, ApproximateBounds (a power-of-two histogram);
/// categories: Korolova, Kenthapadi, Mishra, Ntoulas (2009); Wilkins, Kifer, Zhang, Karrer (2024), arXiv
/// 2202.01100.
/// **Deviations.** Gaussian noise, sums of the k outermost cells against sqrt(k) deviations, and a second,
/// finer grid; the sum of the
/// deltas rather than the exact bound of 2202.01100.      **Known gaps.** running time depends on the rows.
/// **Read in this order.** UnknownColumn → SchemaPlan → SchemaInference → InferenceRun → Tally →
/// InferredSchema.
@NullMarked
package org.vitrail.mechanism.schema;

import org.jspecify.annotations.NullMarked;
