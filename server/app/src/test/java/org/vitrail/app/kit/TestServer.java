package org.vitrail.app.kit;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrail.app.access.SignIn;
import org.vitrail.app.access.Tokens;
import org.vitrail.app.config.VitrailConfig;
import org.vitrail.app.console.web.Served;
import org.vitrail.app.ledger.Witness;
import org.vitrail.app.serving.StartFailure;
import org.vitrail.app.serving.VitrailServer;
import org.vitrail.app.worker.Parts;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.TokenFile;

/// The whole server in this process, on a free port and a folder of its own.
public final class TestServer implements AutoCloseable {
    /// Registers and spends; project `clinic`.
    public static final String OWNER = "owner-token-0123456789";
    /// Spends; the same project.
    public static final String ANALYST = "analyst-token-0123456789";
    /// Another owner of another project.
    public static final String STRANGER = "stranger-token-0123456789";
    /// Approves in project `clinic`.
    public static final String OFFICER = "officer-token-0123456789";
    /// Reads; signed in under project `clinic`.
    public static final String AUDITOR = "auditor-token-0123456789";

    private final VitrailServer server;

    private TestServer(VitrailServer server) {
        this.server = server;
    }

    /// Starts over a folder, with further `vitrail.*` settings.
    public static TestServer start(Path folder, Parts.Factory parts, Map<String, String> settings) throws StartFailure {
        return start(folder, parts, settings, InstantSource.system());
    }

    /// The same by another clock.
    public static TestServer start(Path folder, Parts.Factory parts, Map<String, String> settings, InstantSource clock)
            throws StartFailure {
        writeTokens(folder);
        Map<String, String> all = new HashMap<>(settings);
        all.put("vitrail.data-folder", folder.toString());
        if (!all.containsKey("vitrail.state-folder")) { // nothing of this machine's user is touched
            all.putIfAbsent(
                    "vitrail.store.witness-file", folder.resolve(Witness.FILE).toString());
        }
        return new TestServer(VitrailServer.start(config(all), parts, "test", 0, clock));
    }

    /// A configuration of just these properties.
    public static VitrailConfig config(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.put("user.home", System.getProperty("user.home"));
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(all, "test", 100))
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withMapping(VitrailConfig.class)
                .build()
                .getConfigMapping(VitrailConfig.class);
    }

    private static void writeTokens(Path folder) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(TokenFile.NAME);
            if (!Files.exists(file)) {
                Tokens.writeOwnerOnly(
                        file,
                        Json.bytes(new TokenFile(List.of(
                                TokenFile.Token.of(OWNER, "olga", "owner", "clinic"),
                                TokenFile.Token.of(ANALYST, "anna", "analyst", "clinic"),
                                TokenFile.Token.of(OFFICER, "otto", "officer", "clinic"),
                                TokenFile.Token.of(AUDITOR, "ada", "auditor", "clinic"),
                                TokenFile.Token.of(STRANGER, "sven", "owner", "elsewhere")))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Its way in.
    public SignIn signIn() {
        return server.signIn();
    }

    /// What is behind its HTTP port.
    public Served served() {
        return server.served();
    }

    /// Its port.
    public int port() {
        return server.file().flightPort();
    }

    /// A client with a token.
    public TestClient client(String token) {
        return new TestClient(port(), Optional.of(token));
    }

    @Override
    public void close() {
        server.close();
    }
}
