/// The tokens of JupyterHub's users.
///
/// **Guarantee.** a token signs in only as long as the Hub answers for it, plus at most 60 s, and only with the scope
/// that the Hub's administrator gives for this server.
/// **Public.** users, groups, scopes.   **Private.** tokens: sent to the Hub alone; kept as SHA-256 for 60 s at most.
/// **Source.** JupyterHub REST API 5, `GET /user`; server/adr/0106-sign-in.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** HubSettings → HubTokens.
@NullMarked
package org.vitrail.app.access.hub;

import org.jspecify.annotations.NullMarked;
