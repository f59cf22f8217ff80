/// The engines behind the server's own ports: ingest and worker processes.
///
/// **Guarantee.** none of its own.
/// **Public.** requests, prices, releases.   **Private.** nothing: rows are in the workers' processes.
/// **Source.** server/ARCHITECTURE.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** Parts → EngineParts.
@NullMarked
package org.vitrail.app.worker;

import org.jspecify.annotations.NullMarked;
