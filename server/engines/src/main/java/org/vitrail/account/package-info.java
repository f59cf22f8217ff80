/// `./vitrail account`: prices privacy events given as JSON.
///
/// **Guarantee.** every ε and δ printed is an upper bound; an event that cannot be accounted for is refused by
/// name.
/// **Public.** everything.   **Private.** nothing.
/// **Source.** Dong, Roth, Su (2022), Cor. 3.3; Balle, Wang (2018), Thm 8.
/// **Deviations.** none.      **Known gaps.** Gaussian events only, until further accountants are here.
/// **Read in this order.** AccountMain → AccountCase.
@NullMarked
package org.vitrail.account;

import org.jspecify.annotations.NullMarked;
