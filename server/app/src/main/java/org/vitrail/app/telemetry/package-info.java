/// What the server tells of its own work: times, counts and traces.
///
/// **Guarantee.** no user, dataset, project, notebook, column or value is in a metric or a trace; a label is one of a
/// closed set of words, a span's only identifier is the job's random one.
/// **Public.** counts, durations.   **Private.** nothing.
/// **Source.** server/adr/0096-metrics-health-and-traces.md.
/// **Deviations.** none.      **Known gaps.** how long a job ran is public anyway: its receipt says so.
/// **Read in this order.** Telemetry.
@NullMarked
package org.vitrail.app.telemetry;

import org.jspecify.annotations.NullMarked;
