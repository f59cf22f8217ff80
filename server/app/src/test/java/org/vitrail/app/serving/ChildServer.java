package org.vitrail.app.serving;

import java.nio.file.Path;
import java.util.Map;
import org.vitrail.app.kit.ScriptedParts;
import org.vitrail.app.kit.TestServer;

/// The server in a process of its own, to be killed.
public final class ChildServer {
    private ChildServer() {}

    /// The argument is the data folder.
    public static void main(String... arguments) throws Exception {
        ScriptedParts parts = new ScriptedParts();
        parts.openingMillis = 10;
        parts.runMillis = 30;
        try (TestServer server =
                TestServer.start(Path.of(arguments[0]), _ -> parts.parts(), Map.of("vitrail.jobs.parallel", "3"))) {
            System.out.println(server.port());
            Thread.sleep(600_000);
        }
    }
}
