package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.PosteriorSuccess;

/// Which groups a query shows, asked by who wants to know one person's fact from it. Claims have an error of at most
/// 1e-4 (Hoeffding's inequality).
class GroupDecisionTest {
    private static final int TRIALS = 1200;
    private static final double TOLERANCE = Math.sqrt(Math.log(1e4) / (2 * TRIALS));
    private static final int LEAST = 20;
    private static final long FEMTO = 7_812_500_000_000L; // 1/128 nat

    /// The tables of [PacDatabaseTest], where person 300 is 20 years old, or 90.
    private static PacDatabase open(boolean old) throws SQLException {
        return PacDatabase.open(
                PacDatabaseTest.schema(LEAST, 5),
                connection -> {
                    PacDatabaseTest.load(connection);
                    age(connection, old ? 90 : 20);
                },
                Nats.ofFraction(9000, 1),
                500,
                1);
    }

    private static void age(Connection connection, int years) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("UPDATE person SET age = " + years + " WHERE id = 300");
        }
    }

    /// `others` people whom the adversary knows, and person 300 if over 80.
    private static String sum(int others) {
        return "select sum(age) as s from person where id < " + others + " or (id = 300 and age > 80)";
    }

    private static boolean isShown(PacDatabase database, String sql, long charge) {
        try {
            return !database.ask(sql, new Nats(charge)).rows().isEmpty();
        } catch (PacRefusedException e) {
            assertThat(e).hasMessageContaining("chance decides between");
            return false;
        }
    }

    /// Part of the trials in which an answer or refusal tells the age.
    private static double success(String sql) throws SQLException {
        int[] shown = new int[2];
        try (PacDatabase young = open(false);
                PacDatabase old = open(true)) {
            for (int i = 0; i < TRIALS; i++) {
                shown[i % 2] += isShown(i % 2 == 0 ? young : old, sql, FEMTO + i) ? 1 : 0;
            }
        }
        return .5 + Math.abs(shown[1] - shown[0]) / (double) TRIALS;
    }

    @Test
    void refusal_ofAGroupThatOnePersonCompletes_doesNotTellOfThatPerson() throws Exception {
        double bound = PosteriorSuccess.bound(new Nats(FEMTO + TRIALS));
        assertThat(success(sum(LEAST - 1))).isLessThanOrEqualTo(bound + TOLERANCE);
        assertThat(success(sum(31))).as("where chance decides").isLessThanOrEqualTo(bound + TOLERANCE);
        try (PacDatabase young = open(false);
                PacDatabase old = open(true)) {
            assertThat(young.worlds(sum(LEAST - 1)).length).isZero();
            assertThat(old.worlds(sum(LEAST - 1)).length)
                    .as("planted: decided without noise, it tells for certain")
                    .isOne();
        }
    }

    @Test
    void refusal_isChargedAsTheAnswerIs() throws Exception {
        try (PacDatabase database = open(false)) {
            assertThat(isShown(database, sum(3), FEMTO)).isFalse();
            PacSqlAnswer answer = database.ask("select count(*) as n from person", new Nats(FEMTO));
            assertThat(answer.spent()).isEqualTo(new Nats(2 * FEMTO));
        }
    }

    /// That a group is large enough is told by what comes after, too: a number that cannot be, or too many of them.
    @Test
    void refusal_afterTheDecision_isCharged() throws Exception {
        for (String sql : List.of(
                "select sum(age) / 0 as s from person where id < 100",
                "select sum(age) / 0 as s from person where id < 3",
                "select count(*) as n from person where age > (select sum(age) / 0 from person where id < 100)")) {
            try (PacDatabase database = open(false)) {
                for (int i = 0; i < 3; i++) {
                    assertThatThrownBy(() -> database.ask(sql, new Nats(FEMTO)))
                            .isInstanceOf(PacRefusedException.class);
                }
                PacSqlAnswer answer = database.ask("select count(*) as n from person", new Nats(FEMTO));
                assertThat(answer.spent())
                        .as(sql)
                        .isBetween(new Nats(FEMTO * 5 / 2), new Nats(FEMTO * 4)); // a step's half at least
            }
        }
    }

    /// Sizes, for each of ten groups in which all of a hundred people have rows, but for those left out.
    private static long[] sizes(int each, int groups, UnaryOperator<IntStream> people) throws SQLException {
        String rows = people.apply(IntStream.rangeClosed(1, 100))
                .boxed()
                .flatMap(person -> IntStream.range(0, groups).mapToObj(group -> "(" + group + ", " + person + ", 1)"))
                .collect(Collectors.joining(", "));
        try (Connection connection = PacDatabase.memory(200, 1);
                Statement statement = connection.createStatement()) {
            return UnitParts.of(statement, UnitPartsTest.query(rows, 1), new UnitParts.Sizes(1, each))
                    .units();
        }
    }

    @Test
    void sizes_withoutOnePerson_differByOneInAsManyGroupsAsOneCountsIn() throws Exception {
        for (int each : new int[] {1, 3, 10}) {
            long[] all = sizes(each, 10, people -> people);
            long[] without = sizes(each, 10, people -> people.filter(person -> person != 57));
            assertThat(Arrays.stream(all).sum()).isEqualTo(100L * each);
            int moved = 0;
            for (int g = 0; g < all.length; g++) {
                assertThat(all[g] - without[g]).isBetween(0L, 1L);
                moved += (int) (all[g] - without[g]);
            }
            assertThat(moved)
                    .as("one who counts in every group would move all ten")
                    .isEqualTo(each);
        }
    }

    /// Which group one counts in is drawn for each person: no group is left with few.
    @Test
    void sizes_ofGroupsThatAllAreIn_areAboutEqual() throws Exception {
        for (long size : sizes(1, 4, people -> people)) {
            assertThat(size).isBetween(8L, 42L); // 25, and four deviations of 4.3
        }
    }

    @Test
    void price_decidesInHowManyGroupsOneCounts() {
        assertThat(WorldRunner.sizes(LEAST, Nats.ofFraction(1, 128)).each()).isEqualTo(1);
        assertThat(WorldRunner.sizes(LEAST, Nats.ofFraction(1, 2)).each()).isEqualTo(8);
        assertThat(WorldRunner.sizes(LEAST, Nats.ofFraction(9000, 1)).each()).isEqualTo(1000);
    }
}
