/// Gaussian noise for vectors of training size, on an integer grid.
///
/// **Guarantee.** given ideal random bits, the law of a vector of n samples is within n · 2^-120 in total
/// variation of the exact law; nothing reaches a caller that was not drawn under a key of the operating system.
/// **Public.** the number of samples.   **Private.** the samples.
/// **Source.** Marsaglia, MacLaren, Bray (1964), rectangle-wedge-tail; the exactness of the wedges after Karney
/// (2016).
/// **Deviations.** none.
/// **Known gaps.** the time of a fill depends on its samples (see server/known-gaps.md); no Gate method yet.
/// **Read in this order.** CellTables → Wedges → VectorGaussian.
@NullMarked
package org.vitrail.privacy.bulk;

import org.jspecify.annotations.NullMarked;
