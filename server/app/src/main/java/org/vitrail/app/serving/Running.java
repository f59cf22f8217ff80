package org.vitrail.app.serving;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

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

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("flight")
                .status(server.get().isPresent())
                .build();
    }
}
