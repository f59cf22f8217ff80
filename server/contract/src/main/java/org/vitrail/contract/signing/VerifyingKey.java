package org.vitrail.contract.signing;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/// The public half of a server's signing key: checks signatures, offline.
///
/// The one algorithm is Ed25519 (RFC 8032, EdDSA by Bernstein, Duif, Lange, Schwabe, Yang 2012); there is no way to
/// ask for another. The encoding is the 44-byte SubjectPublicKeyInfo of RFC 8410, and no other is accepted.
public final class VerifyingKey {
    /// The algorithm's name in files.
    public static final String ALGORITHM = "Ed25519";
    /// Bytes of a signature.
    public static final int SIGNATURE_BYTES = 64;

    private static final String LABEL = "PUBLIC KEY";
    private static final int KEY_BYTES = 32;
    private static final int ID_HEX_DIGITS = 16;
    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private final byte[] encoded;
    private final PublicKey key;

    private VerifyingKey(byte[] encoded, PublicKey key) {
        this.encoded = encoded;
        this.key = key;
    }

    /// The key of a SubjectPublicKeyInfo.
    ///
    /// @throws IllegalArgumentException if it is not an Ed25519 key in the encoding of RFC 8410
    public static VerifyingKey of(byte[] subjectPublicKeyInfo) {
        byte[] bytes = subjectPublicKeyInfo.clone();
        boolean form = bytes.length == PREFIX.length + KEY_BYTES
                && Arrays.equals(bytes, 0, PREFIX.length, PREFIX, 0, PREFIX.length);
        if (!form) {
            throw new IllegalArgumentException(
                    "a public key must be Ed25519, 44 bytes of SubjectPublicKeyInfo (RFC 8410), got " + bytes.length
                            + " bytes of another form");
        }
        try {
            return new VerifyingKey(
                    bytes, KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(bytes)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("a public key must be a point of Ed25519's curve, got other 32 bytes");
        }
    }

    /// The key of a PEM file (`-----BEGIN PUBLIC KEY-----`), as the server writes it and as
    /// `openssl pkey -pubout` does.
    ///
    /// @throws IllegalArgumentException one line: what was expected
    public static VerifyingKey ofPem(String text) {
        return of(PemBlock.read(LABEL, text));
    }

    /// The key of a SubjectPublicKeyInfo in base64, as it stands in certificates: with padding, without line breaks.
    ///
    /// @throws IllegalArgumentException one line: what was expected
    public static VerifyingKey ofBase64(String text) {
        return of(bytes("a public key", text));
    }

    /// The bytes of canonical base64, the one spelling that [Base64#getEncoder] writes.
    private static byte[] bytes(String what, String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(what + " must be base64, got other characters");
        }
        if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException(what + " must be base64 in its one canonical spelling");
        }
        return bytes;
    }

    /// The name of the key: the first 16 hex digits of SHA-256 of the SubjectPublicKeyInfo.
    public String id() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(encoded);
            return HexFormat.of().formatHex(digest).substring(0, ID_HEX_DIGITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }

    /// The SubjectPublicKeyInfo in base64.
    public String base64() {
        return Base64.getEncoder().encodeToString(encoded);
    }

    /// The PEM file.
    public String pem() {
        return PemBlock.write(LABEL, encoded);
    }

    /// Whether that signature of that content was made by this key's other half.
    public boolean verifies(SignedMatter matter, byte[] content, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(key);
            check.update(matter.signedBytes(content));
            return check.verify(signature);
        } catch (SignatureException e) {
            return false; // not a point, or a scalar out of range
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every JDK since 15", e);
        }
    }

    /// Whether that signature, in base64, of that content was made by this key's other half.
    ///
    /// @throws IllegalArgumentException if it is not canonical base64
    public boolean verifies(SignedMatter matter, byte[] content, String signature) {
        return verifies(matter, content, bytes("a signature", signature));
    }

    /// Equal if the key is.
    @Override
    public boolean equals(Object other) {
        return other instanceof VerifyingKey that && Arrays.equals(encoded, that.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    @Override
    public String toString() {
        return ALGORITHM + " key " + id();
    }
}
