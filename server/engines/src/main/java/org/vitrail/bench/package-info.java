/// Benchmark programs: they read the test data sets beside the repository and print figures; no product code.
///
/// **Guarantee.** none: the data sets are public.
/// **Public.** everything.   **Private.** nothing.
/// **Source.** reference sections 10.3 to 10.5 and 17.
/// **Deviations.** see server/benchmarks.md.      **Known gaps.** none.
/// **Read in this order.** BenchTables → SynthesisBench; VotesData → VotesBench.
@NullMarked
package org.vitrail.bench;

import org.jspecify.annotations.NullMarked;
