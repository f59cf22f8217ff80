/// The public description of a table: columns, declared domains, privacy unit.
///
/// **Guarantee.** none of its own: these records carry requests and answers, never private rows.
/// **Public.** every field.   **Private.** nothing.
/// **Source.** server/ARCHITECTURE.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** TableSchema → Column → Domain → PrivacyUnit
@NullMarked
package org.vitrail.contract.table;

import org.jspecify.annotations.NullMarked;
