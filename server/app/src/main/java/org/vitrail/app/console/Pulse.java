package org.vitrail.app.console;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.ToDoubleFunction;
import org.vitrail.app.job.JobStatus;
import org.vitrail.app.store.SqlStore;

/// Whether the server's parts are well, and its figures for Prometheus. A label is a status of a job, one of a closed
/// set; nobody's and nothing's name is one. What needs the database is looked up at most every few seconds.
public final class Pulse {
    private static final Duration KEEP = Duration.ofSeconds(5);
    private static final long PROBE_SECONDS = 3;
    private static final double PICO = 1e-12;

    private final SqlStore store;
    private final Path witness;
    private final Checks checks;
    private final InstantSource clock;
    private final ConsoleRows rows = new ConsoleRows();
    private Figures figures = new Figures(false, Map.of(), new ConsoleRows.Charged(0, 0));
    private Instant at = Instant.MIN;

    private record Figures(boolean up, Map<JobStatus, Long> jobs, ConsoleRows.Charged charged) {}

    Pulse(SqlStore store, Path witness, Checks checks, InstantSource clock) {
        this.store = store;
        this.witness = witness;
        this.checks = checks;
        this.clock = clock;
    }

    /// Whether the database answers within 3 s.
    public boolean storeAnswers() {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Thread.ofVirtual().name("store-probe").start(() -> {
            try {
                store.transaction(rows::jobs);
                answer.complete(true);
            } catch (RuntimeException | Error e) {
                answer.complete(false);
            }
        });
        try {
            return answer.get(PROBE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    /// Whether the witness file is there and may be written: without it nothing can be charged.
    public boolean witnessWritable() {
        return Files.isRegularFile(witness) && Files.isWritable(witness);
    }

    /// Seconds since the witness file was written; NaN if it cannot be read.
    double witnessAge() {
        try {
            Duration age = Duration.between(Files.getLastModifiedTime(witness).toInstant(), clock.instant());
            return Math.max(0, age.toMillis() / 1e3);
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    /// Adds the figures to a registry.
    public void bind(MeterRegistry registry) {
        for (JobStatus status : JobStatus.values()) {
            Gauge.builder("vitrail.jobs", this, pulse -> pulse.now().jobs().getOrDefault(status, 0L))
                    .description("jobs in the store, by status")
                    .tag("status", status.name().toLowerCase(Locale.ROOT))
                    .strongReference(true)
                    .register(registry);
        }
        gauge(
                registry,
                "vitrail.queue.length",
                "jobs that are reserved and have not started",
                pulse -> pulse.now().jobs().getOrDefault(JobStatus.RESERVED, 0L));
        gauge(
                registry,
                "vitrail.store.up",
                "1: the ledger's database answers",
                pulse -> pulse.now().up() ? 1 : 0);
        gauge(
                registry,
                "vitrail.witness.writable",
                "1: the witness file is there and may be written",
                pulse -> pulse.witnessWritable() ? 1 : 0);
        gauge(registry, "vitrail.witness.age.seconds", "since the last signed head was witnessed", Pulse::witnessAge);
        gauge(
                registry,
                "vitrail.verification.findings",
                "of the newest verification of the ledgers; NaN: there was none",
                pulse -> pulse.checks.findings().map(Integer::doubleValue).orElse(Double.NaN));
        FunctionCounter.builder(
                        "vitrail.charges", this, pulse -> pulse.now().charged().count())
                .description("charges that started, on all datasets")
                .register(registry);
        FunctionCounter.builder(
                        "vitrail.charged.mu2",
                        this,
                        pulse -> pulse.now().charged().pico() * PICO)
                .description("mu^2 of Gaussian differential privacy that was spent, summed over all datasets")
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String description, ToDoubleFunction<Pulse> value) {
        Gauge.builder(name, this, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private synchronized Figures now() {
        Instant now = clock.instant();
        if (!now.isBefore(at.plus(KEEP))) {
            try {
                figures = store.transaction(
                        connection -> new Figures(true, rows.jobs(connection), rows.charged(connection)));
            } catch (RuntimeException e) {
                figures = new Figures(false, figures.jobs(), figures.charged());
            }
            at = now;
        }
        return figures;
    }
}
