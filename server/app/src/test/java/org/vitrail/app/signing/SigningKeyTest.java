package org.vitrail.app.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.contract.signing.SignedMatter;
import org.vitrail.contract.signing.VerifyingKey;

class SigningKeyTest {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    /// Test 1 of RFC 8032, section 7.1.
    private static final String RFC_8032_SECRET = "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g";

    @TempDir
    private Path folder;

    @Test
    void open_anEmptyFolder_makesAKeyOnceThatOnlyItsOwnerReads() throws Exception {
        SigningKey first = SigningKey.open(folder, Optional.empty());
        SigningKey second = SigningKey.open(folder, Optional.empty());
        Path secret = folder.resolve(SigningKey.PRIVATE_FILE);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
        assertThat(second.verifyingKey()).isEqualTo(first.verifyingKey());
        VerifyingKey published = VerifyingKey.ofPem(Files.readString(folder.resolve(SigningKey.PUBLIC_FILE)));
        byte[] signature = first.sign(SignedMatter.CHECKPOINT, CONTENT);
        assertThat(published.verifies(SignedMatter.CHECKPOINT, CONTENT, signature))
                .isTrue();
        assertThat(published.verifies(SignedMatter.CERTIFICATE, CONTENT, signature))
                .isFalse();
        assertThat(first.toString()).contains(published.id()).doesNotContain("PRIVATE");
    }

    @Test
    void open_twoFolders_makesTwoKeys(@TempDir Path other) throws Exception {
        assertThat(SigningKey.open(folder, Optional.empty()).verifyingKey())
                .isNotEqualTo(SigningKey.open(other, Optional.empty()).verifyingKey());
    }

    @Test
    void open_theKeyOfRfc8032_hasThePublicHalfThatStandsThere() throws Exception {
        Path file = key(RFC_8032_SECRET);

        SigningKey shared = SigningKey.open(folder, Optional.of(file));

        assertThat(shared.verifyingKey().base64())
                .isEqualTo("MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
        assertThat(folder.resolve(SigningKey.PRIVATE_FILE)).doesNotExist();
        assertThat(folder.resolve(SigningKey.PUBLIC_FILE))
                .hasContent(shared.verifyingKey().pem());
    }

    @Test
    void open_aLostPrivateHalf_isNotReplacedSilently() throws Exception {
        SigningKey.open(folder, Optional.empty());
        Files.delete(folder.resolve(SigningKey.PRIVATE_FILE));

        assertThatThrownBy(() -> SigningKey.open(folder, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("put the key file back");
    }

    @Test
    void open_filesThatAreNoKeyOrThatOthersRead_areRefusedWithoutQuotingThem() throws Exception {
        Path garbage = key("c2VjcmV0IHNlY3JldA==");
        assertThatThrownBy(() -> SigningKey.open(folder, Optional.of(garbage)))
                .hasMessageContaining("openssl genpkey")
                .hasMessageNotContaining("c2VjcmV0");

        Path open = key(RFC_8032_SECRET);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> SigningKey.open(folder, Optional.of(open))).hasMessageContaining("chmod 600");

        assertThatThrownBy(() -> SigningKey.open(folder, Optional.of(folder.resolve("absent.pem"))))
                .hasMessageContaining("absent.pem");
    }

    private Path key(String base64) throws Exception {
        Path file = folder.resolve("shared.pem");
        Files.writeString(file, "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return file;
    }
}
