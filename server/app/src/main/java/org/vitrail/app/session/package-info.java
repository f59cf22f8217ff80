/// A notebook's own accountant.
///
/// **Guarantee.** a session never spends more than its cap, all sessions together never more than the dataset's.
/// **Public.** all of it.   **Private.** nothing.
/// **Source.** server/adr/0062-sessions-and-datasets.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** Sessions → SessionStore → SessionRow.
@NullMarked
package org.vitrail.app.session;

import org.jspecify.annotations.NullMarked;
