package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.pac.Nats;

/// What is said of 1,000 units beforehand, against worlds of 1,000 such units.
class TypicalTest {
    private static final int UNITS = 1000;
    private static final int DRAWS = 9;
    private static final double SLOPE = .15;

    private static final PacSchema SCHEMA = new PacSchema(
            "p",
            "id",
            List.of(new PacSchema.Table(
                    "p",
                    Optional.empty(),
                    1,
                    Map.of("x", new PacSchema.Bounds(0, 600), "y", new PacSchema.Bounds(-2, 2)),
                    Set.of())),
            20);

    private static void load(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE p AS SELECT i AS id, CAST(hash(i) % 6000 AS DOUBLE) / 10 AS x,"
                    + " CAST(hash(i + 77777) % 4000 AS DOUBLE) / 1000 - 2 AS y FROM range(" + UNITS + ") t(i)");
        }
    }

    private static Typical expected(String aggregates) throws Exception {
        try (Connection connection = PacDatabase.memory(200, 1)) {
            load(connection);
            Map<String, String> types = Map.of("id", "BIGINT", "x", "DOUBLE", "y", "DOUBLE");
            WorldQuery.Private query = (WorldQuery.Private) new QueryPlanner(
                            SCHEMA,
                            new Catalog(Map.of("p", types), Map.of(), Map.of()),
                            new SqlTree(connection),
                            new PublicTables(connection))
                    .plan("select " + aggregates + " as v from p");
            return Typical.of(query.cells().getFirst(), UNITS, query.aggregates(), SLOPE);
        }
    }

    private static double deviation(double[] values) {
        double mean = DoubleStream.of(values).average().orElseThrow();
        return Math.sqrt(DoubleStream.of(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
    }

    /// A deviation of 64 worlds is known to 1/sqrt(128), 9 %; halves are balanced, and values of a hash not quite even.
    @Test
    void deviation_ofWhatIsCountedAndComputed_isThatOfWorlds() throws Exception {
        try (PacDatabase database = PacDatabase.open(SCHEMA, TypicalTest::load, Nats.ofFraction(1, 1), 200, 1)) {
            for (String aggregates : List.of(
                    "count(*)",
                    "count(distinct id)",
                    "sum(x)",
                    "sum(y)",
                    "avg(x)",
                    "avg(y) * 7 - 3",
                    "sum(x) / count(*)",
                    "sum(x) / count(*) + avg(y)",
                    "sum(x) - 300 * count(*)",
                    "stddev(x)",
                    "var_pop(y)",
                    "round(median(x), 2)")) {
                double seen = deviation(database.worlds("select " + aggregates + " as v from p")[0][0]);
                assertThat(seen / expected(aggregates).deviation())
                        .as(aggregates)
                        .isBetween(.6, 1.5);
            }
        }
        Typical one = expected("sum(x)");
        Typical other = expected("count(*)");
        assertThat(Math.hypot(one.deviation(), 300 * other.deviation()) / 1000)
                .as("planted: a quotient as if its parts had nothing to do with each other")
                .isGreaterThan(2 * expected("sum(x) / count(*)").deviation());
    }

    /// Of the largest over worlds, which noise goes by, on average over draws of halves: a median's is 1.16 ± .15 of
    /// what is said in one draw, so ± .05 in nine.
    @Test
    void by_isAboutThatOfWorlds() throws Exception {
        Map<String, Double> seen = new TreeMap<>();
        for (int draw = 0; draw < DRAWS; draw++) {
            try (PacDatabase database = PacDatabase.open(SCHEMA, TypicalTest::load, Nats.ofFraction(1, 1), 200, 1)) {
                for (String aggregates : List.of(
                        "count(*)",
                        "sum(x)",
                        "avg(x)",
                        "sum(x) / count(*)",
                        "stddev(x)",
                        "median(x)",
                        "max(y)",
                        "abs(sum(y))")) {
                    double by = database.contributions("select " + aggregates + " as v from p")[0][0];
                    seen.merge(aggregates, by / DRAWS, Double::sum);
                }
            }
        }
        for (Map.Entry<String, Double> one : seen.entrySet()) {
            assertThat(one.getValue() / expected(one.getKey()).by())
                    .as(one.getKey())
                    .isBetween(.7, 1.4);
        }
    }
}
