package org.vitrail.contract.certificate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.vitrail.contract.signing.SignedMatter;
import org.vitrail.contract.signing.VerifyingKey;
import org.vitrail.contract.wire.Json;

/// A certificate's file: `{"certificate": {…}, "signature": {…}}`. The signature is over the canonical form of the
/// whole member `certificate` (see [CanonicalJson]), so white space and the order of members are free, and nothing
/// else is. The file brings its own public key; that proves that nothing was changed since, not who signed. Who
/// signed is known to those only who got the key on another way.
public final class CertificateFile {
    /// Largest file, in bytes: 8 MiB.
    public static final int BYTES_MAX = 8 << 20;

    private CertificateFile() {}

    /// The signature beside a certificate.
    ///
    /// @param algorithm [VerifyingKey#ALGORITHM]
    /// @param keyId of `publicKey`
    /// @param publicKey SubjectPublicKeyInfo in base64
    /// @param value in base64
    record Seal(String algorithm, String keyId, String publicKey, String value) {}

    /// The bytes to be signed, as [SignedMatter#CERTIFICATE].
    public static byte[] content(Certificate certificate) {
        return CanonicalJson.of(Json.text(certificate)).getBytes(StandardCharsets.UTF_8);
    }

    /// The file.
    ///
    /// @param signature of [#content], by the other half of `key`, in base64
    public static String text(Certificate certificate, VerifyingKey key, String signature) {
        Seal seal = new Seal(VerifyingKey.ALGORITHM, key.id(), key.base64(), signature);
        return CanonicalJson.pretty(CanonicalJson.of(
                "{\"certificate\":" + Json.text(certificate) + ",\"signature\":" + Json.text(seal) + "}"));
    }

    /// Looks at a file; never throws because of what it holds.
    ///
    /// @param trusted the key that must have signed; empty: any
    public static Verification verify(byte[] file, Optional<VerifyingKey> trusted) {
        String certificate;
        Seal seal;
        try {
            SortedMap<String, String> members = members(file);
            certificate = String.valueOf(members.get("certificate"));
            seal = Json.read(String.valueOf(members.get("signature")), Seal.class);
        } catch (IllegalArgumentException e) {
            return new Verification.Unreadable("not a certificate of Vitrail: " + e.getMessage());
        }
        try {
            Optional<String> wrong = wrong(seal, certificate, trusted);
            if (wrong.isPresent()) {
                return new Verification.Invalid("NOT valid: " + wrong.get());
            }
        } catch (IllegalArgumentException e) {
            return new Verification.Invalid("NOT valid: " + e.getMessage());
        }
        try {
            Certificate read = Json.read(certificate, Certificate.class);
            return read.issuer().keyId().equals(seal.keyId())
                    ? new Verification.Valid(read, seal.keyId(), trusted.isPresent())
                    : new Verification.Invalid("NOT valid: the certificate names another key than the one that signed");
        } catch (IllegalArgumentException e) {
            return new Verification.Unreadable(
                    "the signature holds, but this version cannot read the certificate: " + e.getMessage());
        }
    }

    private static SortedMap<String, String> members(byte[] file) {
        if (file.length > BYTES_MAX) {
            throw new IllegalArgumentException("a file of at most " + BYTES_MAX + " bytes expected, got more");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(file))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("text in UTF-8 expected, got other bytes");
        }
        SortedMap<String, String> members = CanonicalJson.members(CanonicalJson.ofCareful(text));
        if (!members.keySet().equals(Set.of("certificate", "signature"))) {
            throw new IllegalArgumentException("the members 'certificate' and 'signature' and no other expected");
        }
        return members;
    }

    private static Optional<String> wrong(Seal seal, String certificate, Optional<VerifyingKey> trusted) {
        if (!VerifyingKey.ALGORITHM.equals(seal.algorithm())) {
            return Optional.of("the algorithm must be " + VerifyingKey.ALGORITHM + ", the file names another");
        }
        if (seal.publicKey() == null || seal.value() == null) {
            return Optional.of("the signature lacks its public key or its value");
        }
        VerifyingKey key = VerifyingKey.ofBase64(seal.publicKey());
        if (!key.id().equals(seal.keyId())) {
            return Optional.of("the key's id does not belong to the public key in the file");
        }
        if (trusted.isPresent() && !trusted.get().equals(key)) {
            return Optional.of("signed by key " + key.id() + ", not by the key you trust, "
                    + trusted.get().id());
        }
        return key.verifies(SignedMatter.CERTIFICATE, certificate.getBytes(StandardCharsets.UTF_8), seal.value())
                ? Optional.empty()
                : Optional.of("the certificate or its signature was changed after it was signed");
    }

    /// SHA-256 in hex of some content, as [Certificate.Release#contentSha256] gives it; reads to the end.
    public static String sha256(InputStream content) throws IOException {
        try {
            DigestInputStream stream = new DigestInputStream(content, MessageDigest.getInstance("SHA-256"));
            stream.transferTo(java.io.OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(stream.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
