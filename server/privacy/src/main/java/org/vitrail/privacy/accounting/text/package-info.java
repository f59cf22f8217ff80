/// Events as people and files write them: `poisson_gaussian(q=0.01, sigma=1.1, count=1000)`.
///
/// **Guarantee.** what is read is what is priced; a field that is missing or out of range is refused by name, range
/// and value.
/// **Public.** everything.   **Private.** nothing.
/// **Source.** the field names are those of common accounting test vectors.
/// **Deviations.** under REPLACE_ONE, `sigma` of `gaussian` and `poisson_gaussian` is relative to one record's
/// contribution, and two opposite contributions are priced; the API's noise multiplier never doubles.
/// **Known gaps.** none.
/// **Read in this order.** EventFields → EventReader → EventText.
@NullMarked
package org.vitrail.privacy.accounting.text;

import org.jspecify.annotations.NullMarked;
