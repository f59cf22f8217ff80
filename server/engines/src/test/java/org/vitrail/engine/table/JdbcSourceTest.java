package org.vitrail.engine.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.contract.dataset.RegisterDataset.Format;
import org.vitrail.engine.table.SourceHeader.SourceColumn;
import org.vitrail.engine.table.SourceHeader.SourceType;
import org.vitrail.mechanism.port.Table;

/// Real databases: H2 on disk, and PostgreSQL where Debian's is installed.
class JdbcSourceTest {
    private static final long PLENTY = 1 << 24;
    private static final Path POSTGRESQL = Path.of("/usr/lib/postgresql/15/bin");

    @TempDir
    private Path folder;

    private static void fill(String url) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("create table visits (age int, city varchar(40), price numeric(9, 2))");
            statement.execute("insert into visits values (30, 'Ulm', 1.5), (null, null, null), (200, 'Bonn', 2)");
        }
    }

    private Table copied(String url, String query) throws Exception {
        Path output = folder.resolve("copy" + System.nanoTime());
        SourceHeader header = JdbcSource.copy(url, query, output, PLENTY);
        assertThat(header.columns().stream().map(SourceColumn::type))
                .containsExactly(SourceType.INTEGER, SourceType.TEXT, SourceType.REAL);
        String age = header.names().getFirst();
        return Tables.read(
                output,
                Format.JDBC,
                Tables.schema(
                        org.vitrail.contract.table.Column.of(
                                        age, org.vitrail.contract.table.Domain.IntegerRange.of(0, 100))
                                .orMissing(),
                        org.vitrail.contract.table.Column.of(
                                        header.names().get(1),
                                        org.vitrail.contract.table.Domain.Categorical.of(List.of("Ulm", "Bonn")))
                                .orMissing()));
    }

    private String h2() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("db");
        fill(url);
        return url;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "visits",
                "PUBLIC.visits",
                "SELECT * FROM visits",
                "with v as (select * from visits) select * from v"
            })
    void copy_ofH2_isTheTable(String query) throws Exception {
        Table table = copied(h2(), query);
        assertThat(table.numbers(0)).containsExactly(30, Double.NaN, 100);
        assertThat(table.codes(1)).containsExactly(0, 2, 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "visits; drop table visits",
                "drop table visits",
                "delete from visits",
                "select 1; select 2",
                "call x()",
                ""
            })
    void copy_ofAnotherStatement_isRefused(String query) throws Exception {
        String url = h2();
        Path output = folder.resolve("out");
        assertThatThrownBy(() -> JdbcSource.copy(url, query, output, PLENTY))
                .hasMessageContaining("a table's name or one SELECT statement");
        assertThat(output).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'evil.sql'",
                "jdbc:h2:mem:x;TRACE_LEVEL_FILE=3",
                "jdbc:postgresql://h/d?socketFactory=evil.Class",
                "jdbc:postgresql://h/d?loggerFile=/tmp/canary",
                "jdbc:mysql://h/d",
                "jdbc:duckdb:",
                "jdbc:h2:zip:/x",
                "jdbc:h2:mem:x"
            })
    void copy_fromAUrlThatCouldDoMore_isRefused(String url) {
        assertThatThrownBy(() -> JdbcSource.copy(url, "t", folder.resolve("out"), PLENTY))
                .isInstanceOf(TableRefusedException.class)
                .hasMessageNotContaining("canary")
                .hasMessageNotContaining("evil");
    }

    /// As the server's user, such a function would read its tokens and other projects' snapshots.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT FILE_READ('%s', 'utf-8') AS x",
                "SELECT \"FILE_READ\"('%s', 'utf-8') AS x",
                "SELECT U&\"FILE\\005fREAD\"('%s', 'utf-8') AS x",
                "SELECT * FROM CsvRead('%s')",
                "SELECT FILE_WRITE('x', '%s.written') AS x",
                "WITH v AS (SELECT file_read('%s', 'utf-8') AS x) SELECT * FROM v"
            })
    void copy_callingAFunctionForFiles_isRefused(String query) throws Exception {
        Path secret = Files.writeString(folder.resolve("tokens.json"), "canary");
        Path output = folder.resolve("out");
        String url = h2();
        assertThatThrownBy(() -> JdbcSource.copy(url, query.formatted(secret), output, PLENTY))
                .isInstanceOf(TableRefusedException.class)
                .hasMessageContaining("functions for files")
                .hasMessageNotContaining("tokens");
        assertThat(output).doesNotExist();
        assertThat(folder.resolve("tokens.json.written")).doesNotExist();
    }

    /// Whoever makes a database is its administrator.
    @Test
    void copy_ofAnH2DatabaseThatIsNotThere_isRefusedAndMakesNone() {
        String url = "jdbc:h2:file:" + folder.resolve("new");
        assertThatThrownBy(() -> JdbcSource.copy(url, "SELECT 1", folder.resolve("out"), PLENTY))
                .isInstanceOf(TableRefusedException.class);
        assertThatThrownBy(() -> JdbcSource.copy(url + ";IFEXISTS=FALSE", "SELECT 1", folder.resolve("out"), PLENTY))
                .isInstanceOf(TableRefusedException.class);
        assertThat(folder.resolve("new.mv.db")).doesNotExist();
    }

    @Test
    void copy_thatFails_tellsNeitherUrlNorQueryNorCell() throws Exception {
        String url = h2() + ";USER=canary;PASSWORD=canary";
        assertThatThrownBy(() -> JdbcSource.copy(url, "visits", folder.resolve("a"), PLENTY))
                .hasNoCause()
                .hasMessageContaining("SQL state")
                .hasMessageNotContaining("canary");
        String open = "jdbc:h2:file:" + folder.resolve("db");
        assertThatThrownBy(() ->
                        JdbcSource.copy(open, "SELECT cast('canary' as int) FROM visits", folder.resolve("b"), PLENTY))
                .hasNoCause()
                .hasMessageNotContaining("canary");
    }

    @Test
    void copy_largerThanAllowed_isRefused() throws Exception {
        String url = h2();
        assertThatThrownBy(() -> JdbcSource.copy(
                        url, "SELECT 'canary' || X AS x FROM system_range(1, 200000)", folder.resolve("out"), 100_000))
                .hasMessageContaining("larger than 100000 bytes")
                .hasMessageNotContaining("canary");
    }

    @Test
    void copy_ofPostgresql_isTheTable() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(POSTGRESQL.resolve("initdb")),
                "PostgreSQL 15 is not installed (apt-get install postgresql): its JDBC test is skipped");
        Path home = Files.createTempDirectory("vitrail-pg");
        int port = 20_000 + (int) (ProcessHandle.current().pid() % 20_000);
        try {
            as("chown", "-R", "postgres", home.toString());
            Path data = home.resolve("data");
            postgres(POSTGRESQL.resolve("initdb").toString(), "-A", "trust", "-D", data.toString());
            postgres(
                    POSTGRESQL.resolve("pg_ctl").toString(),
                    "-D",
                    data.toString(),
                    "-w",
                    "-l",
                    home.resolve("log").toString(),
                    "-o",
                    "-p " + port + " -k " + home + " -c listen_addresses=127.0.0.1",
                    "start");
            String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
            fill(url);
            Table table = copied(url, "public.visits");
            assertThat(table.numbers(0)).containsExactly(30, Double.NaN, 100);
            assertThat(table.codes(1)).containsExactly(0, 2, 1);
            assertThatThrownBy(() -> JdbcSource.copy(url, "nowhere", folder.resolve("out"), PLENTY))
                    .hasMessageContaining("SQL state 42P01");
        } finally {
            postgres(
                    POSTGRESQL.resolve("pg_ctl").toString(),
                    "-D",
                    home.resolve("data").toString(),
                    "-m",
                    "fast",
                    "stop");
            as("rm", "-rf", home.toString());
        }
    }

    /// As the user postgres, who alone may start it, where this process is root.
    private static void postgres(String... command) throws Exception {
        boolean root = "root".equals(System.getProperty("user.name"));
        as(
                root
                        ? java.util.stream.Stream.concat(
                                        java.util.stream.Stream.of("runuser", "-u", "postgres", "--"),
                                        java.util.Arrays.stream(command))
                                .toArray(String[]::new)
                        : command);
    }

    private static void as(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
}
