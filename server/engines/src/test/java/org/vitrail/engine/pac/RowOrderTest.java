package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.pac.Membership;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.Universe;

/// One row more or less must not turn about the order of other people's rows, nor may that order be read: .1 + .2 + .3
/// is
/// above .6 and .3 + .2 + .1 is not.
class RowOrderTest {
    private static final int PEOPLE = 2000;

    private static final PacSchema SCHEMA = new PacSchema(
            "person",
            "id",
            List.of(
                    new PacSchema.Table("person", Optional.empty(), 1, Map.of(), Set.of()),
                    new PacSchema.Table(
                            "visit",
                            Optional.of(new PacSchema.Link("person_id", "person", "id")),
                            3,
                            Map.of("cost", new PacSchema.Bounds(0, 1)),
                            Set.of()),
                    new PacSchema.Table(
                            "drug",
                            Optional.of(new PacSchema.Link("visit_id", "visit", "visit_id")),
                            3,
                            Map.of("dose", new PacSchema.Bounds(0, 1)),
                            Set.of())),
            5);

    /// @param drugs rows of the last table, the others' being three a person
    private static PacDatabase open(Membership membership, int visits, int drugs) throws SQLException {
        return PacDatabase.open(
                SCHEMA,
                connection -> load(connection, visits, drugs),
                _ -> membership,
                Universe.open(WorldCounts.WORLDS, Nats.ofFraction(1, 1)),
                new PacDatabase.Limits(300, 2));
    }

    private static void load(Connection connection, int visits, int drugs) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE person AS SELECT i AS id FROM range(" + PEOPLE + ") t(i)");
            statement.execute(
                    "CREATE TABLE visit AS SELECT i AS visit_id, i // 3 AS person_id, (1 + i % 3) / 10.0::DOUBLE"
                            + " AS cost FROM range(" + (3 * PEOPLE - visits) + ", " + 3 * PEOPLE + ") t(i)");
            statement.execute("CREATE TABLE drug AS SELECT " + (3 * PEOPLE - 1)
                    + " - i AS visit_id, (1 + i % 3) / 10.0::DOUBLE" + " AS dose FROM range(" + drugs + ") t(i)");
        }
    }

    /// Worlds in which a number is not what it is with one row less, by more than one person's part.
    private static int changed(String sql, int visits, int drugs) throws Exception {
        Membership membership = Membership.balanced(PEOPLE, WorldCounts.WORLDS);
        try (PacDatabase all = open(membership, 3 * PEOPLE, 3 * PEOPLE);
                PacDatabase less = open(membership, visits, drugs)) {
            double[] one = all.worlds(sql)[0][0];
            double[] other = less.worlds(sql)[0][0];
            double by = all.contributions(sql)[0][0];
            int changed = 0;
            for (int w = 0; w < one.length; w++) {
                changed += Math.abs(one[w] - other[w]) > by ? 1 : 0;
            }
            return changed;
        }
    }

    @Test
    void sumsWithinFrom_areTheSameInAnyOrder() throws Exception {
        String visits =
                "select sum(case when s > 0.6 then 1 else 0 end) as n from (select person_id, sum(cost) as s from"
                        + " visit group by person_id) t";
        assertThat(changed(visits, 3 * PEOPLE - 1, 3 * PEOPLE)).isZero();
        for (String from : List.of("drug d join visit v", "visit v join drug d")) {
            for (String number : List.of("sum(d.dose)", "avg(d.dose) * 3")) {
                String sql = "select sum(case when s > 0.6 then 1 else 0 end) as n from (select v.person_id, " + number
                        + " as s from " + from + " on d.visit_id = v.visit_id group by v.person_id) t";
                for (int drugs = 3 * PEOPLE - 2; drugs < 3 * PEOPLE; drugs++) {
                    assertThat(changed(sql, 3 * PEOPLE, drugs)).as(sql).isZero();
                }
            }
        }
    }

    /// As DuckDB adds up by itself: the difference that is looked for is there to be found.
    @Test
    void sumsInTheOrderOfRows_differ() throws Exception {
        try (Connection connection = PacDatabase.memory(100, 1);
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT sum(x) > 0.6, sum(x ORDER BY x DESC) > 0.6 FROM (VALUES"
                        + " (0.1::DOUBLE), (0.2), (0.3)) t(x)")) {
            rows.next();
            assertThat(rows.getBoolean(1)).isNotEqualTo(rows.getBoolean(2));
        }
    }
}
