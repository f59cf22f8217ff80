/// What the page in the browser may know.
///
/// **Guarantee.** nothing private is read: no row, no row count, no release's content, no report; an auditor sees
/// every
/// project, everybody else his own; other people's accounts and sessions are for who may read the ledger.
/// **Public.** all of it.   **Private.** nothing.
/// **Source.** server/adr/0095-the-console.md.
/// **Deviations.** none.      **Known gaps.** the 500 newest charges are shown, older ones are in the ledger only.
/// **Read in this order.** Console → Views → ConsoleRows → Histories → Alarms → Checks.
@NullMarked
package org.vitrail.app.console;

import org.jspecify.annotations.NullMarked;
