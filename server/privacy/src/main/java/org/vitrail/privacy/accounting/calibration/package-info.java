/// Questions asked backwards: which noise, how many steps, what sampling rate a budget allows; and what a promise
/// means
/// for an attacker.
///
/// **Guarantee.** a parameter that comes back meets the budget under the accountant that was asked, with its
/// outward
/// rounding; bounds on an attacker hold for every attack.
/// **Public.** everything.   **Private.** nothing.
/// **Source.** bisection; Dong, Roth, Su (2022), Prop. 2.5 and Def. 2.6; Kairouz, Oh, Viswanath (2015), Thm 2.1;
/// Humphries et al. (2023) for membership advantage.
/// **Deviations.** none.      **Known gaps.** the plan's cost must rise or fall with the parameter; only its ends
/// and
/// what the search visits are looked at.
/// **Read in this order.** Budget → Calibration → TradeOff.
///
/// # Worked example
///
/// The least noise with which one Gaussian measurement is (1, 1e-5)-DP:
///
/// ```java
/// Budget budget = new Budget(1, 1e-5, NeighbouringRelation.ADD_OR_REMOVE_ONE);
/// Calibration calibration = new Calibration(budget, new GdpAccountant());
/// double sigma = calibration.smallestNoise(PrivacyEvent.Gaussian::new).orElseThrow();
/// ```
///
/// `sigma` is 3.7306 times the sensitivity.
@NullMarked
package org.vitrail.privacy.accounting.calibration;

import org.jspecify.annotations.NullMarked;
