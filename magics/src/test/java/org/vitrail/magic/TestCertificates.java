package org.vitrail.magic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;

/// Certificates made with the JDK's keytool.
///
/// @param folder where the files go
record TestCertificates(Path folder) {
    private static final String PASSWORD = "changeit";

    /// A self-signed certificate of `host` as two PEM files, `NAME.crt` and `NAME.key`.
    Path make(String name, String host) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "it",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-validity",
                        "2",
                        "-ext",
                        "san=" + host,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor())
                .as(folder.resolve("keytool.log").toString())
                .isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        pem(
                name + ".key",
                "PRIVATE KEY",
                keys.getKey("it", PASSWORD.toCharArray()).getEncoded());
        return pem(name + ".crt", "CERTIFICATE", keys.getCertificate("it").getEncoded());
    }

    private Path pem(String file, String kind, byte[] bytes) throws Exception {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(bytes);
        return Files.writeString(
                folder.resolve(file), "-----BEGIN " + kind + "-----\n" + body + "\n-----END " + kind + "-----\n");
    }
}
