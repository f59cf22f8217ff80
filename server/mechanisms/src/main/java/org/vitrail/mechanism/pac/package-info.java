/// Answers of PAC privacy: planned here, computed by an engine that has SQL.
///
/// **Guarantee.** a plan is made without rows: from the query's text, the declared columns and the owner's terms.
/// **Public.** everything here.   **Private.** nothing.
/// **Source.** server/adr/0140-pac-on-the-server.md.
/// **Deviations.** no `Mechanism`: its price is in nats, and its run needs the universe that it answers in.
/// **Known gaps.** none.
/// **Read in this order.** PacPlanner → PacPlan
@NullMarked
package org.vitrail.mechanism.pac;

import org.jspecify.annotations.NullMarked;
