/// What the tabular engines share: the task, the forecast, the one method that makes rows.
///
/// **Guarantee.** an engine charges at most its allowance and looks at rows only through `Sensitive` and the gate.
/// **Public.** [EngineTask], [Forecast].   **Private.** the rows given to `synthesize`.
/// **Source.** server/ARCHITECTURE.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** EngineTask → Forecast → Engine.
@NullMarked
package org.vitrail.mechanism.synthesis.engine;

import org.jspecify.annotations.NullMarked;
