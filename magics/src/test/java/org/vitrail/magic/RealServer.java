package org.vitrail.magic;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.vitrail.magic.client.EmbeddedServer;

/// A kernel with the magics, and the packaged server that they start over a folder.
record RealServer(EmbeddedServer embedded, TestKernel kernel, VitrailExtension extension) implements AutoCloseable {

    /// Skips the test where the server is not built.
    static RealServer over(Path data) {
        Optional<Path> jar = jar();
        Assumptions.assumeTrue(jar.isPresent(), "the server is not built: server/app/target/quarkus-app");
        EmbeddedServer embedded = new EmbeddedServer(data, jar, Duration.ofSeconds(60));
        TestKernel kernel = new TestKernel();
        VitrailExtension extension = new VitrailExtension(embedded);
        extension.install(kernel);
        return new RealServer(embedded, kernel, extension);
    }

    private static Optional<Path> jar() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path jar = at.resolve("server/app/target/quarkus-app/quarkus-run.jar");
            if (Files.isRegularFile(jar)) {
                return Optional.of(jar);
            }
        }
        return Optional.ofNullable(System.getenv("VITRAIL_SERVER_JAR")).map(Path::of);
    }

    @Override
    public void close() {
        extension.uninstall(kernel);
        kernel.close();
        embedded.stop();
    }
}
