/// Unexpected failures, reported without their messages.
///
/// **Guarantee.** no exception's message reaches a client or the log.
/// **Public.** class names and places in the code.   **Private.** messages.
/// **Source.** server/ARCHITECTURE.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** Incidents.
@NullMarked
package org.vitrail.app.incident;

import org.jspecify.annotations.NullMarked;
