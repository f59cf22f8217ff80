package org.vitrail.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.contract.wire.TokenFile;
import org.vitrail.magic.client.EmbeddedServer;

/// Client certificates beside the token, and tokens that change while the notebook runs: a real server, the real
/// magic.
@Timeout(1_200) // far beyond what a busy machine needs
class MutualTlsTest {
    @TempDir
    Path folder;

    private final TestKernel kernel = new TestKernel();
    private VitrailExtension extension;
    private Path token;

    @BeforeEach
    void start() throws Exception {
        RealServerFixture.writeTokens(Files.createDirectories(folder.resolve("data")));
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

    private ServerProcess serve(String... settings) throws Exception {
        ServerProcess server = ServerProcess.start(RealServerFixture.serverJar(), folder.resolve("data"), settings);
        assertThat(server.process().isAlive()).as(server.log()).isTrue();
        return server;
    }

    private static Path key(Path certificate) {
        return Path.of(certificate.toString().replace(".crt", ".key"));
    }

    private void connect(String scheme, ServerProcess server, String... more) throws Exception {
        List<String> words =
                new ArrayList<>(List.of(scheme + "://127.0.0.1:" + server.file().flightPort()));
        words.addAll(List.of("--token-file", token.toString()));
        words.addAll(Arrays.asList(more));
        kernel.run("vitrail", words.toArray(new String[0]));
    }

    private void refuses(String expected, String scheme, ServerProcess server, String... more) {
        assertThatThrownBy(() -> connect(scheme, server, more))
                .isInstanceOf(MagicFailure.class)
                .hasMessageContaining(expected)
                .hasMessageNotContaining("\n")
                .hasMessageNotContaining(RealServerFixture.OWNER);
    }

    @Test
    void connect_toAServerThatAsksForACertificate_needsTheRightOneAndTheToken() throws Exception {
        TestCertificates certificates = new TestCertificates(folder);
        Path host = certificates.make("host", "ip:127.0.0.1");
        Path mine = certificates.make("mine", "dns:notebook");
        Path stranger = certificates.make("stranger", "dns:notebook");
        try (ServerProcess server = serve(
                "vitrail.flight.tls-certificate=" + host,
                "vitrail.flight.tls-key=" + key(host),
                "vitrail.flight.client-ca=" + mine)) {
            String[] right = {
                "--ca", host.toString(),
                "--client-certificate", mine.toString(),
                "--client-key", key(mine).toString()
            };
            connect("grpc+tls", server, right);
            assertThat(kernel.text())
                    .contains("connected to grpc+tls://127.0.0.1:", " as olga, owner in project clinic");
            kernel.run("dp_dataset", "sample", "clinic");
            refuses("asks for a client certificate", "grpc+tls", server, "--ca", host.toString());
            refuses(
                    "asks for a client certificate",
                    "grpc+tls",
                    server,
                    "--ca",
                    host.toString(),
                    "--client-certificate",
                    stranger.toString(),
                    "--client-key",
                    key(stranger).toString());
            Files.writeString(token, "a-wrong-token-0123456789");
            refuses("does not accept this token: this bearer token is not known", "grpc+tls", server, right);
        }
    }

    @Test
    void options_thatDoNotFit_areSaidInOneLine() throws Exception {
        Path text = Files.writeString(folder.resolve("text.crt"), "no certificate");
        try (ServerProcess server = serve()) {
            refuses("--client-certificate and --client-key expected together", "grpc", server, "--client-key", "k");
            refuses(
                    "use grpc+tls://, or leave --client-certificate out",
                    "grpc",
                    server,
                    "--client-key",
                    "k",
                    "--client-certificate",
                    "c");
            refuses(
                    "cannot read a certificate and its key (PEM",
                    "grpc+tls",
                    server,
                    "--client-key",
                    text.toString(),
                    "--client-certificate",
                    text.toString());
            refuses("one of --token-file and --token-env expected, got both", "grpc", server, "--token-env", "X");
            assertThatThrownBy(() -> kernel.run(
                            "vitrail",
                            "grpc://127.0.0.1:" + server.file().flightPort(),
                            "--token-env",
                            "VITRAIL_NO_SUCH"))
                    .hasMessageContaining("the environment variable 'VITRAIL_NO_SUCH' is not set in this kernel");
        }
        for (String[] settings : new String[][] {
            {"vitrail.flight.client-ca=" + text},
            {"vitrail.oidc.issuer=http://id.example.org"},
            {"vitrail.jupyterhub.api-url=https://hub.example.org/hub/api"}
        }) {
            try (ServerProcess server =
                    ServerProcess.start(RealServerFixture.serverJar(), folder.resolve("data"), settings)) {
                assertThat(server.process().waitFor()).as(server.log()).isEqualTo(2);
                assertThat(server.log().lines().filter(line -> line.startsWith("vitrail: ")))
                        .as(server.log())
                        .hasSize(1);
            }
        }
    }

    @Test
    void token_thatIsRenewedInItsFile_goesOnWorkingAndTheOldOneDoesNot() throws Exception {
        try (ServerProcess server = serve()) {
            connect("grpc", server);
            Path tokens = folder.resolve("data").resolve(TokenFile.NAME);
            String renewed = RealServerFixture.OWNER.replace("owner", "fresh");
            assertThat(renewed).isNotEqualTo(RealServerFixture.OWNER);
            replace(tokens, Files.readString(tokens).replace(RealServerFixture.OWNER, renewed));
            assertThatThrownBy(() -> kernel.run("dp_dataset", "list"))
                    .hasMessageContaining("does not accept this token: this bearer token is not known");
            Files.writeString(token, renewed);
            kernel.run("dp_dataset", "list"); // the same notebook, not connected again
            kernel.run("vitrail", "status");
            assertThat(kernel.text()).contains("you are olga, owner in project clinic");
        }
    }

    /// As an administrator's tool would: whole or not at all, and readable by its owner only.
    private static void replace(Path file, String text) throws Exception {
        Path draft = Files.copy(file, file.resolveSibling("draft"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Files.write(draft, text.getBytes(StandardCharsets.UTF_8));
        Files.move(draft, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
}
