package org.vitrail.contract.certificate;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrail.contract.Guarantee;
import org.vitrail.contract.signing.SignedMatter;
import org.vitrail.contract.signing.VerifyingKey;

/// A certificate with every member filled in, and keys to sign it.
final class Samples {
    static final LedgerHead HEAD = new LedgerHead("dataset/clinic", 41, "cd".repeat(32));

    /// A key pair of its own.
    record Signer(KeyPair pair) {
        static Signer fresh() throws Exception {
            return new Signer(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
        }

        VerifyingKey key() {
            return VerifyingKey.of(pair.getPublic().getEncoded());
        }

        String sign(byte[] content) throws Exception {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(SignedMatter.CERTIFICATE.signedBytes(content));
            return Base64.getEncoder().encodeToString(signature.sign());
        }

        String file(Certificate certificate) throws Exception {
            return CertificateFile.text(certificate, key(), sign(CertificateFile.content(certificate)));
        }
    }

    private Samples() {}

    static Certificate certificate(String keyId) {
        return certificate(keyId, Optional.of(HEAD));
    }

    static Certificate certificate(String keyId, Optional<LedgerHead> head) {
        return new Certificate(
                Certificate.FORMAT,
                new Certificate.Issuer("Vitrail", "0.1", keyId, "2026-11-27T04:00:00Z"),
                new Certificate.Release(
                        "0f0e7c1e-6d1c-4a40-9a2f-3b3f1f1f1f1f",
                        "synthetic table",
                        "2026-11-27T03:00:00.123Z",
                        "ab".repeat(32),
                        "ef".repeat(32),
                        Map.of("rows", "20", "epsilon", "1", "seed", "-9223372036854775808")),
                new Certificate.Dataset(
                        "clinic", "olga", "12".repeat(32), List.of("age: whole numbers from 0 to 99, clamped")),
                new Guarantee.DifferentialPrivacy(
                        0.9999999999999999, 1e-6, 9_007_199_254_740_993L, "one row", "add or remove one unit"),
                new Certificate.Mechanism(
                        "marginals (McKenna 2022)",
                        "synthesis-1",
                        List.of("σ = 3.5 on 4 marginals"),
                        "ChaCha20",
                        false),
                new Certificate.Accounting(
                        "mu^2",
                        9_007_199_254_740_993L,
                        "Gaussian differential privacy",
                        List.of(new Certificate.Theorem("Dong, Roth, Su", 2022, "Cor. 3.3", "composition"))),
                new Certificate.DatasetTotal(
                        3,
                        1e-6,
                        10_000_000_000_000_000L,
                        9_007_199_254_740_999L,
                        1.25,
                        6,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                List.of("one row for each unit"),
                List.of("the schema: \"names\" and * bounds"),
                List.of("nothing else"),
                List.of(
                        new Certificate.Statement("collusion", "The cap sums over all analysts."),
                        new Certificate.Statement("composition", "It adds up."),
                        new Certificate.Statement("post-processing", "Free."),
                        new Certificate.Statement("side channels", "Time.")),
                head);
    }
}
