/// Accountants by closed formulas: sums of (ε, δ), optimal composition, zero-concentrated and Gaussian privacy.
///
/// **Guarantee.** every ε and δ is an upper bound, rounded outward.
/// **Public.** everything.   **Private.** nothing.
/// **Source.** Dwork, Roth (2014), Thm 3.16; Kairouz, Oh, Viswanath (2015), Thm 3.3, and Murtagh, Vadhan (2016);
/// Canonne, Kamath, Steinke (2020), Prop. 12; Dong, Roth, Su (2022); Balle, Barthe, Gaboardi (2018), Thms 8 and 9.
/// **Deviations.** none.      **Known gaps.** optimal composition of unequal mechanisms is left to the PLD
/// accountant.
/// **Read in this order.** EpsilonDelta → SumAccountant → OptimalComposition → ZcdpAccountant → GdpAccountant →
/// GroupPrivacy.
@NullMarked
package org.vitrail.privacy.accounting.composition;

import org.jspecify.annotations.NullMarked;
