package org.vitrail.app.serving;

import io.micrometer.core.instrument.Metrics;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import org.vitrail.app.config.VitrailConfig;
import org.vitrail.app.worker.EngineParts;

/// The process: starts the server, waits for the end, says in one line why it could not start.
@QuarkusMain
public final class Main implements QuarkusApplication {
    private static final Logger LOG = Logger.getLogger("org.vitrail");

    private final VitrailConfig config;
    private final Running running;
    private final String version;

    /// Made by the framework.
    @Inject
    public Main(
            VitrailConfig config,
            @Readiness Running running,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.config = config;
        this.running = running;
        this.version = version;
    }

    /// Starts it.
    public static void main(String... arguments) {
        Quarkus.run(
                Main.class,
                (status, failure) -> {
                    if (failure != null) {
                        System.err.println("vitrail: the server could not start: " + rootLine(failure));
                    }
                    System.exit(failure != null && status == 0 ? 1 : status);
                },
                arguments);
    }

    private static String rootLine(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage())
                .lines()
                .findFirst()
                .orElse(root.getClass().getSimpleName());
    }

    @Override
    public int run(String... arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("verify")) {
            return verify();
        }
        try (VitrailServer server = VitrailServer.start(
                config,
                folder -> EngineParts.of(folder, config),
                version,
                // Where it listens, also if any free port was asked for.
                ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class))) {
            running.is(server);
            server.served().console().pulse().bind(Metrics.globalRegistry);
            LOG.infof(
                    "Vitrail %s answers on %s:%d",
                    version, server.file().host(), server.file().flightPort());
            Quarkus.waitForExit();
            running.isNot();
            return 0;
        } catch (StartFailure e) {
            System.err.println("vitrail: " + e.getMessage());
            return e.exitStatus();
        }
    }

    private int verify() {
        try {
            return VerifyCommand.run(config, System.out);
        } catch (StartFailure e) {
            System.err.println("vitrail: " + e.getMessage());
            return e.exitStatus();
        }
    }
}
