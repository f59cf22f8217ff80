/// Rényi differential privacy at integer and fractional orders, and its conversion to (ε, δ).
///
/// **Guarantee.** every Rényi divergence and every ε and δ is an upper bound; each computation states its error and
/// adds it.
/// **Public.** everything.   **Private.** nothing.
/// **Source.** Mironov (2017); Mironov, Talwar, Zhang (2019), sampled Gaussian; Wang, Balle, Kasiviswanathan
/// (2019),
/// Thm 27 and Cor 10; Papernot, Steinke (2021), Thms 2 and 6; Canonne, Kamath, Steinke (2020), Props 5 and 12; Zhu,
/// Dong, Wang (2022), Thm 11; Kairouz et al. (2021), App. D; Durfee, Rogers (2019) with Dong et al. (2020), §3.
/// **Deviations.** fractional orders by quadrature, never by the binomial series, which drops signs.
/// **Known gaps.** Poisson sampling of a discrete Gaussian, and of anything under replace-one, is refused by name;
/// sampling without replacement is for the Gaussian and for pure mechanisms, under replace-one only.
/// **Read in this order.** Orders → RdpCurve → RdpAccountant → SampledGaussian → WithoutReplacement → LossAtoms →
/// SampledLaplace → RepeatAndSelect.
@NullMarked
package org.vitrail.privacy.accounting.rdp;

import org.jspecify.annotations.NullMarked;
