/// What a user asks of the tabular synthesizer.
///
/// **Guarantee.** none of its own: these records carry requests and answers, never private rows.
/// **Public.** every field.   **Private.** nothing.
/// **Source.** server/ARCHITECTURE.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** SynthesisSpec → EngineChoice
@NullMarked
package org.vitrail.contract.synthesis;

import org.jspecify.annotations.NullMarked;
