/// What the outside gives to a mechanism.
///
/// **Guarantee.** none of its own.
/// **Public.** [PublicFacts], progress.   **Private.** a [Table] or [CellSource] of private rows, always
/// inside `Sensitive`.
/// **Source.** server/ARCHITECTURE.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** Table → CellSource → PublicFacts → Progress.
@NullMarked
package org.vitrail.mechanism.port;

import org.jspecify.annotations.NullMarked;
