/// Certificates of releases: what they say, how they are signed, how anybody verifies them without a server.
///
/// **Guarantee.** none of its own: a certificate repeats the guarantee of its release.
/// **Public.** all of a certificate.   **Private.** nothing.
/// **Source.** server/adr/0100-certificates.md; RFC 8785; NIST SP 800-226 (2025).
/// **Deviations.** RFC 8785 over fewer values, with integers of 64 bits (see CanonicalJson).
/// **Known gaps.** a certificate cannot be recalled.
/// **Read in this order.** Certificate → CertificateFile → Verification → CanonicalJson → RegistryRecord.
@NullMarked
package org.vitrail.contract.certificate;

import org.jspecify.annotations.NullMarked;
