/// The key that the server signs certificates and checkpoints of the ledger with.
///
/// **Guarantee.** none of its own.
/// **Public.** the public half and its id.   **Private.** the private half: in one file that only its owner may read.
/// **Source.** RFC 8032; server/adr/0100-certificates.md.
/// **Deviations.** none.      **Known gaps.** no hardware token; a new key is a new identity, old signatures keep the
/// old one.
/// **Read in this order.** SigningKey.
@NullMarked
package org.vitrail.app.signing;

import org.jspecify.annotations.NullMarked;
