package org.vitrail.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The embedded database reads its one file; everything else is tried and refused.
class DuckDbLockdownTest {
    @TempDir
    private Path folder;

    private Path own() throws Exception {
        return Files.writeString(folder.resolve("own.csv"), "x\n1\n");
    }

    private List<String> attacks() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret.csv"), "x\n4711\n");
        Path target = folder.resolve("out.csv");
        return List.of(
                "SELECT * FROM read_csv('" + secret + "')",
                "SELECT * FROM '" + secret + "'",
                "SELECT * FROM read_text('/etc/passwd')",
                "SELECT * FROM read_blob('" + folder.resolve("own.csv") + "/../secret.csv')",
                "SELECT * FROM glob('" + folder + "/*')",
                "COPY (SELECT 1) TO '" + target + "'",
                "COPY (SELECT 1) TO '" + folder.resolve("own.csv") + ".x'",
                "EXPORT DATABASE '" + folder.resolve("db") + "'",
                "ATTACH '" + folder.resolve("other.db") + "' AS other",
                "ATTACH 'https://example.org/x.db' AS web",
                "INSTALL httpfs",
                "LOAD httpfs",
                "LOAD '" + folder.resolve("evil.duckdb_extension") + "'",
                "INSTALL spatial FROM community",
                "SELECT * FROM read_parquet('https://example.org/x.parquet')",
                "SELECT * FROM read_parquet('s3://bucket/x.parquet')",
                "SET enable_external_access = true",
                "SET allowed_paths = ['/']",
                "SET allowed_directories = ['/']",
                "SET lock_configuration = false",
                "RESET lock_configuration",
                "SET temp_directory = '" + folder + "'",
                "SET memory_limit = '100GB'",
                "PRAGMA enable_logging",
                "SET log_query_path = '" + folder.resolve("log") + "'");
    }

    @Test
    void open_anythingButItsFile_isRefused() throws Exception {
        Path own = own();
        for (String attack : attacks()) {
            try (Connection connection = DuckDbScan.open(own, 256);
                    Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.execute(attack))
                        .as(attack)
                        .isInstanceOf(SQLException.class)
                        .hasMessageNotContaining("4711");
            }
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrder("own.csv", "secret.csv");
        }
    }

    @Test
    void open_itsFile_isRead() throws Exception {
        Path own = own();
        try (Connection connection = DuckDbScan.open(own, 256);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM read_csv('" + own + "')")) {
            assertThat(rows.next()).isTrue();
        }
    }

    /// Planted bug: a database that nobody locked reads the other file, so the attacks can succeed at all.
    @Test
    void attacks_onAnUnlockedDatabase_succeed() throws Exception {
        own();
        String first = attacks().getFirst();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(first)) {
            assertThat(rows.next()).isTrue();
        }
    }

    @Test
    void literal_withQuotes_staysOneLiteral() throws Exception {
        Path odd = Files.writeString(folder.resolve("o'; DROP TABLE t; --.csv"), "age\n7\n");
        assertThat(Tables.read(
                                odd,
                                org.vitrail.contract.dataset.RegisterDataset.Format.CSV,
                                Tables.schema(Tables.age()))
                        .numbers(0))
                .containsExactly(7);
    }
}
