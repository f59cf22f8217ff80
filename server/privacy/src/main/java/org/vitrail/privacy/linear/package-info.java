/// Linear algebra of small matrices.
///
/// **Guarantee.** none that a privacy argument needs: see [SymmetricEigen].
/// **Public.** nothing by itself.   **Private.** what it is given.
/// **Source.** Golub, Van Loan (2013), sections 5.2 and 8.5.
/// **Deviations.** none.      **Known gaps.** written for up to a few hundred rows.
/// **Read in this order.** SymmetricEigen, Orthonormal.
@NullMarked
package org.vitrail.privacy.linear;

import org.jspecify.annotations.NullMarked;
