package org.vitrail.app.flight;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ServerFixture;
import org.vitrail.contract.dataset.DatasetView;

/// When snapshots are removed, and which are kept.
class SnapshotSweepTest extends ServerFixture {
    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Set<String> lastKept() {
        return parts.kept.getLast();
    }

    @Test
    void start_keepsWhatDatasetsName() throws Exception {
        String adult = olga.upload(Requests.register("adult", 3), bytes("age,sex\n1," + CANARY + "\n"))
                .snapshot();
        int before = parts.kept.size();
        stop();
        restart();
        assertThat(parts.kept).hasSize(before + 1);
        assertThat(lastKept()).containsExactly(adult);
    }

    @Test
    void refused_andReplacedRegistrations_leaveNothingKept() {
        DatasetView first = olga.upload(Requests.register("other", 3), bytes("first"));
        assertThat(lastKept()).hasSize(2).contains(first.snapshot());
        DatasetView second = olga.upload(Requests.register("other", 3), bytes("second"));
        assertThat(lastKept()).hasSize(2).contains(second.snapshot()).doesNotContain(first.snapshot());
        refused(() -> olga.upload(Requests.register("third", 3), bytes("second"))); // the same bytes, another name
        assertThat(lastKept()).hasSize(2).contains(second.snapshot());
        sven.upload(Requests.register("his", 3), bytes("second")); // another project's own use of the same bytes
        olga.upload(Requests.register("other", 3), bytes("third"));
        assertThat(lastKept()).hasSize(3).contains(second.snapshot());
    }

    /// Bytes that are stored and not yet named must survive another registration's end.
    @Test
    void registration_thatStillRuns_isNotSwept() {
        int[] during = new int[2];
        parts.whileInferring.set(() -> {
            during[0] = parts.kept.size();
            sven.upload(Requests.register("quick", 3), bytes("quick"));
            during[1] = parts.kept.size();
        });
        DatasetView slow = olga.upload(Requests.inferred("slow", 3, 1), bytes("slow"));
        assertThat(during[1]).isEqualTo(during[0]);
        assertThat(parts.kept).hasSize(during[1] + 1);
        assertThat(lastKept()).hasSize(3).contains(slow.snapshot());
    }
}
