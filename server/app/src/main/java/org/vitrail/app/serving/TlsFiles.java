package org.vitrail.app.serving;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;

/// Says what is wrong with the TLS settings before anything is started with them.
final class TlsFiles {
    private static final String BOTH = "vitrail.flight.tls-certificate and vitrail.flight.tls-key must ";

    private TlsFiles() {}

    /// Both or neither, readable, and of the right kind; says nothing of what is in them.
    static void require(Optional<Path> certificate, Optional<Path> key, Optional<Path> clientCa) throws StartFailure {
        if (clientCa.isPresent()) {
            requireAuthorities(clientCa.get(), certificate.isPresent());
        }
        if (certificate.isPresent() != key.isPresent()) {
            throw new StartFailure(StartFailure.CONFIGURATION, BOTH + "be set together");
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            return;
        }
        try (InputStream chain = Files.newInputStream(certificate.get())) {
            if (CertificateFactory.getInstance("X.509")
                    .generateCertificates(chain)
                    .isEmpty()) {
                throw notPem("tls-certificate must hold a PEM certificate chain", certificate.get());
            }
            String text = Files.readString(key.get(), StandardCharsets.US_ASCII);
            if (!text.contains("-----BEGIN PRIVATE KEY-----")) {
                throw notPem("tls-key must hold a PEM key (PKCS#8, without a password)", key.get());
            }
        } catch (CertificateException e) {
            throw notPem("tls-certificate must hold a PEM certificate chain", certificate.get());
        } catch (IOException e) {
            throw new StartFailure(
                    StartFailure.CONFIGURATION,
                    BOTH + "be files this user may read, got '" + certificate.get() + "' and '" + key.get() + "'");
        }
    }

    private static void requireAuthorities(Path file, boolean tls) throws StartFailure {
        if (!tls) {
            throw new StartFailure(
                    StartFailure.CONFIGURATION,
                    "vitrail.flight.client-ca needs TLS: set vitrail.flight.tls-certificate and tls-key beside it");
        }
        try (InputStream authorities = Files.newInputStream(file)) {
            if (CertificateFactory.getInstance("X.509")
                    .generateCertificates(authorities)
                    .isEmpty()) {
                throw notPem("client-ca must hold PEM certificates", file);
            }
        } catch (CertificateException e) {
            throw notPem("client-ca must hold PEM certificates", file);
        } catch (IOException e) {
            throw new StartFailure(
                    StartFailure.CONFIGURATION,
                    "vitrail.flight.client-ca must be a file this user may read, got '" + file + "'");
        }
    }

    private static StartFailure notPem(String what, Path file) {
        return new StartFailure(StartFailure.CONFIGURATION, "vitrail.flight." + what + ", got '" + file + "'");
    }
}
