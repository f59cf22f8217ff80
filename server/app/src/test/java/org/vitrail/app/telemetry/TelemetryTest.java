package org.vitrail.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vitrail.app.job.WorkerFailure;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ServerFixture;

/// The spans of real jobs.
class TelemetryTest extends ServerFixture {
    private final List<SpanData> spans = new CopyOnWriteArrayList<>();

    private final class Kept implements SpanExporter {
        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
            spans.addAll(ended);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @BeforeEach
    void listen() {
        GlobalOpenTelemetry.resetForTest();
        GlobalOpenTelemetry.set(OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(new Kept()))
                        .build())
                .build());
    }

    @AfterEach
    void silence() {
        GlobalOpenTelemetry.resetForTest();
    }

    private List<String> names() {
        return spans.stream().map(SpanData::getName).toList();
    }

    @Test
    void spans_ofAReleaseAFailureAndARefusal_nameStepsAndNothingElse() {
        String session =
                anna.open(Requests.session("adult", "secret-notebook", 1)).sessionId();
        String job = anna.submit(Requests.fresh(session, Requests.spec("adult", 0.5)))
                .jobId();
        anna.fetch(job);
        assertThat(names())
                .containsExactlyInAnyOrder(
                        "vitrail submit", "vitrail reserve", "vitrail start", "vitrail run", "vitrail release");
        refused(() -> anna.submit(Requests.fresh(session, Requests.spec("adult", 2))));
        parts.failure = Optional.of(new WorkerFailure("secret-reason"));
        refused(() -> anna.release(Requests.fresh(session, Requests.spec("adult", 0.1))));
        assertThat(spans).hasSize(11);
        for (SpanData span : spans) {
            assertThat(span.toString()).doesNotContain("adult", "anna", "clinic", "secret");
            assertThat(span.getEvents()).isEmpty();
        }
        assertThat(spans.stream().map(span -> span.getAttributes().asMap().toString()))
                .anyMatch(attributes -> attributes.contains("budget-exceeded"))
                .anyMatch(attributes -> attributes.contains(job));
    }
}
