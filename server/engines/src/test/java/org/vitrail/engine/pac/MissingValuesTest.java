package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.privacy.pac.Membership;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.Universe;

/// Counts in each world, against a count by hand: only of a column without missing values is a count a count of rows.
class MissingValuesTest {
    private static final int PEOPLE = 200;
    private static final PacSchema SCHEMA = new PacSchema(
            "person",
            "id",
            List.of(
                    new PacSchema.Table(
                            "person", Optional.empty(), 1, Map.of("age", new PacSchema.Bounds(0, 100)), Set.of()),
                    new PacSchema.Table(
                            "visit",
                            Optional.of(new PacSchema.Link("person_id", "person", "id")),
                            1,
                            Map.of("cost", new PacSchema.Bounds(0, 50)),
                            Set.of())),
            2);

    private final Membership membership = Membership.balanced(PEOPLE, WorldCounts.WORLDS);

    /// Everyone has an id, four of five an age, every second a visit.
    private static void load(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE person AS SELECT i AS id, CASE WHEN i % 5 > 0 THEN CAST(i % 90 AS DOUBLE)"
                    + " END AS age FROM range(" + PEOPLE + ") t(i)");
            statement.execute("CREATE TABLE visit AS SELECT 2 * i AS person_id, 10.0::DOUBLE AS cost FROM range("
                    + PEOPLE / 2 + ") t(i)");
        }
    }

    private double[][] cells(String sql) throws Exception {
        try (PacDatabase database = PacDatabase.open(
                SCHEMA,
                MissingValuesTest::load,
                _ -> membership,
                Universe.open(WorldCounts.WORLDS, Nats.ofFraction(1, 1)),
                new PacDatabase.Limits(200, 1))) {
            return database.worlds(sql)[0];
        }
    }

    private double[] counted(IntPredicate who) {
        return IntStream.range(0, WorldCounts.WORLDS)
                .mapToDouble(w -> 2
                        * IntStream.range(0, PEOPLE)
                                .filter(who)
                                .filter(i -> ((membership.mask(i) >>> w) & 1) == 1)
                                .count())
                .toArray();
    }

    @Test
    void counts_ofColumnsWithAndWithoutMissingValues_areTheirOwn() throws Exception {
        double[][] cells = cells("SELECT count(*), count(id), count(age), avg(age) FROM person");
        assertThat(cells[0]).containsExactly(counted(i -> true));
        assertThat(cells[1]).containsExactly(cells[0]);
        assertThat(cells[2]).containsExactly(counted(i -> i % 5 > 0));
        assertThat(cells[2]).isNotEqualTo(cells[0]);
        assertThat(cells[3]).doesNotContain(Double.NaN);
    }

    /// `visit.cost` is never missing in its table, but where a person has no visit.
    @ParameterizedTest
    @ValueSource(strings = {"count(cost)", "count(visit.cost)", "count(person_id)"})
    void count_ofTheOptionalSideOfAJoin_leavesOutWhoHasNone(String count) throws Exception {
        double[][] cells =
                cells("SELECT count(*), " + count + " FROM person LEFT JOIN visit ON person.id = visit.person_id");
        assertThat(cells[0]).containsExactly(counted(i -> true));
        assertThat(cells[1]).containsExactly(counted(i -> i % 2 == 0));
    }

    @Test
    void arithmetic_ofAggregates_isThatOfTheirValuesInEachWorld() throws Exception {
        double[][] cells =
                cells("SELECT 100.25 * sum(age) / count(*) - 3, avg(age) * 1e2 + max(age) / -7, round((min(age)"
                        + " - sum(age)) / nullif(count(age) - count(*), 0), 1), abs(-coalesce(sum(age), 0)), sum(age), count(*),"
                        + " avg(age), max(age), min(age), count(age), stddev_pop(age), var_samp(age), sum(age * age), count(*)"
                        + " FILTER (age > 30), sum(age) FILTER (age > 30) FROM person");
        for (int w = 0; w < WorldCounts.WORLDS; w++) {
            double sum = cells[4][w];
            double rows = cells[5][w];
            double mean = cells[6][w];
            double count = cells[9][w];
            assertThat(cells[0][w]).isCloseTo(100.25 * sum / rows - 3, within(1e-9));
            assertThat(cells[1][w]).isCloseTo(mean * 1e2 - cells[7][w] / 7, within(1e-9));
            assertThat(cells[2][w]).isCloseTo((cells[8][w] - sum) / (count - rows), within(0.05 + 1e-9));
            assertThat(cells[3][w]).isEqualTo(sum);
            double variance = cells[12][w] / count - mean * mean;
            assertThat(cells[10][w]).isCloseTo(Math.sqrt(variance), within(1e-6));
            assertThat(cells[11][w]).isCloseTo(variance * (count / 2) / (count / 2 - 1), within(1e-6));
        }
        assertThat(cells[13]).containsExactly(counted(i -> i % 5 > 0 && i % 90 > 30));
        assertThat(cells[14]).isNotEqualTo(cells[4]);
    }

    @Test
    void expressions_ofAggregates_areRefused() {
        assertThatThrownBy(() -> cells("SELECT CASE WHEN sum(age) > 3 THEN 1 ELSE 0 END FROM person"))
                .isInstanceOf(PacRefusedException.class)
                .hasMessageContaining("compute it from the noisy answer");
    }

    /// Whether it divides by 0 would tell of single rows: two counts, each doubled, that one person can bring to 4.
    @Test
    void arithmetic_thatDividesByWhatMayBeZero_dividesByWhatOnePersonBrings() throws Exception {
        double[][] cells = cells("SELECT sum(age) / (count(*) - count(id)), sum(age), sum(age) / 0 FROM person");
        for (int w = 0; w < WorldCounts.WORLDS; w++) {
            assertThat(cells[0][w]).isEqualTo(cells[1][w] / 4);
        }
        assertThat(cells[2]).containsOnly(Double.NaN);
    }
}
