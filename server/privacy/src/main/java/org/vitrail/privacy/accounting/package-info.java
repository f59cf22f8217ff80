/// What noise costs: Gaussian differential privacy, exactly, rounded to the safe side.
///
/// **Guarantee.** charges round up, caps round down, every ε and δ is an upper bound.
/// **Public.** everything.   **Private.** nothing.
/// **Source.** Dong, Roth, Su (2022), Cor. 2.13 and 3.3; Balle, Wang (2018), Thm 8; Smith, Thakurta (2022).
/// **Deviations.** none.      **Known gaps.** PLD is in `accounting.pld`; RDP and zCDP are not here yet.
/// **Read in this order.** MuSquared → GaussianAccountant.
@NullMarked
package org.vitrail.privacy.accounting;

import org.jspecify.annotations.NullMarked;
