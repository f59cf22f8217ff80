/// The shape every mechanism has: Spec → Plan → Run → Released.
///
/// **Guarantee.** a plan is made without rows; a run charges at most what its plan says.
/// **Public.** specs, plans and facts.   **Private.** the rows given to `run`.
/// **Source.** server/ARCHITECTURE.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** Mechanism → Plan → Product.
@NullMarked
package org.vitrail.mechanism;

import org.jspecify.annotations.NullMarked;
