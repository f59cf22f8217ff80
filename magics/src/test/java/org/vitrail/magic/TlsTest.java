package org.vitrail.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.magic.client.EmbeddedServer;

/// TLS by configuration: certificates made here, a real server, the real magic.
@Timeout(1_200) // far beyond what a busy machine needs
class TlsTest {
    @TempDir
    Path folder;

    private final TestKernel kernel = new TestKernel();
    private VitrailExtension extension;
    private Path token;

    @BeforeEach
    void start() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        RealServerFixture.writeTokens(data);
        token = Files.writeString(folder.resolve("token"), RealServerFixture.OWNER);
        extension = new VitrailExtension(new EmbeddedServer(
                folder.resolve("none"), Optional.of(RealServerFixture.serverJar()), Duration.ofSeconds(60)));
        extension.install(kernel);
    }

    @AfterEach
    void stop() {
        extension.uninstall(kernel);
        kernel.close();
    }

    private Path certificate(String name, String host) throws Exception {
        return new TestCertificates(folder).make(name, host);
    }

    private ServerProcess serve(String... settings) throws Exception {
        ServerProcess server = ServerProcess.start(RealServerFixture.serverJar(), folder.resolve("data"), settings);
        assertThat(server.process().isAlive()).as(server.log()).isTrue();
        return server;
    }

    private ServerProcess serveTls(Path certificate) throws Exception {
        String key = certificate.toString().replace(".crt", ".key");
        return serve("vitrail.flight.tls-certificate=" + certificate, "vitrail.flight.tls-key=" + key);
    }

    private void connect(String scheme, ServerProcess server, Path... ca) throws Exception {
        String url = scheme + "://127.0.0.1:" + server.file().flightPort();
        if (ca.length == 0) {
            kernel.run("vitrail", url, "--token-file", token.toString());
        } else {
            kernel.run("vitrail", url, "--token-file", token.toString(), "--ca", ca[0].toString());
        }
    }

    private void refuses(String expected, String scheme, ServerProcess server, Path... ca) {
        assertThatThrownBy(() -> connect(scheme, server, ca))
                .isInstanceOf(MagicFailure.class)
                .hasMessageContaining(expected)
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining(RealServerFixture.OWNER);
    }

    @Test
    void connect_withTheRightCertificate_worksAndEveryOtherWayIsRefusedInOneLine() throws Exception {
        Path right = certificate("right", "ip:127.0.0.1");
        Path wrong = certificate("wrong", "ip:127.0.0.1");
        Path text = Files.writeString(folder.resolve("text.crt"), "no certificate");
        try (ServerProcess server = serveTls(right)) {
            assertThat(server.file().tls()).isTrue();
            connect("grpc+tls", server, right);
            assertThat(kernel.text())
                    .contains("connected to grpc+tls://127.0.0.1:", " as olga, owner in project clinic");
            kernel.run("dp_dataset", "sample", "clinic");
            refuses("is not signed by a certificate this notebook trusts", "grpc+tls", server, wrong);
            refuses("is not signed by a certificate this notebook trusts", "grpc+tls", server);
            refuses("cannot read certificates (PEM) from", "grpc+tls", server, text);
            refuses("does not answer; if it speaks TLS, connect with grpc+tls://", "grpc", server);
        }
    }

    @Test
    void connect_toAnotherHostsCertificate_isRefused() throws Exception {
        Path other = certificate("other", "dns:dp.example.org");
        try (ServerProcess server = serveTls(other)) {
            refuses("names another host", "grpc+tls", server, other);
        }
    }

    @Test
    void connect_withTlsToAPlainServer_isRefused() throws Exception {
        Path any = certificate("any", "ip:127.0.0.1");
        try (ServerProcess server = serve()) {
            refuses("does not speak TLS", "grpc+tls", server, any);
        }
    }

    @Test
    void start_withHalfOfTheTlsSettingsOrAnOpenHost_endsInOneLine() throws Exception {
        Path any = certificate("any", "ip:127.0.0.1");
        for (String[] settings : new String[][] {
            {"vitrail.flight.tls-certificate=" + any},
            {"vitrail.flight.host=0.0.0.0"},
            {"vitrail.flight.tls-certificate=" + token, "vitrail.flight.tls-key=" + token}
        }) {
            try (ServerProcess server =
                    ServerProcess.start(RealServerFixture.serverJar(), folder.resolve("data"), settings)) {
                assertThat(server.process().waitFor()).as(server.log()).isEqualTo(2);
                assertThat(server.log().lines().filter(line -> line.startsWith("vitrail: ")))
                        .as(server.log())
                        .hasSize(1);
                assertThat(server.log()).doesNotContain("\tat ").doesNotContain(RealServerFixture.OWNER);
            }
        }
    }
}
