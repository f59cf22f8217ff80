package org.vitrail.app.access.hub;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.app.access.Caller;
import org.vitrail.app.access.Role;
import org.vitrail.app.access.SignIn;
import org.vitrail.app.access.SignedIn;
import org.vitrail.app.access.web.WebGet;
import org.vitrail.app.kit.TestServer;
import org.vitrail.contract.wire.Json;

/// The real JupyterHub, where it is installed: what [HubTokensTest]'s stand-in says is what a Hub says.
class RealHubTest {
    private static final int TRIES = 600;

    @TempDir
    Path folder;

    private final String admin = UUID.randomUUID().toString().replace("-", "");
    private String url = "";

    private static boolean installed() {
        return Arrays.stream(String.valueOf(System.getenv("PATH")).split(":", -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "jupyterhub")));
    }

    private Process hub() throws Exception {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            url = "http://127.0.0.1:" + free.getLocalPort();
        }
        Path config = Path.of("src", "test", "resources", "hub", "jupyterhub_config.py")
                .toAbsolutePath();
        ProcessBuilder builder = new ProcessBuilder("jupyterhub", "-f", config.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("hub.log").toFile());
        builder.environment().putAll(Map.of("HUB_TEST_URL", url, "HUB_TEST_TOKEN", admin));
        return builder.start();
    }

    private void await(Process hub, HttpClient client) throws Exception {
        for (int i = 0; i < TRIES; i++) {
            assertThat(hub.isAlive())
                    .as(Files.readString(folder.resolve("hub.log")))
                    .isTrue();
            try {
                client.send(
                        HttpRequest.newBuilder(URI.create(url + "/hub/api/")).build(), BodyHandlers.discarding());
                return;
            } catch (IOException e) {
                Thread.sleep(200);
            }
        }
        throw new IllegalStateException("no answer: " + Files.readString(folder.resolve("hub.log")));
    }

    private String token(HttpClient client, String body) throws Exception {
        HttpRequest ask = HttpRequest.newBuilder(URI.create(url + "/hub/api/users/hana/tokens"))
                .header("Authorization", "token " + admin)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return Json.read(client.send(ask, BodyHandlers.ofString()).body(), JsonNode.class)
                .path("token")
                .asText();
    }

    private static void end(Process hub) throws InterruptedException {
        hub.descendants().forEach(ProcessHandle::destroyForcibly);
        hub.destroyForcibly().waitFor();
    }

    @Test
    void tokens_ofARealHub_signInByTheirScopesAndGroups() throws Exception {
        Assumptions.assumeTrue(installed(), "jupyterhub is not installed (Debian package jupyterhub)");
        Process hub = hub();
        try (HttpClient client = HttpClient.newHttpClient();
                WebGet web = new WebGet(Duration.ofSeconds(20))) {
            await(hub, client);
            HubSettings settings = HubSettings.of(TestServer.config(Map.of(
                                    "vitrail.jupyterhub.api-url", url + "/hub/api",
                                    "vitrail.jupyterhub.role-map", "dp-analysts=analyst",
                                    "vitrail.jupyterhub.project-map", "clinic=clinic"))
                            .jupyterhub())
                    .orElseThrow();
            InstantSource clock = InstantSource.system();
            SignIn signIn = new SignIn(_ -> Optional.empty(), List.of(new HubTokens(settings, web, clock)), clock);
            assertThat(signIn.header("Bearer " + token(client, "{}")))
                    .isEqualTo(new SignedIn.Accepted(
                            new Caller("hana", Set.of(Role.ANALYST), "clinic"), Optional.empty()));
            assertThat(signIn.token(token(client, "{\"scopes\":[\"read:users:name!user\"]}")))
                    .isInstanceOfSatisfying(
                            SignedIn.Rejected.class,
                            no -> assertThat(no.line())
                                    .contains("must have the scope access:services!service=vitrail"));
            assertThat(signIn.token(admin))
                    .isInstanceOfSatisfying(
                            SignedIn.Rejected.class, no -> assertThat(no.line()).contains("is a JupyterHub service's"));
            assertThat(signIn.token("0123456789abcdef0123456789abcdef")).isInstanceOf(SignedIn.Rejected.class);
        } finally {
            end(hub);
        }
    }
}
