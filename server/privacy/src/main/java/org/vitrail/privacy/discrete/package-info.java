/// Integer laws and selection, sampled exactly with rational parameters: discrete Laplace, discrete Gaussian,
/// the exponential mechanism, permute-and-flip.
///
/// **Guarantee.** every sample has exactly the stated distribution given ideal random bits; only integers
/// decide.
/// **Public.** the parameters, the number of cells or candidates.   **Private.** counts, scores, samples.
/// **Source.** Canonne, Kamath, Steinke (2020), Alg. 1 to 3; McSherry, Talwar (2007); McKenna, Sheldon (2020).
/// **Deviations.** noise of probability e^(−1024) stops growing.
/// **Known gaps.** the time of a selection depends on the scores (see server/known-gaps.md).
/// **Read in this order.** ExponentialCoin → DiscreteNoise → Selection.
@NullMarked
package org.vitrail.privacy.discrete;

import org.jspecify.annotations.NullMarked;
