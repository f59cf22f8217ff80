/// Talks to a server: the Flight client, the start of the embedded server, tables from Arrow streams.
///
/// **Guarantee.** none of its own: whatever it handles was released or is the caller's own upload.
/// **Public.** every answer of the server.
/// **Private.** uploads pass through in pieces of 1 MiB; nothing of them is kept.
/// **Source.** server/ARCHITECTURE.md, server/adr/0081-client-and-embedded-server.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** Endpoint → Credential → FlightLink → ServerAccess → EmbeddedServer → JobRun → FrameReader.
@NullMarked
package org.vitrail.magic.client;

import org.jspecify.annotations.NullMarked;
