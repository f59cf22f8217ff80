/// Mains that measure the ledger: charges beside a bare statement, verification, delivery of a release that exists.
///
/// **Guarantee.** none: measurements on made-up budgets.
/// **Public.** everything.   **Private.** nothing.
/// **Source.** server/benchmarks.md.
/// **Deviations.** none.      **Known gaps.** figures hold for the machine they were taken on.
/// **Read in this order.** BenchLedger → ChargeBench → VerifyBench → ReplayBench.
@NullMarked
package org.vitrail.app.bench;

import org.jspecify.annotations.NullMarked;
