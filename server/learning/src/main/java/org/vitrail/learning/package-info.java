/// Learning algorithms as black boxes for PAC privacy: deterministic, defined for every set of rows, of one public
/// output length, and in canonical form, because noise follows the variance of the output vector.
///
/// **Guarantee.** the same rows give the same output; no state between calls; nothing random but by a seed.
/// **Public.** settings, numbers of columns and classes, bounds of columns, output lengths.   **Private.** rows,
/// outputs.
/// **Source.** Sridhar, Xiao, Devadas (2025): canonical forms and regularised trees; the algorithms' own at each
/// class.
/// **Deviations.** leaf labels are part of a forest's output or a second answer; columns are scaled by public bounds;
/// see
/// server/adr/0121.
/// **Known gaps.** a forest of small halves has labels that differ from half to half and need much noise.
/// **Read in this order.** Examples → Learner → KMeans → Rebalanced → LinearClassifier → ThresholdForest →
/// RandomDecisionTrees.
@NullMarked
package org.vitrail.learning;

import org.jspecify.annotations.NullMarked;
