package org.vitrail.app.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.http.HttpServerOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.app.kit.TestServer;

/// What the HTTP port refuses to listen like.
class HttpSideTest {
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
}
