package org.vitrail.app.kit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.apache.arrow.flight.FlightRuntimeException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A server for each test with the dataset `adult` of epsilon 3, and the clients of its three users.
public abstract class ServerFixture {
    /// A private value: it must never come back.
    protected static final String CANARY = "canary-4711-private";

    /// The server's folder.
    @TempDir
    protected Path folder;

    /// What the workers do.
    protected final ScriptedParts parts = new ScriptedParts();

    /// The server.
    protected TestServer server;
    /// Owner of the dataset.
    protected TestClient olga;
    /// Analyst of the same project.
    protected TestClient anna;
    /// Owner of another project.
    protected TestClient sven;

    /// The server's settings.
    protected Map<String, String> settings() {
        return Map.of();
    }

    /// What the server takes for the time.
    protected InstantSource clock() {
        return InstantSource.system();
    }

    @BeforeEach
    protected final void start() throws Exception {
        restart();
        olga.upload(Requests.register("adult", 3), ("age,sex\n1," + CANARY + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /// Starts over the same folder, after a stop or for the first time.
    protected final void restart() throws Exception {
        server = TestServer.start(folder, _ -> parts.parts(), settings(), clock());
        olga = server.client(TestServer.OWNER);
        anna = server.client(TestServer.ANALYST);
        sven = server.client(TestServer.STRANGER);
    }

    @AfterEach
    protected final void stop() {
        olga.close();
        anna.close();
        sven.close();
        server.close();
    }

    /// What a refused call says.
    protected static FlightRuntimeException refused(ThrowingCallable call) {
        FlightRuntimeException[] seen = new FlightRuntimeException[1];
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(FlightRuntimeException.class, e -> seen[0] = e)
                .hasMessageNotContaining(CANARY);
        return seen[0];
    }
}
