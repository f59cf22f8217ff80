/// The probability laws of the integer noises: masses and variances, for accountants, tests and readers.
///
/// **Guarantee.** every mass and variance is within 1e-13 of the truth, relatively, wherever it is at least
/// 1e-300.
/// **Public.** everything.   **Private.** nothing: laws know parameters only.
/// **Source.** Canonne, Kamath, Steinke (2020), "The discrete Gaussian for differential privacy"; Inusah,
/// Kozubowski (2006), "A discrete analogue of the Laplace distribution".
/// **Deviations.** none.      **Known gaps.** masses are estimates, not bounds: an accountant rounds them
/// outward.
/// **Read in this order.** DiscreteLaplaceLaw → DiscreteGaussianLaw.
@NullMarked
package org.vitrail.privacy.law;

import org.jspecify.annotations.NullMarked;
