package org.vitrail.app.signing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.vitrail.app.access.Tokens;
import org.vitrail.contract.signing.PemBlock;
import org.vitrail.contract.signing.SignedMatter;
import org.vitrail.contract.signing.VerifyingKey;

/// The server's Ed25519 key pair. The private half never leaves this class and its file.
///
/// [VerifyingKey] says what the algorithm, the encoding and the key's id are. Safe for use by many threads.
public final class SigningKey {
    /// The private half in the data folder: PEM, PKCS#8, readable by its owner only.
    public static final String PRIVATE_FILE = "signing-key.pem";
    /// The public half in the data folder, to be given to whoever wants to check: PEM, SubjectPublicKeyInfo.
    public static final String PUBLIC_FILE = "signing-key.pub.pem";

    private static final String LABEL = "PRIVATE KEY";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final PrivateKey secret;
    private final VerifyingKey verifying;

    private SigningKey(PrivateKey secret, VerifyingKey verifying) {
        this.secret = secret;
        this.verifying = verifying;
    }

    /// The key that the server of that data folder signs with. Without a configured file it is [#PRIVATE_FILE]
    /// in the folder, made on the first start. The public half is written beside it either way. The caller holds
    /// the folder's lock.
    ///
    /// @param configured a file of the same form, which several replicas share
    /// @throws IllegalArgumentException one line, without anything of the key: what is wrong with a file
    public static SigningKey open(Path dataFolder, Optional<Path> configured) throws IOException {
        Path own = dataFolder.resolve(PRIVATE_FILE);
        Path published = dataFolder.resolve(PUBLIC_FILE);
        if (configured.isEmpty() && !Files.exists(own)) {
            if (Files.exists(published)) {
                throw new IllegalArgumentException("the data folder has " + PUBLIC_FILE + " but not " + PRIVATE_FILE
                        + ": put the key file back, or remove " + PUBLIC_FILE
                        + " to sign with a new key that nobody knows yet");
            }
            Tokens.writeOwnerOnly(own, newPem().getBytes(StandardCharsets.US_ASCII));
        }
        SigningKey key = read(configured.orElse(own));
        byte[] pem = key.verifying.pem().getBytes(StandardCharsets.US_ASCII);
        if (!Files.exists(published) || !Arrays.equals(Files.readAllBytes(published), pem)) {
            Tokens.writeOwnerOnly(published, pem);
        }
        return key;
    }

    /// The key of a file.
    ///
    /// @throws IllegalArgumentException as for [#open]
    static SigningKey read(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IllegalArgumentException(
                    "vitrail.signing-key must be a file this user may read, got '" + file + "'");
        }
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")
                && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IllegalArgumentException("the signing key " + file.getFileName()
                    + " must be readable by its owner only; run chmod 600 on it");
        }
        try {
            byte[] der = PemBlock.read(LABEL, Files.readString(file, StandardCharsets.ISO_8859_1));
            PrivateKey secret =
                    KeyFactory.getInstance(VerifyingKey.ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(der));
            return new SigningKey(secret, publicHalf(secret));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("the signing key " + file.getFileName()
                    + " must be one Ed25519 key in PEM, PKCS#8 without a password (openssl genpkey -algorithm"
                    + " ed25519 makes one)");
        }
    }

    private static String newPem() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(VerifyingKey.ALGORITHM).generateKeyPair();
            return PemBlock.write(LABEL, pair.getPrivate().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(VerifyingKey.ALGORITHM + " is part of every JDK since 15", e);
        }
    }

    /// The JDK tells the public half only when it makes a pair; so it makes the pair again, from the seed that
    /// an Ed25519 private key is (RFC 8032, section 5.1.5). That the halves belong together is then checked.
    private static VerifyingKey publicHalf(PrivateKey secret) throws GeneralSecurityException {
        byte[] seed = secret instanceof EdECPrivateKey ed ? ed.getBytes().orElseThrow() : new byte[0];
        KeyPairGenerator generator = KeyPairGenerator.getInstance(VerifyingKey.ALGORITHM);
        generator.initialize(NamedParameterSpec.ED25519, new Seed(seed));
        VerifyingKey verifying =
                VerifyingKey.of(generator.generateKeyPair().getPublic().getEncoded());
        byte[] probe = new byte[0];
        if (!verifying.verifies(SignedMatter.CERTIFICATE, probe, sign(secret, SignedMatter.CERTIFICATE, probe))) {
            throw new IllegalStateException("this JDK derives no public key from an Ed25519 seed; use JDK 25");
        }
        return verifying;
    }

    /// Gives the bytes of a key that exists, once; nothing here is random.
    private static final class Seed extends SecureRandom {
        private static final long serialVersionUID = 1L;

        private final transient byte[] seed;

        Seed(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != seed.length) {
                throw new IllegalStateException("an Ed25519 key has 32 bytes, not " + bytes.length);
            }
            System.arraycopy(seed, 0, bytes, 0, seed.length);
        }
    }

    /// Signs; the same content gets the same signature always.
    ///
    /// @return 64 bytes
    public byte[] sign(SignedMatter matter, byte[] content) {
        try {
            return sign(secret, matter, content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the signing key was checked when it was read", e);
        }
    }

    private static byte[] sign(PrivateKey secret, SignedMatter matter, byte[] content) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(VerifyingKey.ALGORITHM);
        signature.initSign(secret);
        signature.update(matter.signedBytes(content));
        return signature.sign();
    }

    /// A key for another purpose, which tells nothing of this one: HMAC-SHA256 of the purpose, under the
    /// private half.
    ///
    /// @param purpose names it; each purpose has a key of its own
    /// @return 32 bytes, to be told to nobody
    public byte[] derived(String purpose) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getEncoded(), "HmacSHA256"));
            return mac.doFinal(("vitrail derived key 1\n" + purpose).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HMAC-SHA256 is part of every JDK", e);
        }
    }

    /// The public half.
    public VerifyingKey verifyingKey() {
        return verifying;
    }

    /// Never the private half.
    @Override
    public String toString() {
        return "SigningKey[" + verifying.id() + "]";
    }
}
