/// PAC privacy on a table that the notebook holds: the same engine as the server's, no server needed.
///
/// **Guarantee.** all answers about one table in one kernel tell at most the sum of their charges about which half of
/// its units was used; the cap is set once. It binds what is shown to others, not the user, who has the table.
/// **Public.** answers, charges, promises, settings.   **Private.** the table, its worlds' outputs, sizes of noise.
/// **Source.** org.vitrail.privacy.pac.
/// **Deviations.** none.
/// **Known gaps.** a new kernel draws a new secret half: what was published before is not remembered.
/// **Read in this order.** Promise → Pac → PacTable → PacAnswer → PacArgs → PacRequest → PacAlgorithm.
@NullMarked
package org.vitrail.magic.pac;

import org.jspecify.annotations.NullMarked;
