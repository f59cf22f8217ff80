/// Small answers from a web server that this server trusts.
///
/// **Guarantee.** an answer is bounded in size and time, no redirect is followed, and without TLS only this machine
/// is
/// asked unless a setting says otherwise.
/// **Public.** addresses.   **Private.** the headers that carry a user's token; never logged.
/// **Source.** server/adr/0106-sign-in.md.
/// **Deviations.** none.      **Known gaps.** trusts the certificates that the Java runtime trusts.
/// **Read in this order.** WebGet.
@NullMarked
package org.vitrail.app.access.web;

import org.jspecify.annotations.NullMarked;
