package org.vitrail.magic.certificate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vitrail.contract.certificate.Certificate;
import org.vitrail.contract.certificate.CertificateFile;
import org.vitrail.contract.certificate.Verification;
import org.vitrail.contract.signing.VerifyingKey;

/// What came of verifying a certificate's file, and the rows beside it; no server is asked.
///
/// @param status 0: all that was compared holds; 1: something does not; 2: a file cannot be read
/// @param lines one clear line for each thing that was looked at
/// @param certificate present with status 0
public record CertificateCheck(int status, List<String> lines, Optional<Certificate> certificate) {
    private static final int INVALID = 1;
    private static final int UNREADABLE = 2;

    public CertificateCheck {
        lines = List.copyOf(lines);
    }

    /// Verifies.
    ///
    /// @param key a PEM file with the public key that must have signed
    /// @param data the released rows, as `%dp_certificate --rows` saves them
    public static CertificateCheck of(Path file, Optional<Path> key, Optional<Path> data) {
        Optional<VerifyingKey> trusted;
        Verification found;
        try {
            trusted = key.isPresent() ? Optional.of(VerifyingKey.ofPem(text(key.get()))) : Optional.empty();
            found = CertificateFile.verify(bytes(file), trusted);
        } catch (IllegalArgumentException e) {
            return new CertificateCheck(UNREADABLE, List.of(String.valueOf(e.getMessage())), Optional.empty());
        }
        return switch (found) {
            case Verification.Valid valid -> withData(valid, data);
            case Verification.Invalid invalid ->
                new CertificateCheck(INVALID, List.of(invalid.line()), Optional.empty());
            case Verification.Unreadable unreadable ->
                new CertificateCheck(UNREADABLE, List.of(unreadable.line()), Optional.empty());
        };
    }

    private static CertificateCheck withData(Verification.Valid valid, Optional<Path> data) {
        Certificate certificate = valid.certificate();
        if (data.isEmpty()) {
            return new CertificateCheck(0, List.of(valid.line()), Optional.of(certificate));
        }
        try (InputStream content = Files.newInputStream(data.get())) {
            boolean same =
                    CertificateFile.sha256(content).equals(certificate.release().contentSha256());
            String line = same
                    ? "the rows in '" + data.get() + "' are the released ones"
                    : "NOT valid: the bytes of '" + data.get()
                            + "' are not the released ones (%dp_certificate --rows saves those)";
            return new CertificateCheck(
                    same ? 0 : INVALID,
                    List.of(valid.line(), line),
                    same ? Optional.of(certificate) : Optional.empty());
        } catch (IOException e) {
            return new CertificateCheck(UNREADABLE, List.of(valid.line(), unreadable(data.get())), Optional.empty());
        }
    }

    private static String text(Path file) {
        return new String(bytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    /// A little more than the largest certificate is enough to know that a file is none.
    private static byte[] bytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(CertificateFile.BYTES_MAX + 1);
        } catch (IOException e) {
            throw new IllegalArgumentException(unreadable(file));
        }
    }

    private static String unreadable(Path file) {
        return "cannot read '" + file + "'; a file that this user may read was expected";
    }
}
