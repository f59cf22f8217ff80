package org.vitrail.app.serving;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.file.Path;
import org.eclipse.microprofile.health.Readiness;
import org.vitrail.app.config.VitrailConfig;
import org.vitrail.app.console.web.ConsoleRoutes;
import org.vitrail.app.console.web.MetricsGuard;

/// The HTTP port: the console's routes, the guard before the metrics, and TLS on the one port if it is configured.
@ApplicationScoped
public class HttpSide implements HttpServerOptionsCustomizer {
    private static final int BEFORE_ALL = 1_000;

    private final VitrailConfig config;
    private final Running running;

    /// Made by the framework.
    @Inject
    public HttpSide(VitrailConfig config, @Readiness Running running) {
        this.config = config;
        this.running = running;
    }

    void mount(@Observes Router router) {
        new ConsoleRoutes(running::served).mount(router);
    }

    void guard(@Observes Filters filters) {
        filters.register(new MetricsGuard(running::served)::check, BEFORE_ALL);
    }

    /// Before anything listens.
    ///
    /// @throws IllegalStateException one line: why it must not listen like that
    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        VitrailConfig.Http http = config.http();
        try {
            TlsFiles.require("http", http.host(), http.tlsCertificate(), http.tlsKey());
        } catch (StartFailure e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        http.tlsCertificate()
                .ifPresent(
                        certificate -> tls(options, certificate, http.tlsKey().orElseThrow()));
    }

    private static void tls(HttpServerOptions options, Path certificate, Path key) {
        options.setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PemKeyCertOptions()
                        .setCertPath(certificate.toString())
                        .setKeyPath(key.toString()));
    }
}
