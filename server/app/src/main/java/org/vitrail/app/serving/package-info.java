/// The process: start, folder, end.
///
/// **Guarantee.** two servers never share a data folder; nobody but its owner can read it; without TLS it listens
/// on
/// loopback only.
/// **Public.** `server.json`.   **Private.** the data folder.
/// **Source.** server/adr/0060-tokens-and-the-data-folder.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** VitrailServer → ServerFolder → Main.
@NullMarked
package org.vitrail.app.serving;

import org.jspecify.annotations.NullMarked;
