package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.privacy.pac.Nats;

/// Sorted rows beside those that DuckDB sorts.
class AnswerOrderTest {
    /// Above the basic plane (its first half is below \uFFFD), accents, case, a missing one.
    private static final List<@Nullable String> TEXTS =
            Arrays.asList("b", "\uD83D\uDE00", "\uFFFD", "", "é", "B", "a", null, "ab");

    private static List<List<@Nullable Object>> rows() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        double[] numbers = {3, -1, Double.NaN, 10, 2};
        for (int i = 0; i < 40; i++) {
            double x = numbers[i % numbers.length];
            rows.add(Arrays.asList(TEXTS.get(i % TEXTS.size()), Double.isNaN(x) ? null : x, (long) i));
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ORDER BY 1 ASC; 0 asc last",
                "ORDER BY 1 DESC; 0 desc last",
                "ORDER BY 2 DESC NULLS FIRST; 1 desc first",
                "ORDER BY 2, 1 DESC; 1 asc last, 0 desc last"
            })
    void rows_sorted_standAsDuckDbPutsThem(String line) throws Exception {
        String sql = line.split(";", -1)[0];
        List<AnswerOrder.By> by = new ArrayList<>();
        for (String part : line.split(";", -1)[1].split(",", -1)) {
            String[] words = part.strip().split(" ", -1);
            by.add(new AnswerOrder.By(Integer.parseInt(words[0]), words[1].equals("desc"), words[2].equals("first")));
        }
        by.add(new AnswerOrder.By(2, false, false));
        List<Object> ids = new ArrayList<>();
        new AnswerOrder(by, 2, 30).of(rows()).forEach(row -> ids.add(String.valueOf(row.get(2))));
        assertThat(ids).isEqualTo(sorted(sql + ", 3 LIMIT 30 OFFSET 2"));
    }

    private static List<Object> sorted(String order) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (a VARCHAR, b DOUBLE, c BIGINT)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?)")) {
                for (List<@Nullable Object> row : rows()) {
                    for (int i = 0; i < 3; i++) {
                        insert.setObject(i + 1, row.get(i));
                    }
                    insert.execute();
                }
            }
            List<Object> ids = new ArrayList<>();
            try (ResultSet found = statement.executeQuery("SELECT * FROM t " + order)) {
                while (found.next()) {
                    ids.add(found.getString(3));
                }
            }
            return ids;
        }
    }

    @Test
    void answers_withOrderAndLimit_keepThem() throws Exception {
        PacSchema schema = new PacSchema(
                "person",
                "id",
                List.of(new PacSchema.Table("person", Optional.empty(), 1, Map.of(), Set.of("town"))),
                2);
        try (PacDatabase database = PacDatabase.open(
                schema,
                connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(
                                "CREATE TABLE person AS SELECT i AS id, 'T' || (i % 7) AS town FROM range(700) t(i)");
                    }
                },
                Nats.ofFraction(50, 1),
                200,
                1)) {
            String sql = "SELECT town, count(*) AS n FROM person GROUP BY town ORDER BY town DESC";
            assertThat(database.ask(sql + " LIMIT 3 OFFSET 1", Nats.ofFraction(1, 1))
                            .rows())
                    .extracting(row -> row.get(0))
                    .containsExactly("T5", "T4", "T3");
            assertThatThrownBy(() -> database.ask(sql + " LIMIT 1 + 1", Nats.ofFraction(1, 1)))
                    .isInstanceOf(PacRefusedException.class)
                    .hasMessageContaining("expected LIMIT");
            assertThatThrownBy(() -> database.ask(
                            "SELECT town, count(*) FROM person GROUP BY 1 ORDER BY 3", Nats.ofFraction(1, 1)))
                    .isInstanceOf(PacRefusedException.class)
                    .hasMessageContaining("ORDER BY columns, or a place from 1 to 2");
        }
    }
}
