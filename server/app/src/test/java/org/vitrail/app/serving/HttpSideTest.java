package org.vitrail.app.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.app.kit.TestServer;

/// What the HTTP port listens like, and what it refuses to.
class HttpSideTest {
    private static final char[] PASSWORD = "of-this-test".toCharArray();

    @TempDir
    Path folder;

    private static HttpServerOptions options(Map<String, String> settings) {
        HttpServerOptions options = new HttpServerOptions();
        new HttpSide(TestServer.config(settings), new Running()).customizeHttpServer(options);
        return options;
    }

    @Test
    void loopback_withoutTls_isPlain() {
        assertThat(options(Map.of()).isSsl()).isFalse();
        assertThat(options(Map.of("vitrail.http.host", "::1")).isSsl()).isFalse();
    }

    @Test
    void anotherAddress_withoutTls_isRefused() {
        assertThatThrownBy(() -> options(Map.of("vitrail.http.host", "0.0.0.0")))
                .hasMessage("vitrail.http.host '0.0.0.0' is reachable by others: set vitrail.http.tls-certificate and"
                        + " vitrail.http.tls-key");
    }

    @Test
    void certificate_withoutItsKeyOrNotOne_isRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("not.pem"), "nothing");
        assertThatThrownBy(() -> options(Map.of("vitrail.http.tls-certificate", file.toString())))
                .hasMessageContaining("must be set together");
        assertThatThrownBy(() -> options(Map.of(
                        "vitrail.http.tls-certificate", file.toString(), "vitrail.http.tls-key", file.toString())))
                .hasMessageContaining("vitrail.http.tls-certificate must hold a PEM certificate chain");
    }

    /// `keytool` of this JDK makes the certificate, and what it says decides whom a client trusts.
    @Test
    void handshake_withTheConfiguredCertificate_isTrustedByWhoKnowsIt_andByNobodyElse() throws Exception {
        KeyStore keys = selfSigned();
        Path certificate = pem("CERTIFICATE", keys.getCertificate("vitrail").getEncoded());
        Path key = pem("PRIVATE KEY", keys.getKey("vitrail", PASSWORD).getEncoded());
        Vertx vertx = Vertx.vertx();
        try {
            HttpServer server = vertx.createHttpServer(options(Map.of(
                            "vitrail.http.tls-certificate", certificate.toString(),
                            "vitrail.http.tls-key", key.toString())))
                    .requestHandler(request -> request.response().end("seen"))
                    .listen(0, "127.0.0.1")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            HttpRequest ask = HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + server.actualPort() + "/"))
                    .build();
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(keys);
            SSLContext knows = SSLContext.getInstance("TLS");
            knows.init(new KeyManager[0], trust.getTrustManagers(), new SecureRandom());
            try (HttpClient client = HttpClient.newBuilder().sslContext(knows).build();
                    HttpClient stranger = HttpClient.newHttpClient()) {
                assertThat(client.send(ask, BodyHandlers.ofString()).body()).isEqualTo("seen");
                assertThatThrownBy(() -> stranger.send(ask, BodyHandlers.ofString()))
                        .isInstanceOf(SSLHandshakeException.class);
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    private KeyStore selfSigned() throws Exception {
        Path file = folder.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "vitrail",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=IP:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return KeyStore.getInstance(file.toFile(), PASSWORD);
    }

    private Path pem(String what, byte[] der) throws IOException {
        String body = Base64.getMimeEncoder().encodeToString(der);
        return Files.writeString(
                folder.resolve(what.replace(' ', '-') + ".pem"),
                "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
    }
}
