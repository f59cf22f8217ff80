package org.vitrail.magic;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrail.contract.certificate.Certificate;
import org.vitrail.contract.certificate.CertificateFile;
import org.vitrail.contract.signing.SignedMatter;
import org.vitrail.contract.signing.VerifyingKey;

/// A key pair and a certificate that a server with it could issue.
public final class CertificateSamples {
    private final KeyPair pair;

    /// A fresh key.
    public CertificateSamples() {
        try {
            pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The public half.
    public VerifyingKey key() {
        return VerifyingKey.of(pair.getPublic().getEncoded());
    }

    /// A certificate of that release from `clinic`.
    public Certificate certificate(String id, String contentSha256) {
        return certificate(id, contentSha256, "clinic");
    }

    /// A certificate of that release from that dataset.
    public Certificate certificate(String id, String contentSha256, String dataset) {
        return new Certificate(
                Certificate.FORMAT,
                new Certificate.Issuer("Vitrail", "test", key().id(), "2026-11-27T04:00:00Z"),
                new Certificate.Release(
                        id, "synthetic table", "2026-11-27T03:00:00Z", "ab", contentSha256, Map.of("rows", "3")),
                new Certificate.Dataset(dataset, "ann", "ab12", List.of("age: <whole> numbers")),
                Samples.guarantee(),
                new Certificate.Mechanism("marginals", "1", List.of("σ = 2"), "the operating system", false),
                new Certificate.Accounting(
                        "mu^2",
                        30_000_000_000L,
                        "Gaussian",
                        List.of(new Certificate.Theorem("Dong, Roth, Su", 2022, "Cor. 3.3", "sums"))),
                new Certificate.DatasetTotal(
                        3,
                        1e-6,
                        400_000_000_000L,
                        30_000_000_000L,
                        1,
                        0,
                        Optional.empty(),
                        Optional.of(new Certificate.OverTime(2, 60_000_000_000L, 1.5, 1e-6)),
                        Optional.empty()),
                List.of("one unit is one row"),
                List.of("the schema"),
                List.of("nothing"),
                List.of(new Certificate.Statement("collusion", "They may pool & share.")),
                Optional.empty());
    }

    /// Its file.
    public String file(Certificate certificate) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(SignedMatter.CERTIFICATE.signedBytes(CertificateFile.content(certificate)));
            return CertificateFile.text(certificate, key(), Base64.getEncoder().encodeToString(signature.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
