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
///
/// # Worked example
///
/// Two counts with discrete Laplace noise of scale 3/2, that is, with ε = 2/3 for a sensitivity of 1:
///
/// ```java
/// long[] noisy = DiscreteNoise.secure().addLaplace(new long[] {40, 2}, 3, 2);
/// ```
///
/// Mechanisms do not call this: they go through `Gate.laplace`, which takes the scale from the charge.
@NullMarked
package org.vitrail.privacy.discrete;

import org.jspecify.annotations.NullMarked;
