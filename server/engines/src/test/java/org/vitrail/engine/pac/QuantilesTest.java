package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.pac.Nats;

/// Quantiles of each world against DuckDB's own, and their reach against all that one unit can do.
class QuantilesTest {
    private static final Range RANGE = new Range(-10, 100);
    private static final List<Double> FRACTIONS = List.of(0.0, .1, .25, .5, .9, 1.0);

    private static final PacSchema SCHEMA = new PacSchema(
            "p",
            "id",
            List.of(
                    new PacSchema.Table(
                            "p",
                            Optional.empty(),
                            1,
                            Map.of("x", new PacSchema.Bounds(-10, 100)),
                            Set.of("town", "kind")),
                    new PacSchema.Table(
                            "v",
                            Optional.of(new PacSchema.Link("p_id", "p", "id")),
                            4,
                            Map.of("y", new PacSchema.Bounds(0, 50)),
                            Set.of())),
            5);

    private static void load(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE p AS SELECT i AS id, CASE WHEN i % 9 = 0 THEN NULL ELSE"
                    + " CAST(hash(i) % 1300 AS DOUBLE) / 10 - 20 END AS x, 'T' || hash(i + 5) % 3 AS town,"
                    + " CASE WHEN i % 5 = 0 THEN NULL ELSE i % 2 END AS kind FROM range(300) t(i)");
            statement.execute(
                    "CREATE TABLE v AS SELECT i % 250 AS p_id, CAST(hash(i + 77) % 40 AS INTEGER) AS y FROM range(900) t(i)");
        }
    }

    /// What DuckDB says of the rows of one world.
    private static List<Double> plain(String sql, String condition) throws SQLException {
        try (Connection connection = PacDatabase.memory(200, 1);
                Statement statement = connection.createStatement()) {
            load(connection);
            statement.execute(
                    "CREATE VIEW w AS SELECT * REPLACE (CASE WHEN x IS NOT NULL THEN least(greatest(x, -10), 100) END AS x) FROM p WHERE "
                            + condition);
            List<Double> values = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(sql.replace("from p", "from w p"))) {
                while (rows.next()) {
                    values.add(rows.getDouble(rows.getMetaData().getColumnCount()));
                }
            }
            return values;
        }
    }

    /// With all worlds alike but for who is in them, a world is found by its people: those whose count of one is 2.
    @Test
    void quantiles_ofEachWorld_areThoseOfItsRows() throws Exception {
        for (String query : List.of(
                "select town, %s(x%s) as q from p group by town order by town",
                "select kind, %s(x + 1%s) as q from p where x > 0 group by kind order by kind nulls last",
                "select %s(y%s) as q from p join v on v.p_id = p.id")) {
            for (String fraction : List.of("", ", 0", ", 0.25", ", 0.9", ", 1")) {
                String sql = query.formatted(fraction.isEmpty() ? "median" : "quantile_cont", fraction);
                try (PacDatabase database =
                        PacDatabase.open(SCHEMA, QuantilesTest::load, Nats.ofFraction(1, 1), 300, 1)) {
                    double[][][] worlds = database.worlds(sql);
                    int world = 17;
                    double[] inside = members(database, world);
                    List<Double> expected = plain(sql, "id in (" + ids(inside) + ")");
                    assertThat(worlds).hasNumberOfRows(expected.size());
                    for (int g = 0; g < worlds.length; g++) {
                        assertThat(worlds[g][0][world]).as(sql).isCloseTo(expected.get(g), within(1e-6));
                    }
                }
            }
        }
    }

    /// Above 0 for those who are in it.
    private static double[] members(PacDatabase database, int world) throws Exception {
        double[] inside = new double[300];
        for (int from = 0; from < 300; from += 100) {
            List<String> sums = new ArrayList<>();
            for (int i = from; i < from + 100; i++) {
                sums.add("sum(case when id = " + i + " then 1 else 0 end) as s" + i);
            }
            double[][] counts = database.worlds("select " + String.join(", ", sums) + " from p")[0];
            for (int i = 0; i < 100; i++) {
                inside[from + i] = counts[i][world];
            }
        }
        return inside;
    }

    private static String ids(double[] inside) {
        StringBuilder ids = new StringBuilder("-1");
        for (int i = 0; i < inside.length; i++) {
            if (inside[i] > 0) {
                ids.append(", ").append(i);
            }
        }
        return ids.toString();
    }

    /// How far something is from what it has to be for one unit that comes: > 0 if it fails.
    private interface Reach {
        double of(double[] sorted, WorldQuery.Ordered ordered, double slope);
    }

    /// The worst over tables with and without one unit: by how much the quantile moves beyond either reach, and by how
    /// much one reach is above the other's e^slope times.
    private static double worst(Reach reach) {
        SplittableRandom random = new SplittableRandom(5);
        double worst = 0;
        for (int round = 0; round < 4000; round++) {
            int rows = 1 + random.nextInt(3);
            double slope = .05 + random.nextDouble() / 2;
            double[] few = values(random, random.nextInt(round % 2 == 0 ? 8 : 60));
            double[] unit = values(random, random.nextInt(rows + 1));
            double[] more = Arrays.copyOf(few, few.length + unit.length);
            System.arraycopy(unit, 0, more, few.length, unit.length);
            Arrays.sort(few);
            Arrays.sort(more);
            for (double fraction : FRACTIONS) {
                WorldQuery.Ordered ordered = new WorldQuery.Ordered("", fraction, RANGE, rows);
                double one = reach.of(few, ordered, slope);
                double other = reach.of(more, ordered, slope);
                double moved = Math.abs(value(few, fraction) - value(more, fraction));
                worst = Math.max(worst, moved - Math.min(one, other));
                worst = Math.max(worst, Math.max(one / other, other / one) - Math.exp(slope));
            }
        }
        return worst;
    }

    private static double value(double[] sorted, double fraction) {
        double found = Quantiles.quantile(sorted, sorted.length, fraction);
        return Double.isNaN(found) ? RANGE.middle() : found;
    }

    /// Some alike, some far from others.
    private static double[] values(SplittableRandom random, int n) {
        double[] values = new double[n];
        double centre = random.nextDouble(RANGE.low(), RANGE.high());
        for (int i = 0; i < n; i++) {
            double drawn =
                    random.nextInt(3) == 0 ? random.nextDouble(RANGE.low(), RANGE.high()) : centre + random.nextInt(4);
            values[i] = RANGE.cut(drawn);
        }
        return values;
    }

    @Test
    void reach_isNoLessThanOneUnitMovesItAndSmooth() {
        assertThat(worst((sorted, ordered, slope) -> Quantiles.reach(sorted, sorted.length, ordered, slope)))
                .isLessThan(1e-9);
        assertThat(worst((sorted, ordered, slope) -> Quantiles.reach(
                        sorted, sorted.length, new WorldQuery.Ordered("", ordered.fraction(), RANGE, 1), slope)))
                .as("planted: a unit of several rows taken for one of one")
                .isGreaterThan(1);
        assertThat(worst((sorted, ordered, _) -> Quantiles.reach(sorted, sorted.length, ordered, 50)))
                .as("planted: how far one unit moves it here, without what it could do elsewhere")
                .isGreaterThan(1);
        assertThat(worst((sorted, ordered, slope) ->
                        Quantiles.reach(sorted, sorted.length, ordered, slope) * (sorted.length > 9 ? .2 : 1)))
                .as("planted: too little")
                .isGreaterThan(.1);
    }

    /// Where many agree, one unit does little: noise as wide as the bounds would tell nothing.
    @Test
    void reach_ofManyValues_isFarBelowTheBounds() {
        double[] even = new double[500];
        Arrays.setAll(even, i -> RANGE.low() + RANGE.width() * (i + .5) / 500);
        WorldQuery.Ordered median = new WorldQuery.Ordered("", .5, RANGE, 1);
        assertThat(Quantiles.reach(even, 500, median, .15)).isLessThan(RANGE.width() / 100);
        assertThat(Quantiles.reach(even, 500, new WorldQuery.Ordered("", 1, RANGE, 1), .15))
                .isLessThan(RANGE.width() / 20);
        assertThat(Quantiles.reach(even, 3, median, .15)).isGreaterThan(RANGE.width() / 2);
        assertThat(Quantiles.reach(even, 0, median, .15)).isEqualTo(RANGE.width());
    }
}
