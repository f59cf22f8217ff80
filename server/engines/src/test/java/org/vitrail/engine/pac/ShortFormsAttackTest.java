package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.privacy.pac.Nats;

/// Short forms that would hide a protected table, mean two things, or grow without end: each is refused for its reason.
class ShortFormsAttackTest {
    private static PacDatabase database;

    @BeforeAll
    static void open() throws SQLException {
        database = PacDatabase.open(ShortFormsTest.schema(), ShortFormsTest::load, Nats.ofFraction(500, 1), 500, 2);
    }

    @AfterAll
    static void close() throws SQLException {
        database.close();
    }

    private static void assertRefused(String sql, String why) {
        assertThatThrownBy(() -> database.ask(sql, Nats.ofFraction(1, 128)))
                .as(sql)
                .isInstanceOf(PacRefusedException.class)
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // a protected table behind another name
                "with town as (select person_id as town_id, name from person) select name from town | a name of its own",
                "with TOWN as (select 1 as x) select x from town | a name of its own",
                "with person as (select town_id as person_id from town) select person_id from person | a name of its own",
                "with Person as (select * from town) select count(*) from main.person | a name of its own",
                "with t as (select name from person) select name from t | neither a key",
                "with t as (select name from person), u as (select name from t) select name, count(*) from u group by name"
                        + "| groups by 'name'",
                "select name from town where exists (with t as (select * from person) select 1 from t) | neither a key",
                "select name from town where town_id in (with t as (select age from person where person_id = 7) select"
                        + " age from t) | neither a key",
                "with t as (select town_id from town) select count(*) as n from t where town_id in (select u.town_id from"
                        + " (with t2 as (select town_id from person where person_id = 7) select town_id from t2) u)"
                        + "| got a SELECT",
                "with t as (select person_id, age from pac.person) select sum(age) from t | by its plain name",
                // a name that is there twice, or is not there
                "with t as (select 1 as x) select (with t as (select 2 as x) select x from t) as y from t"
                        + "| a name of its own",
                "with t as (select town_id from town), u as (with T as (select person_id as town_id from person) select"
                        + " town_id from t) select town_id from u | a name of its own",
                "with t as (select 1 as x) select x from main.t | without a mention",
                "with t as (select 1 as x) select x from pac.t | without a mention",
                "with t as (select 1 as x) select x from memory.main.t | without a mention",
                "with t as (select 1 as x) select a.x from t a, main.t b | by its plain name",
                "with t as (select 1 as x) select a.x from t a, memory.main.t b | by its plain name",
                "with u as (select x from t), t as (select 1 as x) select x from u | without a mention",
                "with u as (select x from t), t as (select 1 as x) select u.x from u, t | by its plain name",
                "with t as (select x from t) select x from t | by its plain name",
                "select (with t as (select 1 as x) select x from t) as y from t | by its plain name",
                "with t as (select town_id from town) select count(*) from person | without a mention",
                "with t as (select no_such from no_such) select count(*) from person | without a mention",
                "with t as (select name from person), u as (select name from t) select count(*) from person"
                        + "| without a mention",
                // odd ones
                "with recursive t as (select 1 as x union all select x + 1 from t) select x from t | recursive",
                "with recursive t(x) as (select person_id from person union select x + 1 from t) select count(*) from t"
                        + "| recursive",
                "with t as (select person_id from person union select person_id from visit) select count(*) from t | UNION",
                "with t using key (x) as (select 1 as x) select x from t | leave it out",
                "with t as (insert into town values (9, 'x', 1) returning name) select name from t | SELECT",
                "with t as (values (1)) select count(*) as n from person join t on true | got *",
                "with t as (select * from person) select count(*) from t | got *",
                "with t(x) as (select 1) select y from t as u(y) | in one place",
                "with __t as (select person_id from person) select count(*) from __t | two underscores",
                "with t(__m) as (select person_id from person) select count(*) from t | two underscores",
                "with \u00e4 as (select person_id from person) select count(*) from \u00c4 | ASCII",
                "with t as (select person_id from person order by age limit 3) select count(*) from t | outermost only",
                "with t as (select person_id from person) select count(*) from t tablesample reservoir(3) | SAMPLE",
                "with t as (select person_id, age from person) select avg(a.age) as v from t a join t b on a.person_id <>"
                        + " b.person_id | through SELECTs in FROM",
                "with t as (select person_id, age from person) select avg(p.age) as v from person p join t on t.person_id"
                        + " = p.person_id | through SELECTs in FROM",
                // GROUP BY ALL
                "select name, count(*) from person group by all | groups by 'name'",
                "select town_id from person group by all | rows, not aggregates",
                "select person_id from person group by all | groups by 'person_id'",
                "select age + 0 as a, count(*) from person group by all | groups by 'age'",
                "select * from town group by all | named columns",
                "select 1 as one, count(*) from person group by all | neither a key",
                "select (select max(age) from person) as m, count(*) from town group by all | SELECTs in FROM",
                "select kind, count(*) as n from visit group by all having count(*) > 3 | HAVING",
                // USING
                "select count(*) as n from person join visit using (name) | one table on each side",
                "select count(*) as n from person join drug using (visit_id) | one table on each side",
                "select count(*) as n from person join mayor using (town_id) join town using (name)"
                        + "| one table on each side",
                "select count(*) as n from (select person_id as visit_id from person) p join drug using (visit_id)"
                        + "| through SELECTs in FROM",
                "select count(*) as n from person p join (select town_id, name as age from town) t using (age)"
                        + "| numbers with numbers",
                "select count(*) as n from visit v join (select person_id as visit_id, age from person) p using (visit_id)"
                        + "| through SELECTs in FROM",
                "select count(*) as n from person a join person b using (town_id) | declared links",
                "select count(*) as n from person join person using (person_id) | a name of its own",
                "select count(*) as n from person a join person A using (person_id) | a name of its own",
                "select town_id, count(*) as n from mayor m, person join town using (town_id) group by town_id"
                        + "| several tables in FROM",
                "select count(*) as n from person join town using (town_id) where exists (select 1 from visit v where"
                        + " v.person_id = person.person_id and town_id = 1) | several tables in FROM",
                "select count(*) as n from (person a join town b using (town_id)) cross join (mayor c join (select 1 as"
                        + " town_id) d using (town_id)) | write ON",
                "select count(*) as n from visit join (drug d join person p on true) using (visit_id) | write ON",
                "select count(*) as n from person right join visit using (person_id) | write ON",
                "select count(*) as n from person full join visit using (person_id) | write ON",
                "select count(*) as n from person semi join visit using (person_id) | write ON",
                "select count(*) as n from town t join mayor m on t.town_id = m.town_id join guild g using (town_id)"
                        + " | write ON",
                "select count(*) as n from person natural join visit | NATURAL",
                "select count(*) as n from person join visit using (rowid) | one table on each side",
                "select * from town join mayor using (town_id) | named columns",
                "select count(*) as n from person positional join visit | POSITIONAL",
                // date_trunc
                "select date_trunc('month', born) as m, count(*) as n from person group by m | groups by 'born'",
                "select date_trunc('day', cast(name as date)) as m, count(*) as n from person group by m | groups by",
                "select date_trunc('hour', signed) as m, count(*) as n from person group by m | date_trunc",
                "select date_trunc(kind, day) as m, count(*) as n from visit group by m | date_trunc",
                "select date_trunc('Month', day) as m, count(*) as n from visit group by m | date_trunc",
                "select count(*) as n from visit where date_trunc('year', try_cast(kind as date)) <= timestamp"
                        + " '2020-01-01' | a column of dates",
                "select count(*) as n from (select case when person_id = 7 then date '5000000-01-01' else day end as d"
                        + " from visit) t where date_trunc('year', d) <= timestamp '2020-01-01' | a column of dates"
            })
    void query_inShort_isRefusedForItsReason(String sql, String why) {
        assertRefused(sql, why);
    }

    @Test
    void commonTables_eachTwiceInTheNext_areRefusedBeforeTheyGrow() {
        String twice = IntStream.range(1, 60)
                .mapToObj(i ->
                        String.format("t%1$d as (select a.x as x from t%2$d a join t%2$d b on a.x = b.x)", i, i - 1))
                .collect(Collectors.joining(", "));
        String sql = "with t0 as (select town_id as x from town), " + twice + " select count(*) as n from t59";
        assertRefused(sql, "written out");
        String wide = IntStream.range(0, 250).mapToObj(i -> "v a" + i).collect(Collectors.joining(", "));
        assertRefused(
                "with v as (select a.town_id, a.name, a.region from town a where a.region = 1) select 1 as x from "
                        + wide,
                "written out");
        String deep = IntStream.range(1, 5)
                .mapToObj(i -> "t" + i + " as (select x from t" + (i - 1) + ")")
                .collect(Collectors.joining(", "));
        assertRefused("with t0 as (select town_id as x from town), " + deep + " select x from t4", "depth");
    }

    /// A row whose day has no beginning of a year fails nothing, and is in no group; DuckDB fails on it, and on what it
    /// works out from the least and largest day of the column.
    @Test
    void dates_farOff_failNothing() throws Exception {
        for (String part : new String[] {"year", "quarter", "month", "week", "day"}) {
            String cut = "date_trunc('" + part + "', day)";
            double[] counted = database.worlds("select count(" + cut + ") as n from visit")[0][0];
            double[] near = database.worlds(
                            "select count(case when year(day) between 1 and 9999 then 1 end) as n" + " from visit")[0][
                    0];
            assertThat(counted).as(part).isEqualTo(near);
            assertThat(database.worlds("select count(distinct " + cut + ") as n from visit where " + cut
                            + " is not distinct from " + cut)[0][0])
                    .doesNotContain(Double.NaN, 0.0);
        }
    }
}
