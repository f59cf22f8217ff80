/// One worker process for each job: the only place where private rows are opened.
///
/// **Guarantee.** a job runs in a JVM of its own, at the price that was reserved, and ends with a sealed
/// reply or one typed failure; what the worker writes to its error stream is dropped.
/// **Public.** progress, replies, failures.   **Private.** everything else inside the worker.
/// **Source.** server/ARCHITECTURE.md; server/adr/0054-worker-process.md.
/// **Deviations.** none.      **Known gaps.** the worker is a process, not a sandbox: it has the server's
/// file rights.
/// **Read in this order.** WorkerRequest → WorkerReply → Workers → WorkerRun → WorkerMain → ArrowTables.
@NullMarked
package org.vitrail.engine.local;

import org.jspecify.annotations.NullMarked;
