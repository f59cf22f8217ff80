/// Privacy loss distributions: what a composition fixed in advance costs, from above and from below.
///
/// **Guarantee.** `bound` is never below the true ε or δ, `lower` never above: no term of the error is left out.
/// **Public.** everything.   **Private.** nothing.
/// **Source.** Doroshenko, Ghazi, Kamath, Kumar, Manurangsi (2022), connect-the-dots; Koskela, Jälkö, Honkela (2020),
/// Fourier accountant; Zhu, Dong, Wang (2022), Thm 11, sampling; Ganesh (2025), arXiv 2508.15089, truncated batches.
/// **Deviations.** exponential tilt; evaluation on the spectrum, without inverse transform; cells of uneven width.
/// **Known gaps.** no sampling without replacement, trees or repeat-and-select. The error of `Math.exp` and `Math.log`
/// is taken to be the one ulp of their specification.
/// **Read in this order.** PldAccountant → Steps → GaussianLaw → Lattice → Spectrum → Profile → Bounds.
///
/// # Derivation
///
/// L = log dP/dQ under P, Y = e^(−L). δ(ε) = E g(Y_1 … Y_T) with g(y) = (1 − e^ε y)_+, convex and falling in each Y_i.
///
/// 1. **Cells, above.** A cell of losses [a, b] moved to its ends so that its mass stays and E Y does not grow is a
///    mean-preserving spread of Y, or lower: E g grows. That is connect-the-dots, for cells of any width.
/// 2. **Cells, below.** A cell moved to the point −log E[Y | cell] lowers E g (Jensen). Rounding that point to the
///    lattice moves it by H; ΣH exceeds its mean by t with probability at most e^(−2t²/Σ range²) (Hoeffding), so
///    δ(ε) >= δ'(ε + E ΣH + t) − that probability.
/// 3. **Tails.** Losses above the last cell go to infinity, with mass bounded by e^(−z²/2); below the first, up into
/// it.
/// 4. **Tilt.** With lattice masses p_k and any c > 0, w_k = p_k e^(ckh − K), δ(ε) = p_∞ + e^(TK − cε) Σ_j v_j w*^T(m +
/// j),
///    v_j = e^(−cx)(1 − e^(−x)) at x = (m + j)h − ε >= 0. At the saddle point the sum has no small parts.
/// 5. **Circle.** Modulo N the sum is (1/N) Σ_k A_k e^(2πikm/N) G_k, A the product of the spectra's powers and
///    G_k = Σ_j v_j z_k^j a quotient of geometric series: no inverse transform and no cut-off. Whatever wraps around
/// has
///    positive weight, so the bound from above stays one. From below, mass under ε counts at most e^(−cNh)/(1 −
/// e^(−cNh)),
///    mass above ε + Nh at most E e^(sL) e^(−sε)/(e^((s−c)Nh) − 1) for every s > c; both are taken off.
/// 6. **Round-off.** Transform: every output is off by e <= (stages + 1) · 12 u · Σw ([RealFourier]). Powers: |â^T −
/// a^T| <=
///    (x + e)^T (T e/(x + e) + 4uT), x = |â| ([Spectrum]). Sum: 128 u of each term. Entries with |a| below 2e or
/// e^(−60/T)
///    are dropped; their bound times (1/N) Σ|G_k|, by Cauchy-Schwarz and Parseval, is added.
/// 7. **Masses and losses.** Relative errors of masses and weights enter as a factor e^(Tρ), errors of losses as a
/// shift Tτ.
///
/// # Worked example
///
/// A hundred sampled steps:
///
/// ```java
/// PrivacyEvent step = new PrivacyEvent.PoissonSampled(0.01, new PrivacyEvent.Gaussian(1.0));
/// PldResult epsilon = PldAccountant.epsilon(
///         new PrivacyEvent.SelfComposed(step, 100), NeighbouringRelation.ADD_OR_REMOVE_ONE, 1e-5);
/// ```
///
/// The true ε at δ = 1e-5 is between `epsilon.lower()` and `epsilon.bound()`.
///
/// MNIST with batches of 256, σ = 1.1, 60 epochs: q = 256/60000, T = 14062, δ = 1e-5.
/// `PldAccountant.epsilon(new SelfComposed(new PoissonSampled(q, new Gaussian(1.1)), 14062), ADD_OR_REMOVE_ONE, 1e-5)`:
/// c = 5.9, the tilted sum has deviation 0.62, h = 1.3e-5, N = 2^19; ε is at most 2.3815985 and at least 2.3758; the
/// truth
/// is 2.38159692, and RDP gives 2.597.
@NullMarked
package org.vitrail.privacy.accounting.pld;

import org.jspecify.annotations.NullMarked;
