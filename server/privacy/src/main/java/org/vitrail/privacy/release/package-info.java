/// The only way from private to public values.
///
/// **Guarantee.** every [Released] value came through a [Gate], which added the noise and counted the charge.
/// **Public.** everything `Released`.   **Private.** everything `Sensitive`.
/// **Source.** Dong, Roth, Su (2022), Cor. 3.3 (composition of Gaussian mechanisms).
/// **Deviations.** none.      **Known gaps.** a side effect inside `Sensitive.map` compiles; reviewed by hand.
/// **Read in this order.** Sensitive → Released → Gate → OwnerOnly.
@NullMarked
package org.vitrail.privacy.release;

import org.jspecify.annotations.NullMarked;
