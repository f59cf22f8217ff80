package org.vitrail.app.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.app.kit.PostgresServer;

/// Two hundred seeded schedules of clients and of what goes wrong, and the check of everything they were told.
/// More of them: `./vitrail bench chaos`.
class ChaosTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"EMBEDDED, 60", "SHARED_BY_ONE, 60", "SHARED_BY_TWO, 80"})
    void schedules_whateverGoesWrong_keepEveryRule(Cluster.Kind kind, int schedules) throws Exception {
        if (kind != Cluster.Kind.EMBEDDED) {
            assumeThat(PostgresServer.missing()).isEmpty();
        }
        long seed = System.nanoTime() & 0xffff_ffffL;
        System.out.println("ChaosTest " + kind + " seed " + seed);
        ChaosRun.Report report = ChaosRun.run(kind, folder, schedules, seed);
        System.out.println("ChaosTest " + report);
        assertThat(report.findings()).as("seed %d", seed).isEmpty();
        assertThat(report.delivered()).isGreaterThan(schedules);
        assertThat(report.denied()).isPositive();
        assertThat(report.ended()).isPositive();
    }
}
