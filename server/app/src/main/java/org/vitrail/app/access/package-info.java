/// Who calls: bearer tokens, roles, projects.
///
/// **Guarantee.** none of its own.
/// **Public.** users, roles, projects.   **Private.** tokens: only their SHA-256 is kept, none is ever logged.
/// **Source.** server/adr/0060-tokens-and-the-data-folder.md.
/// **Deviations.** none.      **Known gaps.** tokens are read once, at the start.
/// **Read in this order.** Role → Caller → Tokens.
@NullMarked
package org.vitrail.app.access;

import org.jspecify.annotations.NullMarked;
