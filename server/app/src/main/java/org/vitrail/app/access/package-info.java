/// Who calls, and who may do what: tokens, roles, projects, the table of permissions.
///
/// **Guarantee.** a call without a valid token, or without the role it needs, does nothing; nobody approves what he
/// proposed.
/// **Public.** users, roles, projects.   **Private.** tokens: only their SHA-256 is kept, none is ever logged.
/// **Source.** server/ARCHITECTURE.md "Who may what", server/adr/0060-tokens-and-the-data-folder.md,
/// server/adr/0105-roles-and-the-table.md, server/adr/0106-sign-in.md.
/// **Deviations.** none.      **Known gaps.** wrong tokens are not counted; a call that has begun ends under the
/// token
/// it began with.
/// **Read in this order.** Role → Permission → Access → Caller → SignIn → SignedIn → Tokens → GroupMap.
@NullMarked
package org.vitrail.app.access;

import org.jspecify.annotations.NullMarked;
