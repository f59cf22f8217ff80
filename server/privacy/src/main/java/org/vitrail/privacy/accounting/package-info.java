/// What noise costs: what happened as events, and Gaussian differential privacy exactly, rounded to the safe side.
/// Other accountants are in packages of their own; `price` asks them all.
///
/// **Guarantee.** charges round up, caps round down, every ε and δ is an upper bound.
/// **Public.** everything.   **Private.** nothing.
/// **Source.** Dong, Roth, Su (2022), Cor. 2.13 and 3.3; Balle, Wang (2018), Thm 8; Smith, Thakurta (2022).
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** PrivacyEvent → Term → Accountant → MuSquared → GaussianAccountant.
///
/// # Worked example
///
/// Twenty-five counts, each with noise of deviation 10 and sensitivity 1:
///
/// ```java
/// MuSquared each = GaussianAccountant.charge(1, 10.0);
/// double epsilon = GaussianAccountant.epsilon(1e-6, each.times(25));
/// ```
///
/// `each` is μ² = 0.01, and all together are (`epsilon`, 1e-6)-DP with `epsilon` about 2.25.
@NullMarked
package org.vitrail.privacy.accounting;

import org.jspecify.annotations.NullMarked;
