/// The console over HTTP: a static page and a JSON API.
///
/// **Guarantee.** no call without a token and a permission; no cookie; nothing is loaded from elsewhere; a name is
/// text,
/// never HTML; a body has at most 4 KiB.
/// **Public.** what the caller may see.   **Private.** nothing.
/// **Source.** server/adr/0095-the-console.md; Content Security Policy Level 3 and Trusted Types (W3C).
/// **Deviations.** none.      **Known gaps.** no limit on how often somebody tries a token: they are 256 bits.
/// **Read in this order.** ConsoleRoutes → Api → Pages → Headers → MetricsGuard.
@NullMarked
package org.vitrail.app.console.web;

import org.jspecify.annotations.NullMarked;
