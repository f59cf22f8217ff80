package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.pac.Nats;

/// What cannot be computed for some row: it is missing there, or refused by the text, and never a failure.
class FailingRowsTest {
    private static PacDatabase database;

    @BeforeAll
    static void open() throws SQLException {
        database = PacDatabaseTest.shop();
    }

    @AfterAll
    static void close() throws SQLException {
        database.close();
    }

    /// A row that made a query fail would tell of itself: it has no value instead.
    @Test
    void ask_whatFailsOnSomeRows_doesNotFail() throws Exception {
        for (String wrong : new String[] {
            "cast(case when id = 7 then name else '1' end as integer)",
            "sqrt(case when id = 7 then -1 else 1 end)",
            "case when id = 7 then 9223372036854775807 + id else 1 end",
            "case when id = 7 then 7000000000 * id * 7000000000 else 1 end",
            "case when id = 7 then ln(id - 7) else 1 end",
            "case when id = 7 then id % 0 else 1 end"
        }) {
            String bounded = "least(greatest(" + wrong + ", 0), 2)";
            double[][][] worlds = database.worlds("select sum(" + bounded + ") as n from person");
            assertAllAbout(worlds[0][0], wrong);
            worlds = database.worlds("select count(*) as n from person where " + wrong + " = 1");
            assertAllAbout(worlds[0][0], wrong);
        }
    }

    /// In a SELECT in FROM too, where sums are computed with and columns may be no numbers.
    @Test
    void ask_whatFailsOnSomeRowsOfASelectInFrom_doesNotFail() throws Exception {
        for (String from : new String[] {
            "(select id, case when id = 7 then 1 + ((age * 1e308 * 10) % 1) else 1 end as s from person) t",
            "(select id, sum(try_cast(case when id = 7 then 1e10 else 1 end as decimal(18, 4))) as s from person group by"
                    + " id) t",
            "(select id, max(try_cast(age as decimal(9, 4))) / max(age) as s from person where name <> '' group by id) t"
        }) {
            for (String column : new String[] {
                "sum(least(greatest(s * s * s * s * s * s * s, 0), 1))",
                "count(*) * avg(least(greatest(s, 0), 1))",
                "count(*) * quantile_cont(least(greatest(s, 0), 1), 1)"
            }) {
                double[][][] worlds = database.worlds("select " + column + " as n from " + from);
                assertAllAbout(worlds[0][0], column + from);
            }
        }
        assertAllAbout(
                database.worlds("select sum(n) as n from (select id, count(*) + 1 - 1 as n from person group by id"
                        + " having count(*) + 1 > 1) t")[0][0],
                "arithmetic of aggregates");
    }

    /// FILTER is what CASE without ELSE is, wherever the aggregate stands.
    @Test
    void filter_isCase() throws Exception {
        String[][] pairs = {
            {"count(*) filter (where cost > 12)", "count(case when cost > 12 then 1 end)"},
            {"sum(cost) filter (cost > 12)", "sum(case when cost > 12 then cost end)"}
        };
        for (String[] pair : pairs) {
            for (String sql : new String[] {
                "select %s as v from visit",
                "select sum(least(greatest(s, 0), 500)) as v from (select person_id, %s as s from visit group by person_id)"
                        + " t",
                "select count(*) as v from (select person_id as p from visit group by person_id having %s > 1) t"
            }) {
                double[][][] filtered = database.worlds(sql.formatted(pair[0]));
                assertThat(filtered).as(sql + pair[0]).isDeepEqualTo(database.worlds(sql.formatted(pair[1])));
                double[][][] all = database.worlds(sql.formatted(pair[0].replaceAll("12", "-1")));
                assertThat(Arrays.deepEquals(filtered, all)).isEqualTo(sql.contains("having"));
            }
        }
    }

    @Test
    void roots_asColumnsOfASelectInFrom_areAnswered() throws Exception {
        double[] roots = database.worlds("select sum(s) as v from (select sqrt(age) as s from person) t")[0][0];
        double[] plain = database.worlds("select sum(sqrt(age)) as v from person")[0][0];
        assertThat(roots).containsExactly(plain, within(1e-9)); // units come in any order, whose last bits differ
    }

    @Test
    void ask_whatMayFailOnSomeRows_isRefused() {
        assertRefused("constant", "select sum(case when id = 7 then cast('x' as integer) else 1 end) as n from person");
        assertRefused("texts with texts", "select sum(case when id = 7 then 'x' else 1 end) as n from person");
        assertRefused("texts with texts", "select count(*) as n from person where name = 3");
        assertRefused(
                "texts with texts", "select count(*) as n from person where cast(name as date) + to_days(id) is null");
        assertRefused("EXISTS, or IN", "select count(*) from person p where age > (select town_id from town)");
        assertRefused("EXISTS, or IN", "select count(*) from person p where name in (select town_id from town)");
    }

    private static void assertAllAbout(double[] worlds, String wrong) {
        for (double n : worlds) {
            assertThat(n).as(wrong).isBetween(320.0, 480.0); // twice a half of 399 people
        }
    }

    private static void assertRefused(String part, String sql) {
        assertThatThrownBy(() -> database.ask(sql, Nats.ofFraction(1, 128)))
                .as(sql)
                .isInstanceOf(PacRefusedException.class)
                .hasMessageContaining(part);
    }
}
