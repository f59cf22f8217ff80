package org.vitrail.app.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.function.Supplier;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;

/// Measures and traces steps through the two registries that a process has: where nobody set one up, nothing happens.
public final class Telemetry {
    private static final String NAME = "org.vitrail";
    private static final AttributeKey<String> JOB = AttributeKey.stringKey("vitrail.job");
    private static final AttributeKey<String> REFUSED = AttributeKey.stringKey("vitrail.refused");

    private static final Timer LEDGER_WRITE = Timer.builder("vitrail.ledger.write")
            .description("from a wish to write to a ledger until it is durable, signed and witnessed")
            .serviceLevelObjectives(
                    Duration.ofMillis(1),
                    Duration.ofMillis(5),
                    Duration.ofMillis(20),
                    Duration.ofMillis(100),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(10))
            .register(Metrics.globalRegistry);

    private Telemetry() {}

    /// A step of a job; each is a span of that name.
    public enum Step {
        /// The whole acceptance of a request.
        SUBMIT("submit"),
        /// The reservation of its charge.
        RESERVE("reserve"),
        /// From here on it is spent.
        START("start"),
        /// The run in a worker.
        RUN("run"),
        /// The release and its receipt are stored.
        RELEASE("release");

        private final String word;

        Step(String word) {
            this.word = word;
        }
    }

    /// Does a step within a span. Of what was thrown only the kind of a refusal is kept: a message may quote a name.
    public static <T> T span(Step step, String job, Supplier<T> work) {
        Span span = GlobalOpenTelemetry.getTracer(NAME)
                .spanBuilder("vitrail " + step.word)
                .setAttribute(JOB, job)
                .startSpan();
        try (Scope _ = span.makeCurrent()) {
            return work.get();
        } catch (RefusedException e) {
            span.setAttribute(REFUSED, kind(e.refusal()));
            throw e;
        } catch (RuntimeException | Error e) {
            span.setStatus(StatusCode.ERROR);
            throw e;
        } finally {
            span.end();
        }
    }

    /// Writes to a ledger, and measures how long it takes.
    public static <T> T ledgerWrite(Supplier<T> work) {
        return LEDGER_WRITE.record(work);
    }

    /// Counts a refusal by its kind.
    public static void refused(Refusal refusal) {
        count(kind(refusal));
    }

    /// Counts a call without a good token.
    public static void unauthenticated() {
        count("unauthenticated");
    }

    private static void count(String kind) {
        Counter.builder("vitrail.refusals")
                .description("calls that were refused, by the kind of refusal")
                .tag("kind", kind)
                .register(Metrics.globalRegistry)
                .increment();
    }

    private static String kind(Refusal refusal) {
        return switch (refusal) {
            case Refusal.BudgetExceeded _ -> "budget-exceeded";
            case Refusal.InvalidRequest _ -> "invalid-request";
            case Refusal.Unknown _ -> "unknown";
            case Refusal.Forbidden _ -> "forbidden";
            case Refusal.Failed _ -> "failed";
            case Refusal.Cancelled _ -> "cancelled";
            case Refusal.Unavailable _ -> "unavailable";
        };
    }
}
