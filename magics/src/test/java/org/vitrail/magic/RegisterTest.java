package org.vitrail.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vitrail.contract.Account;
import org.vitrail.contract.MeasureBalance;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.session.BudgetView;
import org.vitrail.contract.table.PrivacyUnit;

/// Registering through the whole stack, from the magic's line to the worker: every format, declared and
/// paid for.
@Timeout(1_200) // far beyond what a busy machine needs
class RegisterTest extends RealServerFixture {
    private static final int PERSONS = 6_000;
    private static final String CANARY = "canary4711";
    private static final String SCHEMA = """
            unit: row
            columns:
              - {name: age, type: integer, min: 0, max: 99}
              - {name: sex, type: categorical, values: [F, M]}
            """;

    private void register(String name, Path file, String... options) throws Exception {
        kernel.run(
                "dp_dataset",
                Stream.concat(Stream.of("register", name, file.toString()), Stream.of(options))
                        .toArray(String[]::new));
    }

    private Path csv(int more) throws Exception {
        StringBuilder text = new StringBuilder("id,age,sex,note\n");
        for (int person = 0; person < PERSONS + more; person++) {
            for (int visit = 0; visit <= person % 3; visit++) {
                text.append("p%d,%d,%s,%s%d\n"
                        .formatted(person, 20 + person % 50, "FM".charAt(person % 2), CANARY, person));
            }
        }
        return Files.writeString(data.resolve("visits" + more + ".csv"), text);
    }

    private DatasetView schema(String name) throws Exception {
        return (DatasetView) kernel.run("dp_schema", name);
    }

    /// Nothing that was shown, and no log of the server, quotes a cell.
    private void quotesNothing() throws Exception {
        assertThat(kernel.text()).doesNotContain(CANARY);
        try (Stream<Path> files = Files.walk(embedded.data())) {
            for (Path log : files.filter(f -> f.toString().endsWith(".log")).toList()) {
                assertThat(Files.readString(log)).doesNotContain(CANARY);
            }
        }
    }

    @Test
    void infer_ofPersons_isPaidShownAndSynthesized() throws Exception {
        register("visits", csv(0), "--unit", "id", "--rows-max", "3", "--infer-budget", "1,1e-6", "--cap-epsilon", "3");
        DatasetView view = schema("visits");
        assertThat(view.schema().columns()).extracting("name").containsExactly("age", "sex");
        assertThat(view.schema().unit().describe()).contains("'id' (at most 3 rows");
        assertThat(kernel.text())
                .contains("inferred, paid: epsilon 1 of the cap (mu^2 0.0")
                .contains("delta 1e-6 of the declared 1e-5")
                .contains("column 'note' left out");
        assertThat(view.account().epsilonSpent()).isBetween(0.99, 1.0);
        assertThat(view.account().delta()).isLessThan(9e-6).isGreaterThan(8.9e-6);
        kernel.run("dp_session", "--dataset", "visits", "--epsilon", "1", "--delta", "1e-6", "--name", "real");
        BudgetView budget = (BudgetView) kernel.run("dp_budget");
        assertThat(budget.datasetAccount().spentPico())
                .isEqualTo(view.account().spentPico())
                .isPositive();
        SyntheticFrame frame = (SyntheticFrame) kernel.run("dp_synthesize", "visits", "-e", "1", "--rows", "50");
        assertThat(frame.getColumnsIndex().toArray()).containsExactly("age", "sex");
        // The same line again buys nothing.
        register("visits", csv(0), "--unit", "id", "--rows-max", "3", "--infer-budget", "1,1e-6", "--cap-epsilon", "3");
        assertThat(schema("visits").schemaNotes()).isEqualTo(view.schemaNotes());
        quotesNothing();
    }

    private static MeasureBalance line(Account account, String unit) {
        return account.measures().stream()
                .filter(line -> line.unit().equals(unit))
                .findFirst()
                .orElseThrow();
    }

    /// The inference and a release are both taken in every measure; the what-if said what the release does.
    @Test
    void register_withSeveralMeasures_isChargedAndShownInAll() throws Exception {
        register("three", csv(0), "--infer-budget", "0.5,0", "--cap-epsilon", "2", "--measures", "gdp,zcdp,sums");
        Account paid = schema("three").account();
        assertThat(paid.spentPico()).isPositive();
        assertThat(line(paid, "zcdp").spent()).isBetween(paid.spentPico() / 2, paid.spentPico() / 2 + 2);
        assertThat(line(paid, "sums.epsilon").bounded()).isFalse();
        kernel.run("dp_session", "--dataset", "three", "--epsilon", "1", "--delta", "1e-6", "--name", "real");
        kernel.run("dp_budget", "three", "--what-if", "0.3");
        assertThat(kernel.text()).contains("kept in gdp, zcdp, sums side by side");
        kernel.run("dp_synthesize", "three", "-e", "0.3", "--rows", "20");
        Account dataset = ((BudgetView) kernel.run("dp_budget", "three")).datasetAccount();
        assertThat(dataset.spentPico()).isGreaterThan(paid.spentPico());
        assertThat(line(dataset, "zcdp").spent())
                .isGreaterThan(line(paid, "zcdp").spent());
        assertThatThrownBy(() -> kernel.run("dp_dataset", "sample", "clinic", "--name", "odd", "--measures", "gdp,rho"))
                .hasMessageContaining("a measure must be gdp, zcdp, renyi-ORDER (as renyi-8), pure or sums, got 'rho'");
        quotesNothing();
    }

    @Test
    void infer_beyondTheCap_isRefusedBeforeTheFileIsRead() throws Exception {
        Path file = csv(0);
        assertThatThrownBy(() -> register("dear", file, "--infer-budget", "4", "--cap-epsilon", "3"))
                .hasMessageContaining("at most the dataset's cap 3.0, got 4.0; nothing was read or charged");
        assertThatThrownBy(() -> register("dear", file, "--infer-budget", "1,1e-5"))
                .hasMessageContaining("delta of the inference budget must be below");
        assertThatThrownBy(() -> register("dear", file, "--infer-budget", "1,x"))
                .hasMessageContaining("EPSILON[,DELTA] expected");
        assertThatThrownBy(() -> schema("dear")).hasMessageContaining("no dataset 'dear'");
    }

    /// A file that breaks off takes the charge; what is left does not suffice for another try, which then
    /// looks at nothing.
    @Test
    void infer_thatFailed_staysSpentAndTheNextIsRefusedFirst() throws Exception {
        Path broken =
                Files.writeString(data.resolve("broken.csv"), Files.readString(csv(0)) + "p1,2," + CANARY + ",x,y,z\n");
        assertThatThrownBy(() -> register("b", broken, "--infer-budget", "2", "--cap-epsilon", "2.5"))
                .hasMessageContaining("cannot be read as CSV")
                .hasMessageNotContaining(CANARY);
        assertThatThrownBy(() -> register("b", broken, "--infer-budget", "2", "--cap-epsilon", "2.5"))
                .hasMessageContaining("repeat it with delta 0");
        assertThatThrownBy(() -> register("b", broken, "--infer-budget", "2,0", "--cap-epsilon", "2.5"))
                .hasMessageStartingWith("budget exceeded: dataset 'b'");
        quotesNothing();
    }

    @Test
    void infer_withADeclaredColumn_buysTheOthers() throws Exception {
        String schema = """
                unit: {person: id, rows_max: 2}
                columns:
                  - {name: note, type: categorical, values: [a, other], other: other}
                """;
        kernel.cell("dp_dataset", schema, "register", "mixed", csv(1).toString(), "--infer-budget", "1");
        DatasetView view = schema("mixed");
        assertThat(view.schema().columns()).extracting("name").containsExactly("note", "age", "sex");
        assertThat(view.schemaNotes()).singleElement().asString().contains("1 columns are declared");
    }

    @Test
    void unit_thatTheSchemaFileNamesToo_takesTheFilesBound() throws Exception {
        String person = SCHEMA.replace("unit: row", "unit: {person: id, rows_max: 2}");
        kernel.cell("dp_dataset", person, "register", "twice", csv(4).toString(), "--unit", "id");
        assertThat(schema("twice").schema().unit()).isEqualTo(new PrivacyUnit.Person("id", 2));
        assertThatThrownBy(() ->
                        kernel.cell("dp_dataset", SCHEMA, "register", "unbounded", csv(5).toString(), "--unit", "id"))
                .hasMessageContaining("--rows-max M expected with --unit id");
    }

    @Test
    void register_ofUrls_readsThem() throws Exception {
        Path file = csv(2);
        kernel.cell("dp_dataset", SCHEMA, "register", "local", file.toUri().toString());
        assertThat(schema("local").schemaNotes()).isEmpty();
        byte[] other = Files.readAllBytes(csv(3));
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/visits.csv", exchange -> {
            exchange.sendResponseHeaders(200, other.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(other);
            }
        });
        http.start();
        try {
            String url = "http://127.0.0.1:" + http.getAddress().getPort();
            kernel.cell("dp_dataset", SCHEMA, "register", "web", url + "/visits.csv");
            assertThat(schema("web").schema().columns()).hasSize(2);
            assertThatThrownBy(() -> kernel.cell("dp_dataset", SCHEMA, "register", "gone", url + "/gone.csv"))
                    .hasMessageContaining("status 404");
        } finally {
            http.stop(0);
        }
        assertThatThrownBy(() -> kernel.cell("dp_dataset", SCHEMA, "register", "gone", "file:///nowhere/x.csv"))
                .hasMessageContaining("cannot read");
    }

    @Test
    void register_ofParquetArrowAndJdbc_buysTheirSchemas() throws Exception {
        Path parquet = data.resolve("t.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "COPY (SELECT 20 + range % 50 AS age, CASE WHEN range % 2 = 0 THEN 'F' ELSE 'M' END AS sex"
                            + " FROM range(6000)) TO '" + parquet + "' (FORMAT parquet)");
        }
        Path arrow = arrow();
        String h2 = "jdbc:h2:file:" + data.resolve("h2");
        try (Connection connection = DriverManager.getConnection(h2);
                Statement statement = connection.createStatement()) {
            statement.execute("create table visits as select 20 + mod(x, 50) as age,"
                    + " case when mod(x, 2) = 0 then 'F' else 'M' end as sex from system_range(1, 6000)");
        }
        register("parquet", parquet, "--infer-budget", "1");
        register("arrow", arrow, "--infer-budget", "1");
        kernel.run("dp_dataset", "register", "h2", h2, "--table", "visits", "--infer-budget", "1");
        for (String name : List.of("parquet", "arrow", "h2")) {
            assertThat(schema(name).schema().columns())
                    .extracting(column -> column.name().toLowerCase(java.util.Locale.ROOT))
                    .as(name)
                    .containsExactly("age", "sex");
            assertThat(schema(name).account().spentPico()).isPositive();
        }
    }

    /// Names that the declaration does not know are never quoted: in a file without a header line they are a row.
    @Test
    void register_ofColumnsThatNobodyDeclared_quotesNoneOfThem() throws Exception {
        Path csv = Files.writeString(data.resolve("bare.csv"), "41," + CANARY + ",F\n42," + CANARY + "x,M\n");
        Path words = Files.writeString(data.resolve("words.csv"), CANARY + ",Ulm\nabc,Bonn\n");
        Path same = Files.writeString(data.resolve("same.csv"), CANARY + "," + CANARY + "\nage,sex\n");
        Path parquet = data.resolve("names.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT 1 AS " + CANARY + ", 2 AS age) TO '" + parquet + "' (FORMAT parquet)");
        }
        String h2 = "jdbc:h2:file:" + data.resolve("names");
        try (Connection connection = DriverManager.getConnection(h2);
                Statement statement = connection.createStatement()) {
            statement.execute("create table t as select 1 as " + CANARY + ", 2 as \"age\"");
        }
        Path arrow = arrow("age", CANARY);
        for (Path file : List.of(csv, words, parquet, arrow)) {
            assertThatThrownBy(() -> kernel.cell("dp_dataset", SCHEMA, "register", "no", file.toString()))
                    .hasMessageContaining("expected columns 'age', 'sex' (declared)")
                    .hasMessageContaining("without")
                    .hasMessageNotContaining(CANARY);
        }
        assertThatThrownBy(() -> kernel.cell("dp_dataset", SCHEMA, "register", "no", h2, "--table", "t"))
                .hasMessageContaining("the source has 2 columns of which 1 matches, without 'sex'")
                .message()
                .doesNotContainIgnoringCase(CANARY);
        assertThatThrownBy(() -> kernel.cell("dp_dataset", SCHEMA, "register", "no", same.toString()))
                .hasMessageContaining("same name")
                .hasMessageNotContaining(CANARY);
        assertThatThrownBy(() -> register("no", csv, "--infer-budget", "1"))
                .hasMessageContaining("a CSV needs a header line")
                .hasMessageNotContaining(CANARY);
        assertThatThrownBy(() -> register("no", words, "--unit", "id", "--infer-budget", "1"))
                .hasMessageContaining("expected the column 'id' (declared)")
                .hasMessageNotContaining(CANARY);
        Path template = data.resolve("template.yaml");
        assertThatThrownBy(
                        () -> kernel.run("dp_schema", "x", "--template", template.toString(), "--from", csv.toString()))
                .hasMessageContaining("a CSV needs a header line")
                .hasMessageNotContaining(CANARY);
        assertThat(template).doesNotExist();
        quotesNothing();
    }

    private List<Path> holding(String text) throws Exception {
        try (Stream<Path> files = Files.walk(embedded.data())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        try {
                            return Files.readString(file, StandardCharsets.ISO_8859_1)
                                    .contains(text);
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }

    /// A source's password serves while its rows are copied, and lies nowhere afterwards.
    @Test
    void register_ofAJdbcSourceWithAPassword_storesItNowhere() throws Exception {
        String source = "jdbc:h2:file:" + data.resolve("source0815");
        String password = ";USER=" + CANARY + "user;PASSWORD=" + CANARY;
        try (Connection connection = DriverManager.getConnection(source + password);
                Statement statement = connection.createStatement()) {
            statement.execute("create table visits (\"age\" int, \"sex\" varchar)");
            statement.execute("insert into visits values (30, 'F'), (40, 'M')");
        }
        kernel.cell("dp_dataset", SCHEMA, "register", "secured", source + password, "--table", "visits");
        DatasetView first = schema("secured");
        assertThat(holding("source0815")).as("the search finds what is stored").isNotEmpty();
        assertThat(holding(CANARY)).isEmpty();
        // another password is no other declaration
        try (Connection connection = DriverManager.getConnection(source + password);
                Statement statement = connection.createStatement()) {
            statement.execute("alter user " + CANARY + "user set password '" + CANARY + "new'");
        }
        kernel.cell("dp_dataset", SCHEMA, "register", "secured", source + password + "new", "--table", "visits");
        assertThat(schema("secured")).isEqualTo(first);
        assertThatThrownBy(() -> kernel.cell(
                        "dp_dataset", SCHEMA, "register", "secured", source + password + "old", "--table", "visits"))
                .hasMessageContaining("SQL state 28000")
                .hasMessageNotContaining(CANARY);
        embedded.stop();
        assertThat(holding("source0815")).isNotEmpty();
        assertThat(holding(CANARY)).isEmpty();
        quotesNothing();
    }

    /// Bytes of refused and replaced registrations go.
    @Test
    void register_thatIsRefusedOrReplaced_leavesNoBytes() throws Exception {
        Path good = Files.writeString(data.resolve("good.csv"), "age,sex,note\n1,F,first" + CANARY + "\n");
        Path better = Files.writeString(data.resolve("better.csv"), "age,sex,note\n1,F,second" + CANARY + "\n");
        Path bad = Files.writeString(data.resolve("bad.csv"), "age,note\n1,third" + CANARY + "\n");
        kernel.cell("dp_dataset", SCHEMA, "register", "swept", good.toString());
        assertThat(holding("first" + CANARY)).hasSize(1);
        assertThatThrownBy(() -> kernel.cell("dp_dataset", SCHEMA, "register", "bad", bad.toString()))
                .hasMessageContaining("without 'sex'");
        assertThat(holding("third" + CANARY)).isEmpty();
        kernel.cell("dp_dataset", SCHEMA, "register", "swept", better.toString());
        assertThat(holding("second" + CANARY)).hasSize(1);
        assertThat(holding("first" + CANARY)).isEmpty();
    }

    private Path arrow() throws Exception {
        return arrow("age", "sex");
    }

    private Path arrow(String number, String word) throws Exception {
        Schema schema = new Schema(List.of(
                Field.nullable(number, new ArrowType.Int(64, true)), Field.nullable(word, ArrowType.Utf8.INSTANCE)));
        Path file = data.resolve(word + ".arrow");
        try (RootAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
                OutputStream out = Files.newOutputStream(file);
                ArrowFileWriter writer = new ArrowFileWriter(root, null, Channels.newChannel(out))) {
            writer.start();
            for (int i = 0; i < PERSONS; i++) {
                ((BigIntVector) root.getVector(number)).setSafe(i, 20 + i % 50);
                ((VarCharVector) root.getVector(word))
                        .setSafe(i, (i % 2 == 0 ? "F" : "M").getBytes(StandardCharsets.UTF_8));
            }
            root.setRowCount(PERSONS);
            writer.writeBatch();
            writer.end();
        }
        return file;
    }
}
