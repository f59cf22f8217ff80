/// The server's configuration.
///
/// **Guarantee.** none of its own.
/// **Public.** every value.   **Private.** nothing: tokens and keys are files that are named here.
/// **Source.** server/adr/0060-tokens-and-the-data-folder.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** VitrailConfig.
@NullMarked
package org.vitrail.app.config;

import org.jspecify.annotations.NullMarked;
