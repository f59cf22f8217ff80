package org.vitrail.engine.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.engine.table.Snapshots.Snapshot;

class SnapshotsTest {
    @TempDir
    private Path folder;

    private Snapshots snapshots;

    @BeforeEach
    void open() throws Exception {
        snapshots = Snapshots.open(folder);
    }

    private Snapshot store(String text) throws Exception {
        return snapshots.store(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), 100);
    }

    @Test
    void sweep_removesWhatIsNeitherKeptNorRead() throws Exception {
        Snapshot kept = store("kept");
        Snapshot read = store("read");
        Snapshot old = store("old");
        try (Snapshots.Reading _ = snapshots.reading(List.of(read.id(), read.id()));
                Snapshots.Reading _ = snapshots.reading(List.of(read.id()))) {
            snapshots.sweep(Set.of(kept.id()));
            assertThat(old.file()).doesNotExist();
            assertThat(kept.file()).hasContent("kept");
            assertThat(read.file()).hasContent("read");
        }
        snapshots.sweep(Set.of(kept.id()));
        assertThat(read.file()).doesNotExist();
        assertThat(kept.file()).exists();
    }

    @Test
    void sweep_leavesTheSalt() throws Exception {
        String id = store("same").id();
        snapshots.sweep(Set.of());
        assertThat(Snapshots.open(folder)
                        .store(new ByteArrayInputStream("same".getBytes(StandardCharsets.UTF_8)), 100)
                        .id())
                .isEqualTo(id);
    }
}
