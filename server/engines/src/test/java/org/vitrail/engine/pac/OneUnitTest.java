package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.privacy.pac.Membership;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.Universe;

/// Facts of one row: what all worlds agree on has noise all the same, of at least what one person may bring. Person 7
/// is 27 years old.
class OneUnitTest {
    private static PacDatabase database;

    @BeforeAll
    static void open() throws SQLException {
        database = PacDatabaseTest.shop();
    }

    @AfterAll
    static void close() throws SQLException {
        database.close();
    }

    /// Answers to one question, at amounts that differ by almost nothing so that none is given again.
    private static double[] answers(String column, int count) {
        return IntStream.range(0, count)
                .mapToDouble(i -> {
                    try {
                        Object cell = database.ask(
                                        "select " + column + " as v, count(*) as n from person p",
                                        new Nats(7_000_000_000_000L + i))
                                .rows()
                                .getFirst()
                                .getFirst();
                        return ((Number) Objects.requireNonNull(cell)).doubleValue();
                    } catch (PacRefusedException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toArray();
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum() / (values.length - 1));
    }

    /// @param one what one person may bring
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sum(case when id = 7 and age > 30 then 1 else 0 end) | 2",
                "sum(case when id = 7 and age > 20 then 1 else 0 end) | 2",
                "count(*) filter (id = 7 and age > 30) | 2",
                "max(case when id = 7 and age > 30 then 1 else 0 end) | 1",
                "avg(case when id = 7 and age > 30 then age end) | 100",
                "median(case when id = 7 and age > 30 then age end) | 100",
                "count(distinct case when id = 7 and age > 30 then age end) | 1",
                "1 / sum(case when id = 7 and age > 30 then 1 else 0 end) | .5",
                "sum(case when id = 7 and age > 30 then 1 else 0 end) / nullif(sum(case when id = 7 then 1 else 0 end), 0) | 1",
                "stddev(case when id = 7 and age > 30 then age end) | 100"
            })
    void number_thatOnePersonDecides_hasNoiseWhateverItIs(String column, double one) throws Exception {
        // for two numbers at 0.007 nat: K is 8, the deviation sqrt(8 / 0.007) / 2 contributions, 17; known to 8 %
        assertThat(deviation(answers(column, 80))).as(column).isGreaterThan(8 * one);
    }

    /// One row that is there or not, in a database each, over the same halves: in no world does a number move by more
    /// than its noise was made for.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sum(case when age > 30 then 1 else 0 end)",
                "sum(case when age > 30 then 1 else 0 end) / 1e9 * 1e9",
                "(sum(case when age > 30 then 1 else 0 end) + 1) * 1e-9 * 1e-9 * 1e9 * 1e9",
                "avg(case when age > 30 then 60 + (age * 1e308 * 10) % 5 else 50 end)",
                "quantile_cont(case when age > 30 then (age * 1e308 * 10) % 5 else 1 end, 1)",
                "stddev(case when age > 30 then 3 + (age * 1e308 * 10) % 1 else 3 end)",
                "quantile_cont(case when id = 399 and age > 30 then 100 else 0 end, 1)",
                "quantile_cont(case when id = 399 and age > 30 then 100 else 0 end, 0.9995)",
                "quantile_cont(case when id = 399 and age > 30 then -100 else 0 end, 0)",
                "median(case when id > 370 then age end)",
                "count(*) / sum(case when id = 399 and age > 30 then 1 when id = 399 then -1 else 0 end)",
                "max(age)",
                "(sum(case when age > 30 then 1 else 0 end) + 63 + 1e9 * 1e9) - 1e9 * 1e9",
                "var_pop(case when id = 399 and age > 30 then 562949919866880 else 562949886312448 end)",
                "sum(least(greatest(nullif(try_cast(case when id = 399 and age > 30 then 9e18 else 1 end as bigint), 0.5)"
                        + " * 3, 0), 1))",
                "var_samp(age) + round(sum(age), -2)",
                "count(distinct case when id = 399 and age > 30 then a.town_id * 64 + c.town_id * 16 end)"
            })
    void number_withOneOtherRow_movesNoFurtherThanIsSaid(String column) throws Exception {
        Membership membership = Membership.balanced(400, WorldCounts.WORLDS);
        double[][] worlds = new double[2][];
        double[] by = new double[2];
        for (int i = 0; i < 2; i++) {
            String age = i == 0 ? "69" : "1";
            try (PacDatabase one = PacDatabase.open(
                    PacDatabaseTest.schema(20, 10),
                    connection -> {
                        PacDatabaseTest.load(connection);
                        try (Statement statement = connection.createStatement()) {
                            statement.execute("UPDATE person SET age = " + age + " WHERE id = 399");
                            statement.execute("UPDATE person SET age = 25 WHERE id < 300");
                        }
                    },
                    _ -> membership,
                    Universe.open(WorldCounts.WORLDS, Nats.ofFraction(1, 1)),
                    new PacDatabase.Limits(300, 2))) {
                String sql = "select " + column + " as v from person p"
                        + (column.contains("a.town_id")
                                ? " join town a on true join town b on a.town_id = b.town_id join town c on true"
                                        + " join town d on c.town_id = d.town_id"
                                : "");
                worlds[i] = one.worlds(sql)[0][0];
                by[i] = one.contributions(sql)[0][0];
            }
        }
        for (int w = 0; w < WorldCounts.WORLDS; w++) {
            boolean there = ((membership.mask(399) >>> w) & 1) == 1;
            double moved = Math.abs(worlds[0][w] - worlds[1][w]);
            // 2: one value for another, as one that goes and one that comes
            assertThat(moved).as("world %d", w).isLessThanOrEqualTo(there ? 2 * Math.max(by[0], by[1]) : 0);
        }
        assertThat(by[0]).isBetween(by[1] / 3, by[1] * 3);
    }

    /// Must fail: what nobody can move has no noise, so that a contribution taken to be 0 would be seen.
    @Test
    void number_thatNobodyMoves_isExact() {
        assertThat(deviation(answers("sum(0 * age)", 3))).isZero();
    }

    /// Whether a row fails, divides by 0 or is missing leaves no cell empty and no answer out.
    @Test
    void cells_ofOnePerson_areNeverEmpty() throws Exception {
        for (String column : new String[] {
            "avg(case when id = 7 and age > 30 then age end)",
            "min(case when id = 7 and age > 30 then age end)",
            "sum(age) / sum(case when id = 7 and age > 30 then 1 else 0 end)",
            "sum(case when id = 7 and age > 20 then 1 / (id - 7) else 1 end)",
            "quantile_cont(case when id = 7 and age > 30 then age end, .9)"
        }) {
            double[][][] worlds;
            try {
                worlds = database.worlds("select " + column + " as v from person");
            } catch (PacRefusedException byItsText) {
                continue;
            }
            assertThat(worlds[0][0]).as(column).hasSize(64).doesNotContain(Double.NaN);
        }
    }
}
