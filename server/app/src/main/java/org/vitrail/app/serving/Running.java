package org.vitrail.app.serving;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.vitrail.app.console.web.Served;

/// Whether the Flight port answers; shown at `/q/health/ready`.
@Readiness
@ApplicationScoped
public class Running implements HealthCheck {
    private final AtomicReference<Optional<VitrailServer>> server = new AtomicReference<>(Optional.empty());

    /// It does.
    void is(VitrailServer started) {
        server.set(Optional.of(started));
    }

    /// It does no longer.
    void isNot() {
        server.set(Optional.empty());
    }

    /// What is behind the HTTP port, while it answers.
    Optional<Served> served() {
        return server.get().map(VitrailServer::served);
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("flight")
                .status(server.get().isPresent())
                .build();
    }
}
