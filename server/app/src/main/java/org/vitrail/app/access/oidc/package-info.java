/// OpenID Connect bearer tokens: JSON Web Tokens checked against the keys that their issuer publishes.
///
/// **Guarantee.** only a token that the configured issuer signed (RS256, ES256) for this server's audience, and that
/// is
/// not expired, signs in; no key is used for longer than 15 minutes without the issuer having shown it again.
/// **Public.** the issuer, its keys.   **Private.** tokens: kept for the length of one call.
/// **Source.** RFC 7519, RFC 7517, RFC 8725; OpenID Connect Discovery 1.0; server/adr/0106-sign-in.md.
/// **Deviations.** none.      **Known gaps.** a token cannot be revoked before it expires; encrypted tokens are
/// refused.
/// **Read in this order.** OidcSettings → IssuerKeys → OidcTokens.
@NullMarked
package org.vitrail.app.access.oidc;

import org.jspecify.annotations.NullMarked;
