package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.pac.Nats;

/// Groups by texts that have numbers beside them are those of the texts.
class CodesTest {
    private static final Nats MUCH = Nats.ofFraction(400, 1);
    private static final PacSchema SCHEMA = new PacSchema(
            "p", "id", List.of(new PacSchema.Table("P", Optional.empty(), 1, Map.of(), Set.of("town", "odd"))), 2);

    /// Texts that are hard to write down, a missing one, and 300 others.
    private static void load(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE P AS SELECT i AS id, CASE i % 7 WHEN 0 THEN 'a''b' WHEN 1 THEN '' WHEN 2 THEN"
                            + " '\u00e9\"; --' WHEN 3 THEN 'B' WHEN 4 THEN 'b' WHEN 5 THEN NULL ELSE 'a b' END AS Town,"
                            + " 't' || (i % 300) AS odd FROM range(2100) t(i)");
        }
    }

    private static PacDatabase open() throws SQLException {
        return PacDatabase.open(SCHEMA, CodesTest::load, Nats.ofFraction(9000, 1), 500, 1);
    }

    private static List<@Nullable String> plain(String sql) throws SQLException {
        List<@Nullable String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
            load(connection);
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
        }
        return found;
    }

    @Test
    void groups_byTexts_areThoseOfDuckDb() throws Exception {
        try (PacDatabase database = open()) {
            for (String column : List.of("town", "Town", "odd")) {
                String sql = "select " + column + ", count(*) as n from p group by " + column + " order by 1";
                PacSqlAnswer answer = database.ask(sql, MUCH);
                assertThat(answer.rows()).extracting(row -> row.getFirst()).isEqualTo(plain(sql));
            }
            PacSqlAnswer answer = database.ask("select town, count(*) as n from p group by town", MUCH);
            for (List<@Nullable Object> row : answer.rows()) {
                assertThat(((Number) row.get(1)).doubleValue()).isCloseTo(300, within(100.0)); // halves differ by 17
            }
        }
    }

    @Test
    void texts_inConditionsAndFormulas_areTexts() throws Exception {
        try (PacDatabase database = open()) {
            PacSqlAnswer answer = database.ask(
                    "select town, sum(case when town = 'b' then 1 else 0 end) as n, count(*) as m from p where town in"
                            + " ('b', 'B', 'nowhere') group by town order by town",
                    MUCH);
            assertThat(answer.rows()).extracting(row -> row.getFirst()).containsExactly("B", "b");
            assertThat(((Number) answer.rows().get(0).get(1)).doubleValue()).isCloseTo(0, within(20.0));
            assertThat(((Number) answer.rows().get(1).get(1)).doubleValue()).isCloseTo(300, within(100.0));
        }
    }

    /// Each world's own run finds the groups by the same numbers.
    @Test
    void medians_ofGroupsByTexts_areInTheirGroups() throws Exception {
        try (PacDatabase database = open()) {
            PacSqlAnswer answer = database.ask(
                    "select town, count(distinct id % 200) as n from p where town > 'A' group by town order by town",
                    MUCH);
            assertThat(answer.way()).isEqualTo(PacSqlAnswer.Way.EACH_WORLD);
            assertThat(answer.rows())
                    .extracting(row -> row.getFirst())
                    .containsExactly("B", "a b", "a'b", "b", "\u00e9\"; --");
            for (List<@Nullable Object> row : answer.rows()) {
                assertThat(((Number) row.get(1)).doubleValue()).isCloseTo(150, within(60.0));
            }
        }
    }
}
