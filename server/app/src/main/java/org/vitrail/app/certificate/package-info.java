/// Certificates of releases, made from receipts and signed.
///
/// **Guarantee.** a certificate holds public facts only; only the release's project gets it, whoever of it
/// may read certificates.
/// **Public.** certificates.   **Private.** nothing.
/// **Source.** server/adr/0100-certificates.md; NIST SP 800-226 (2025).
/// **Deviations.** none.      **Known gaps.** the words speak of the Gaussian ledger, the one there is.
/// **Read in this order.** Certificates → CertificateWords.
@NullMarked
package org.vitrail.app.certificate;

import org.jspecify.annotations.NullMarked;
