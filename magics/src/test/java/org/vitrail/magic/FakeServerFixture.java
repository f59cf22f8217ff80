package org.vitrail.magic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.ServerFile;
import org.vitrail.contract.wire.TokenFile;
import org.vitrail.magic.client.EmbeddedServer;

/// A notebook's kernel with the magics, and a server that only speaks the contract.
abstract class FakeServerFixture {
    @TempDir
    Path data;

    FakeServer server;
    TestKernel kernel;
    VitrailExtension extension;

    @BeforeEach
    void start() throws Exception {
        server = new FakeServer();
        ServerFile file = new ServerFile(
                "127.0.0.1", server.port(), 0, ProcessHandle.current().pid(), "test", false);
        Files.writeString(data.resolve(ServerFile.NAME), Json.text(file));
        TokenFile.Token token = TokenFile.Token.of(FakeServer.TOKEN, "ann", "owner", "p");
        Files.writeString(data.resolve(TokenFile.NAME), Json.text(new TokenFile(List.of(token))));
        kernel = new TestKernel();
        extension = new VitrailExtension(new EmbeddedServer(data, Optional.empty(), Duration.ofSeconds(5)));
        extension.install(kernel);
    }

    @AfterEach
    void stop() throws Exception {
        extension.uninstall(kernel);
        kernel.close();
        server.close();
    }
}
