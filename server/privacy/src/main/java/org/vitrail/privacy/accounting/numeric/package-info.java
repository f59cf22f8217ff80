/// Arithmetic that several accountants share: outward rounding, sums of logarithms, moments without cancellation.
///
/// **Guarantee.** each method states its error; what is called `up` is not below the exact value.
/// **Public.** everything; the module does not export this package.   **Private.** nothing.
/// **Source.** Loader (2000), for binomial probabilities; the rest is elementary.
/// **Deviations.** none.      **Known gaps.** errors are bounded by counting operations, not by interval
/// arithmetic.
/// **Read in this order.** Outward → LogSum → Excess → Binomial.
@NullMarked
package org.vitrail.privacy.accounting.numeric;

import org.jspecify.annotations.NullMarked;
