package org.vitrail.app.serving;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;

/// Says what is wrong with the TLS settings before anything is started with them.
final class TlsFiles {
    private TlsFiles() {}

    /// Both or neither, readable, and of the right kind, and both where others can reach the port; says nothing of
    /// what
    /// is in them.
    ///
    /// @param port `flight` or `http`, as in the settings' names
    static void require(String port, String host, Optional<Path> certificate, Optional<Path> key) throws StartFailure {
        String both = "vitrail." + port + ".tls-certificate and vitrail." + port + ".tls-key";
        if (certificate.isPresent() != key.isPresent()) {
            throw new StartFailure(StartFailure.CONFIGURATION, both + " must be set together");
        }
        if (!loopback(port, host) && certificate.isEmpty()) {
            throw new StartFailure(
                    StartFailure.CONFIGURATION,
                    "vitrail." + port + ".host '" + host + "' is reachable by others: set " + both);
        }
        if (certificate.isEmpty() || key.isEmpty()) {
            return;
        }
        try (InputStream chain = Files.newInputStream(certificate.get())) {
            if (CertificateFactory.getInstance("X.509")
                    .generateCertificates(chain)
                    .isEmpty()) {
                throw notPem(port + ".tls-certificate must hold a PEM certificate chain", certificate.get());
            }
            String text = Files.readString(key.get(), StandardCharsets.US_ASCII);
            if (!text.contains("-----BEGIN PRIVATE KEY-----")) {
                throw notPem(port + ".tls-key must hold a PEM key (PKCS#8, without a password)", key.get());
            }
        } catch (CertificateException e) {
            throw notPem(port + ".tls-certificate must hold a PEM certificate chain", certificate.get());
        } catch (IOException e) {
            throw new StartFailure(
                    StartFailure.CONFIGURATION,
                    both + " must be files this user may read, got '" + certificate.get() + "' and '" + key.get()
                            + "'");
        }
    }

    private static boolean loopback(String port, String host) throws StartFailure {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (IOException e) {
            throw new StartFailure(
                    StartFailure.CONFIGURATION,
                    "vitrail." + port + ".host must be an address of this machine, got '" + host + "'");
        }
    }

    /// Certificates of who signs clients' certificates; they need TLS.
    static void requireAuthorities(Path file, boolean tls) throws StartFailure {
        if (!tls) {
            throw new StartFailure(
                    StartFailure.CONFIGURATION,
                    "vitrail.flight.client-ca needs TLS: set vitrail.flight.tls-certificate and tls-key beside it");
        }
        try (InputStream authorities = Files.newInputStream(file)) {
            if (CertificateFactory.getInstance("X.509")
                    .generateCertificates(authorities)
                    .isEmpty()) {
                throw notPem("flight.client-ca must hold PEM certificates", file);
            }
        } catch (CertificateException e) {
            throw notPem("flight.client-ca must hold PEM certificates", file);
        } catch (IOException e) {
            throw new StartFailure(
                    StartFailure.CONFIGURATION,
                    "vitrail.flight.client-ca must be a file this user may read, got '" + file + "'");
        }
    }

    private static StartFailure notPem(String what, Path file) {
        return new StartFailure(StartFailure.CONFIGURATION, "vitrail." + what + ", got '" + file + "'");
    }
}
