package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.bench.TpchQueries;
import org.vitrail.bench.TpchTables;
import org.vitrail.privacy.pac.Membership;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.Universe;

/// TPC-H's queries: what one pass counts is what running the query in each world gives.
class OnePassTest {
    private static final double SCALE = 0.01;

    private static PacDatabase open() throws SQLException {
        return PacDatabase.open(
                TpchTables.schema(2), c -> TpchTables.load(c, SCALE), Nats.ofFraction(9000, 1), 1000, 2);
    }

    @Test
    void tpch_allQueries_areAnsweredOrRefusedForTheirReason() throws Exception {
        Map<Integer, String> refused = Map.of(
                3, "groups by 'l_orderkey'",
                10, "groups by 'c_custkey'",
                15, "neither a key",
                17, "may not differ from row to row",
                18, "groups by 'c_name'",
                20, "neither a key");
        List<Integer> plain = List.of(2, 11, 16);
        List<Integer> steps = List.of(22);
        int answered = 0;
        try (PacDatabase database = open()) {
            for (Map.Entry<Integer, String> query : TpchQueries.all().entrySet()) {
                int number = query.getKey();
                try {
                    PacSqlAnswer answer = database.ask(query.getValue(), Nats.ofFraction(4, 1));
                    assertThat(answer.way())
                            .as("Q%d", number)
                            .isEqualTo(
                                    plain.contains(number)
                                            ? PacSqlAnswer.Way.PLAIN
                                            : steps.contains(number)
                                                    ? PacSqlAnswer.Way.IN_STEPS
                                                    : PacSqlAnswer.Way.ONE_PASS);
                    assertThat(answer.rows()).as("Q%d", number).isNotEmpty();
                    answered++;
                } catch (PacRefusedException e) {
                    assertThat(e.getMessage())
                            .as("Q%d", number)
                            .contains(refused.getOrDefault(number, "ask about more"));
                }
            }
        }
        assertThat(answered).isGreaterThanOrEqualTo(12);
    }

    /// The same text, run by DuckDB over the tables of the people of one world alone.
    @Test
    void worlds_ofOnePass_areWhatDuckDbGivesForTheirPeople() throws Exception {
        int people = (int) Math.round(150_000 * SCALE);
        Membership membership = Membership.balanced(people, WorldCounts.WORLDS);
        try (PacDatabase database = PacDatabase.open(
                        TpchTables.schema(2),
                        c -> TpchTables.load(c, SCALE),
                        _ -> membership,
                        Universe.open(WorldCounts.WORLDS, Nats.ofFraction(1, 1)),
                        new PacDatabase.Limits(1000, 2));
                Connection plain = PacDatabase.memory(1000, 2);
                Statement statement = plain.createStatement()) {
            TpchTables.load(plain, SCALE);
            int compared = 0;
            for (int world : new int[] {0, 17, 63}) {
                half(statement, membership, people, world);
                for (int number : new int[] {1, 4, 6, 12}) {
                    String sql = Objects.requireNonNull(TpchQueries.all().get(number));
                    compared += compare(number, database.worlds(sql), statement, sql, world);
                }
            }
            assertThat(compared).isGreaterThan(100);
        }
    }

    private static void half(Statement statement, Membership membership, int people, int world) throws SQLException {
        String in = IntStream.range(0, people)
                .filter(i -> ((membership.mask(i) >>> world) & 1) == 1)
                .mapToObj(i -> Integer.toString(i + 1))
                .collect(Collectors.joining(","));
        for (String table : List.of("customer", "orders", "lineitem")) {
            statement.execute("CREATE TABLE IF NOT EXISTS all_" + table + " AS FROM " + table);
        }
        for (String table : List.of("customer", "orders", "lineitem")) {
            String where = switch (table) {
                case "customer" -> "c_custkey IN (" + in + ")";
                case "orders" -> "o_custkey IN (" + in + ")";
                default -> "l_orderkey IN (SELECT o_orderkey FROM orders)";
            };
            statement.execute("CREATE OR REPLACE TABLE " + table + " AS FROM all_" + table + " WHERE " + where);
        }
    }

    /// Sums and counts are doubled, means and shares are not; groups in the order of their keys.
    private static int compare(int number, double[][][] worlds, Statement statement, String sql, int world)
            throws SQLException {
        int compared = 0;
        try (ResultSet rows = statement.executeQuery("SELECT * FROM (" + sql + ") ORDER BY ALL")) {
            int keys = rows.getMetaData().getColumnCount() - worlds[0].length;
            for (int group = 0; rows.next(); group++) {
                for (int c = 0; c < worlds[group].length; c++) {
                    boolean whole = number == 1 && c >= 4 && c <= 6;
                    double expected = (whole ? 1 : 2) * rows.getDouble(keys + c + 1);
                    assertThat(worlds[group][c][world])
                            .as("Q%d, group %d, cell %d", number, group, c)
                            .isCloseTo(expected, within(1e-9 * Math.abs(expected)));
                    compared++;
                }
            }
        }
        return compared;
    }
}
