/// What can be typed behind each magic, as picocli classes.
///
/// **Guarantee.** none of its own: whatever it handles was released or is the caller's own upload.
/// **Public.** every answer of the server.   **Private.** nothing.
/// **Source.** server/ARCHITECTURE.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** SynthesizeArgs → Arguments
@NullMarked
package org.vitrail.magic.args;

import org.jspecify.annotations.NullMarked;
