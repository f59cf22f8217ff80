/// Requests and answers of PAC privacy: what may be learnt of a secret half of the units, in nats.
///
/// **Guarantee.** none of its own: these records carry requests and answers, never private rows.
/// **Public.** every field.   **Private.** nothing.
/// **Source.** Xiao, Devadas (2023); server/adr/0140-pac-on-the-server.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** PacTerms → PacSpec → PacPrice → PacBudget → PacOverTime → PacCapChange
@NullMarked
package org.vitrail.contract.pac;

import org.jspecify.annotations.NullMarked;
