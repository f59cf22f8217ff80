/// The bytes on the wire: JSON, action names, request fingerprints.
///
/// **Guarantee.** none of its own: these records carry requests and answers, never private rows.
/// **Public.** every field.   **Private.** nothing.
/// **Source.** server/ARCHITECTURE.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** Json → ActionName → WireNames → ServerFile → TokenFile → Fingerprint
@NullMarked
package org.vitrail.contract.wire;

import org.jspecify.annotations.NullMarked;
