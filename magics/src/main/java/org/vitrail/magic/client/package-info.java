/// Talks to a server
///
/// **Guarantee.** none of its own: whatever it handles was released or is the caller's own upload.
/// **Public.** every answer of the server.   **Private.**  the Flight client, the embedded server's start, tables from
/// Arrow streams..
/// **Source.** server/ARCHITECTURE.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** uploads and delivered synthetic rows pass through; nothing is kept:FlightLink → ServerAccess
/// → EmbeddedServer → JobRun → FrameReader → PendingJobs
@NullMarked
package org.vitrail.magic.client;

import org.jspecify.annotations.NullMarked;
