package org.vitrail.app.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.app.kit.ChildProcess;

/// What `kill -9` takes from a store: with our settings nothing that was acknowledged, with H2's own defaults some
/// of
/// it.
class DurabilityTest {
    private static final int ACKNOWLEDGED = 300;

    @TempDir
    private Path folder;

    @Test
    void commit_thatReturned_survivesKill() throws Exception {
        String url = SqlStore.Place.embedded(folder).url();
        long acknowledged = writeAndKill(url);
        assertThat(count(url)).isGreaterThanOrEqualTo(acknowledged);
    }

    /// The must-fail twin: H2 writes half a second later by default. Each try loses nothing only if the kill falls
    /// between the last write and the next commit; three tries are one failure in far more than a million.
    @Test
    void commit_withDelayedWrite_isLostByKill() throws Exception {
        long lost = 0;
        for (int i = 0; i < 3 && lost == 0; i++) {
            Path file = folder.resolve("delayed" + i);
            String url = SqlStore.Place.embedded(file).url().replace("WRITE_DELAY=0", "WRITE_DELAY=60000");
            long acknowledged = writeAndKill(url);
            lost = acknowledged - count(url);
        }
        assertThat(lost).isPositive();
    }

    private long writeAndKill(String url) throws IOException, InterruptedException {
        Process child = ChildProcess.start(ChildWriter.class, url, folder.toString());
        try (BufferedReader lines = child.inputReader()) {
            long last = 0;
            while (last < ACKNOWLEDGED) {
                String line = lines.readLine();
                if (line == null) {
                    throw new IllegalStateException("the writer ended by itself");
                }
                if (line.matches("[0-9]+")) {
                    last = Long.parseLong(line);
                }
            }
            child.toHandle().destroyForcibly(); // keeps what it printed
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line.matches("[0-9]+") ? Math.max(last, Long.parseLong(line)) : last;
            }
            return last;
        } finally {
            child.destroyForcibly();
            child.waitFor(10, TimeUnit.SECONDS);
        }
    }

    private static long count(String url) {
        try (SqlStore store = SqlStore.open(new SqlStore.Place(url, "vitrail", "", 4))) {
            return store.transaction(connection -> {
                try (Statement select = connection.createStatement();
                        ResultSet row =
                                select.executeQuery("select count(*) from ledger_line where kind = 'RESERVED'")) {
                    row.next();
                    return row.getLong(1);
                }
            });
        }
    }
}
