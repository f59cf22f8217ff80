package org.vitrail.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ServerFixture;
import org.vitrail.app.ledger.Witness;

/// The figures of a server in which something happened.
class PulseTest extends ServerFixture {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @BeforeEach
    void listen() {
        Metrics.addRegistry(registry);
    }

    @AfterEach
    void silence() {
        Metrics.removeRegistry(registry);
    }

    private Pulse pulse() {
        return server.served().console().pulse();
    }

    @Test
    void figures_afterAReleaseAndARefusal_areThose() {
        String session =
                anna.open(Requests.session("adult", "secret-notebook", 1)).sessionId();
        anna.release(Requests.fresh(session, Requests.spec("adult", 0.5)));
        refused(() -> anna.submit(Requests.fresh(session, Requests.spec("adult", 2))));
        refused(() -> anna.upload(Requests.register("x", 1), new byte[] {1}));
        pulse().bind(registry);
        assertThat(registry.get("vitrail.jobs")
                        .tag("status", "released")
                        .gauge()
                        .value())
                .isOne();
        assertThat(registry.get("vitrail.charges").functionCounter().count()).isOne();
        assertThat(registry.get("vitrail.charged.mu2").functionCounter().count())
                .isBetween(1e-3, 1.0);
        assertThat(registry.get("vitrail.queue.length").gauge().value()).isZero();
        assertThat(registry.get("vitrail.store.up").gauge().value()).isOne();
        assertThat(registry.get("vitrail.witness.writable").gauge().value()).isOne();
        assertThat(registry.get("vitrail.witness.age.seconds").gauge().value()).isBetween(0.0, 600.0);
        assertThat(registry.get("vitrail.verification.findings").gauge().value())
                .isZero();
        assertThat(registry.get("vitrail.ledger.write").timer().count()).isGreaterThanOrEqualTo(4);
        for (String kind : List.of("budget-exceeded", "forbidden")) {
            assertThat(registry.get("vitrail.refusals")
                            .tag("kind", kind)
                            .counter()
                            .count())
                    .as(kind)
                    .isGreaterThanOrEqualTo(1);
        }
        assertThat(labels()).containsOnly("status", "kind", "le"); // le: an upper bound of a time
        for (Meter meter : registry.getMeters()) {
            assertThat(meter.getId().toString()).doesNotContain("adult", "anna", "olga", "clinic", "secret", CANARY);
        }
    }

    private Set<String> labels() {
        return registry.getMeters().stream()
                .flatMap(meter -> meter.getId().getTags().stream())
                .map(Tag::getKey)
                .collect(Collectors.toSet());
    }

    @Test
    void health_withoutAWitnessFileOrAStore_isDown() throws Exception {
        assertThat(pulse().storeAnswers()).isTrue();
        assertThat(pulse().witnessWritable()).isTrue();
        Files.delete(folder.resolve(Witness.FILE));
        assertThat(pulse().witnessWritable()).isFalse();
        assertThat(pulse().witnessAge()).isNaN();
        Pulse last = pulse();
        stop();
        assertThat(last.storeAnswers()).isFalse();
        restart();
    }
}
