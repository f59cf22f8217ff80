package org.vitrail.magic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.ServerFile;
import org.vitrail.contract.wire.TokenFile;
import org.vitrail.magic.client.EmbeddedServer;

/// A notebook's kernel and the server it starts, in a folder of their own.
abstract class RealServerFixture {
    static final String OWNER = "owner-token-0123456789";
    static final String ANALYST = "analyst-token-0123456789";

    @TempDir
    Path data;

    EmbeddedServer embedded;
    TestKernel kernel;
    VitrailExtension extension;

    @BeforeEach
    void start() throws Exception {
        Path jar = serverJar();
        embedded = new EmbeddedServer(data.resolve("data"), Optional.of(jar), Duration.ofSeconds(60));
        kernel = new TestKernel();
        extension = new VitrailExtension(embedded);
        extension.install(kernel);
    }

    @AfterEach
    void stop() {
        if (extension != null) {
            extension.uninstall(kernel);
            kernel.close();
            embedded.stop();
        }
    }

    /// The built server; the test is skipped without one.
    static Path serverJar() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path jar = at.resolve("server/app/target/quarkus-app/quarkus-run.jar");
            if (Files.isRegularFile(jar)) {
                return jar;
            }
        }
        String jar = System.getenv("VITRAIL_SERVER_JAR");
        Assumptions.assumeTrue(jar != null, "the server is not built: server/app/target/quarkus-app");
        return Path.of(jar);
    }

    ServerFile serverFile() throws Exception {
        return Json.read(Files.readString(embedded.data().resolve(ServerFile.NAME)), ServerFile.class);
    }

    long pid() throws Exception {
        return serverFile().pid();
    }

    /// `kill -9`, and waits for the end.
    void killServer() throws Exception {
        ProcessHandle process = ProcessHandle.of(pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();
    }

    /// An owner and an analyst of one project, and others, before the server starts.
    static void writeTokens(Path folder, TokenFile.Token... others) throws Exception {
        Files.createDirectories(folder);
        Path file = Files.createFile(
                folder.resolve(TokenFile.NAME),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        List<TokenFile.Token> tokens = new ArrayList<>(List.of(
                TokenFile.Token.of(OWNER, "olga", "owner", "clinic"),
                TokenFile.Token.of(ANALYST, "anna", "analyst", "clinic")));
        tokens.addAll(List.of(others));
        Files.write(file, Json.bytes(new TokenFile(tokens)));
    }
}
