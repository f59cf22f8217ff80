package org.vitrail.app.serving;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.util.function.Predicate;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.vitrail.app.console.Pulse;

/// Whether the parts that a request needs are there, at `/q/health/ready`; that the process answers at all, at
/// `/q/health/live`. Says up or down, and nothing else.
@ApplicationScoped
public class PartsHealth {
    /// The ledger's database answers.
    @Produces
    @Readiness
    @ApplicationScoped
    public HealthCheck store(@Readiness Running running) {
        return check("store", running, Pulse::storeAnswers);
    }

    /// The witness file may be written: without it nothing can be charged.
    @Produces
    @Readiness
    @ApplicationScoped
    public HealthCheck witness(@Readiness Running running) {
        return check("witness", running, Pulse::witnessWritable);
    }

    /// The process answers.
    @Produces
    @Liveness
    @ApplicationScoped
    public HealthCheck process() {
        return () -> HealthCheckResponse.up("process");
    }

    private static HealthCheck check(String name, Running running, Predicate<Pulse> well) {
        return () -> HealthCheckResponse.named(name)
                .status(running.served()
                        .map(served -> served.console().pulse())
                        .filter(well)
                        .isPresent())
                .build();
    }
}
