/// Jobs: quote, reserve, start, run, store, deliver, replay.
///
/// **Guarantee.** nothing runs before its charge is reserved and started, durably; what started stays spent; a
/// release
/// and its receipt are stored in one transaction; the same request of the same project is delivered again at no
/// cost,
/// byte for byte.
/// **Public.** requests, prices, releases.   **Private.** nothing: rows are seen by workers only, in their own
/// process.
/// **Source.** server/adr/0063-the-way-of-a-job.md.
/// **Deviations.** none.      **Known gaps.** one owner's report at a time.
/// **Read in this order.** JobService → JobFlow → Pricing → Workers → Delivery → StoredReleases → OwnerReports.
@NullMarked
package org.vitrail.app.job;

import org.jspecify.annotations.NullMarked;
