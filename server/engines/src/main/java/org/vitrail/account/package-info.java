/// `./vitrail account`: prices privacy events given as JSON.
///
/// **Guarantee.** every ε and δ printed is an upper bound, every σ meets its budget; an event that cannot be
/// accounted
/// for is refused by name. A malformed case costs one line with `error`, never the run.
/// **Public.** everything.   **Private.** nothing.
/// **Source.** the field names are those of the accounting test vectors; the theorems are in `vitrail-privacy`.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** AccountMain → AccountCase → EpsilonCase → CalibrationCase → ExactCase → JsonFields.
@NullMarked
package org.vitrail.account;

import org.jspecify.annotations.NullMarked;
