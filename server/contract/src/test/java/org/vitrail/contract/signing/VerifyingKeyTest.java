package org.vitrail.contract.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class VerifyingKeyTest {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    /// The key of RFC 8410, section 10.1.
    private static final String RFC_8410 = """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
            -----END PUBLIC KEY-----
            """;

    @Test
    void ofPem_theKeyOfRfc8410_isReadAndWrittenBack() {
        VerifyingKey key = VerifyingKey.ofPem(RFC_8410);

        assertThat(key.pem()).isEqualTo(RFC_8410);
        assertThat(VerifyingKey.ofBase64(key.base64())).isEqualTo(key);
        assertThat(key.id()).matches("[0-9a-f]{16}");
    }

    @Test
    void verifies_aSignatureForAnotherMatterContentOrKey_isFalse() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        VerifyingKey key = VerifyingKey.of(pair.getPublic().getEncoded());
        Signature signer = Signature.getInstance("Ed25519");
        signer.initSign(pair.getPrivate());
        signer.update("vitrail-certificate-v1\ncontent".getBytes(StandardCharsets.US_ASCII));
        byte[] signature = signer.sign();

        assertThat(key.verifies(SignedMatter.CERTIFICATE, CONTENT, signature)).isTrue();
        assertThat(key.verifies(
                        SignedMatter.CERTIFICATE, CONTENT, Base64.getEncoder().encodeToString(signature)))
                .isTrue();
        assertThat(key.verifies(SignedMatter.CHECKPOINT, CONTENT, signature)).isFalse();
        assertThat(key.verifies(SignedMatter.CERTIFICATE, new byte[0], signature))
                .isFalse();
        assertThat(VerifyingKey.ofPem(RFC_8410).verifies(SignedMatter.CERTIFICATE, CONTENT, signature))
                .isFalse();
        assertThat(key.verifies(SignedMatter.CERTIFICATE, CONTENT, new byte[63]))
                .isFalse();
        for (int i = 0; i < signature.length; i++) {
            byte[] bent = signature.clone();
            bent[i] ^= 1;
            assertThat(key.verifies(SignedMatter.CERTIFICATE, CONTENT, bent))
                    .as("byte %d", i)
                    .isFalse();
        }
    }

    @Test
    void of_otherKeysAndSpellings_areRefused() throws Exception {
        byte[] rsaLike = HexFormat.of().parseHex("302a300506032b6571032100" + "00".repeat(32));
        byte[] x25519 = KeyPairGenerator.getInstance("X25519")
                .generateKeyPair()
                .getPublic()
                .getEncoded();
        String padded = VerifyingKey.ofPem(RFC_8410).base64();

        assertThatThrownBy(() -> VerifyingKey.of(rsaLike)).hasMessageContaining("Ed25519");
        assertThatThrownBy(() -> VerifyingKey.of(x25519)).hasMessageContaining("Ed25519");
        assertThatThrownBy(() -> VerifyingKey.of(new byte[0])).hasMessageContaining("got 0 bytes");
        assertThatThrownBy(() -> VerifyingKey.ofBase64(padded.replace("=", ""))).hasMessageContaining("canonical");
        assertThatThrownBy(() -> VerifyingKey.ofBase64(padded.replace("uE=", "uF=")))
                .hasMessageContaining("canonical");
        assertThatThrownBy(() -> VerifyingKey.ofBase64("*")).hasMessageContaining("base64");
        assertThatThrownBy(() -> VerifyingKey.ofPem(RFC_8410 + RFC_8410)).hasMessageContaining("one PEM block");
        assertThatThrownBy(() -> VerifyingKey.ofPem(RFC_8410.replace("PUBLIC", "PRIVATE")))
                .hasMessageContaining("PUBLIC KEY");
    }
}
