/// Labels for synthetic rows, learned from a released model's own particles: a few rows then teach what the many would.
///
/// **Guarantee.** post-processing only: nothing here can reach a private row or the gate.
/// **Public.** particles, weights, labels.   **Private.** nothing.
/// **Source.** Friedman (2001), boosting; Hinton, Vinyals, Dean (2015), distillation; Berthelot et al. (2019).
/// **Deviations.** server/adr/0032.
/// **Known gaps.** labels follow the features more closely than in the private rows.
/// **Read in this order.** Teacher → Boosting → BoostedTree.
@NullMarked
package org.vitrail.mechanism.synthesis.distillation;

import org.jspecify.annotations.NullMarked;
