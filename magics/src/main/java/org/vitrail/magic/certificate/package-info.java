/// Verifying certificates without a server, and what can be typed behind the two magics about them.
///
/// **Guarantee.** none of its own.
/// **Public.** certificates and public keys.   **Private.** nothing.
/// **Source.** server/adr/0100-certificates.md.
/// **Deviations.** none.      **Known gaps.** none.
/// **Read in this order.** CertificateCheck → VerifyArgs → CertificateArgs.
@NullMarked
package org.vitrail.magic.certificate;

import org.jspecify.annotations.NullMarked;
