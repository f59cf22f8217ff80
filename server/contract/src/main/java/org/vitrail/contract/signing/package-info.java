/// Checking signatures, offline: the JDK's Ed25519, one encoding, one key id.
///
/// **Guarantee.** a signature verifies for the matter it was made for, and for no other.
/// **Public.** everything here.   **Private.** nothing: the other half of the key is the server's alone.
/// **Source.** RFC 8032, RFC 8410, RFC 7468; server/adr/0100-certificates.md.
/// **Deviations.** none.      **Known gaps.** a key says who signed only to those who got it on another way.
/// **Read in this order.** SignedMatter → VerifyingKey → PemBlock.
@NullMarked
package org.vitrail.contract.signing;

import org.jspecify.annotations.NullMarked;
