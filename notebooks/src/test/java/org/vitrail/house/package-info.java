/// The rules of the house, checked over the whole repository.
///
/// **Guarantee.** none of its own.
/// **Public.** the sources.   **Private.** nothing.
/// **Source.** server/ARCHITECTURE.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** Repository → ArchitectureTest → TidyTest.
@NullMarked
package org.vitrail.house;

import org.jspecify.annotations.NullMarked;
