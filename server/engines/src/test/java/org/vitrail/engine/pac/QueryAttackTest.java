package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.privacy.pac.Nats;

/// Queries that were answered once, each with a value of person 7 or 12 without noise, groups by what is not groupable,
/// or sums of what has no bounds. Each has to be refused by its text, or to be what running it in each world gives.
class QueryAttackTest {
    private static PacDatabase database;

    @BeforeAll
    static void open() throws SQLException {
        database = PacDatabaseTest.shop();
    }

    @AfterAll
    static void close() throws SQLException {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // texts that SQL of ours was put into
                "select median(case when town = ') + (SELECT max(age) FROM pac.person WHERE id = 7) + length(' then 0"
                        + " else 0 * age end) + length('__a0') as v from person",
                "select median(case when town = 'x__a0' then 0 else age end) as v from person",
                // links that a left join does not enforce
                "select max(case when r.id = 7 then r.age else 0 end) as v from person p join person r on true"
                        + " left join person t on p.id = r.id and t.id = p.id",
                "select max(case when r.id = 7 then r.age else 0 end) as v from person p join person r on true"
                        + " left join (select 1 as z) t on p.id = r.id",
                "select r.town as town, count(*) as n from person p join person r on true left join person t on"
                        + " p.id = r.id and t.id = p.id where r.id = 7 group by r.town",
                "select max(q.v) as v from (select p.id, r.age as v from person p join person r on true left join"
                        + " town t on p.id = r.id and t.town_id = p.town where r.id = 7) q",
                // many as one unit
                "select max(q.v) as v from (select max(case when p.id = 7 then p.age else 0 end) as v from person p"
                        + " group by grouping sets ((case when p.id in (7, 100) then -1 else p.id end), (p.id))) q",
                "select max(q.v) as v from (select max(p.age) as v from person p group by rollup(p.id)) q",
                "select max(q.v) as v from (select v.person_id as k, max(case when p.id = 7 then p.age else 0 end) as v"
                        + " from person p left join visit v on v.person_id = p.id and v.cost < 0 group by"
                        + " v.person_id) q",
                // names that DuckDB reads otherwise
                "select k, count(*) as n from town t, (select age as town_id, town_id as k from person) q group by k",
                "select sum(q.k) as v from town t, (select name as town_id, town_id as k from person) q where"
                        + " t.town_id = 0",
                "select count(*) as n from person age where cast(age as varchar) like '%m%'",
                // columns behind a SELECT
                "select (select p.age) as k, count(*) as n from person p group by (select p.age)",
                "select count(*) as n from person p group by (select p.age - p.age % 10)",
                "select sum((select p.id)) as n from person p",
                "select max((select case when r.id = 7 then r.age else 0 end)) as v from person p join person r on true"
                        + " left join town t on p.id = r.id",
                "select sum(case when exists (select 1 from visit v where v.person_id = p.id) then 1 else 0 end) as v"
                        + " from person p",
                // what is not registered
                "select sum(age) * 0 + (select d.estimated_size from duckdb_tables d limit 1) as v from person where"
                        + " exists (with duckdb_tables as (select 1 as z) select z from duckdb_tables)",
                "select table_name, estimated_size from duckdb_tables where exists (with duckdb_tables as (select 1 as"
                        + " z) select z from duckdb_tables)",
                // one name for two, two for one
                "select max(\"\u00e4\".age) as v from person \"\u00e4\", (select 7 as id) \"\u00c4\" where"
                        + " \"\u00e4\".age < 50",
                "select max(q.x_1) as v from (select p.id, p.name as x, p.name as x, p.age as x_1 from person p) q",
                "select sum(main.person.age) as v from (select 1 as age) person, person",
                "select sum(p.age) as v from person p, (select 1 as age) p",
                "select max(case when v.rowid < 3 * p.rowid then 1 else 0 end) as v from person p join visit v on"
                        + " v.person_id = p.id where p.id <> 7",
                "select percentile_cont(0.5) within group (order by id) as v from person",
                "select q.m as m, count(*) as n from (select p.id, max(p.age) as m from person p group by p.id) q group"
                        + " by q.m",
                "select count(*) as n from (select p.id, count(case when p.age > 30 then 1 end) as m from person p group"
                        + " by p.id) q group by q.m",
                // joins whose condition filters nothing
                "select avg(v.cost) as v from person p left join visit v on true left join (town a join town b on"
                        + " v.person_id = p.id) on true where v.person_id = 7",
                "select count(*) as n from person p left join person q on true left join (person a join person b on"
                        + " q.id = p.id and a.id = p.id and b.id = p.id) on true where q.id = 7",
                "select sum(p.age) as v from person p join (town a join town b on p.town = a.town_id) on true",
                // SELECTs within conditions, and what orders or limits them
                "select count(*) as n from person p where exists (select 1 from town t where 0 = (select x.town_id from"
                        + " town x where x.town_id = 0 or (p.id = 7 and p.age > 20)))",
                "select count(*) as n from person p where exists (select 1 from town t where cast(case when p.id = 7 and"
                        + " p.age > 20 then 'x' else '1' end as integer) in (select x.town_id from town x))",
                "select count(*) as n from person p where p.town in (select town_id from town order by cast(case when"
                        + " id = 7 and age > 20 then 'x' else '1' end as integer) + town_id limit 3)",
                "select count(*) as n from person p where exists (select distinct on (cast(case when p.id = 7 then 'x'"
                        + " else '1' end as integer)) 1 from town t)",
                "select count(*) as n from person p join (select town_id from town order by cast(case when p.age > 20"
                        + " then 'x' else '1' end as integer) limit 2) t on t.town_id = p.town",
                // what DuckDB gives up on for some numbers
                "select sum(least(greatest(s, 0), 1)) as v from (select person_id, var_pop(case when person_id = 7 and"
                        + " cost > 6 then 1e200 else 0 end) s from visit group by person_id) t",
                "select sum(least(greatest(log(2, case when id = 7 and age > 20 then -1 else 1 end), 0), 1)) as v from"
                        + " person",
                "select count(*) as n from (select id, try_cast(case when id = 7 and age > 20 then '1000000-05-05' else"
                        + " '2020-01-01' end as date) d from person) t where date_trunc('year', d) <= d",
                "select (sum(case when id = 7 and age > 20 then 1 else 0 end) + 1000) * 9.99e96 as v from person",
                "select sum(case when id = 7 and age > 20 then 1 else 0 end) / 1e200 * 1e200 as v from person",
                // many rows of one unit
                "select count(distinct a.name || b.name || c.name || d.name || e.name || f.name || g.name || h.name) as v"
                        + " from person p join town a on true join town b on true join town c on true join town d on true"
                        + " join town e on true join town f on true join town g on true join town h on true join town i"
                        + " on true",
                // numbers of others that differ from row to row
                "select count(*) as n from person p where p.age > (select avg(q.age) from person q where q.town = p.town)",
                "select count(*) as n from person where age > (select age from person where id = 7)",
                "select count(*) as n from person p where exists (select 1 from person q where q.town = p.town)",
                // constants that read as places
                "select count(*) as v from (select visit_id as x, person_id from visit group by person_id, 0 + 1) t",
                "select sum(x) as v from (select cost as x, person_id from visit group by person_id, cast(1 as integer)) t",
                // groups by what is not groupable
                "select n, count(*) as v from (select p.id, count(*) as n from person p join town a on true join town b on"
                        + " a.town_id * 4 + b.town_id <= p.age - 10 group by p.id) d group by n",
                "select n as k, count(*) as c from (select id, count(*) filter (age > 30) as n from person group by id) q"
                        + " group by n",
                // links of a left join that hold its own table alone
                "select avg(q.age) as v from person p left join person q on q.id = 7 left join person r on r.id = p.id and"
                        + " r.id = q.id where q.id = 7",
                "select sum(case when v.person_id = 7 then 1 else 0 end) as v from person p join visit v on v.person_id ="
                        + " 7 left join visit w on w.person_id = v.person_id and w.person_id = p.id",
                // what fails for one row
                "select sum(least(greatest(nullif(try_cast(case when id = 7 then 9e18 else 1 end as bigint), 5e-1) *"
                        + " nullif(try_cast(9e18 as bigint), 5e-1) || '', 0), 1)) as v from person",
                "select count(*) as n from (select person_id, count(*) as n from visit group by person_id having"
                        + " max(cost, cast(case when person_id = 7 then 'x' else '1' end as integer)) is not null) t",
                "select count(*) as n from (select id, count(*) as n from person group by id having case when id = 7 and"
                        + " max(age) > 20 then 'x' else 'true' end) t",
                "select count(*) as n from person where year(case when id = 7 then cast('+99999999-01-01' as date) else"
                        + " cast('2000-01-01' as date) end) > 0",
                "select count(distinct name || name) as n from person",
                "select min(age, 2) as v from person",
                // forms never thought of
                "select count(*) as n from person where id in (select id from person union select id from person)",
                "select sum(age) + 1e400 as v from person",
                "select count(*) as n from person tablesample reservoir(30)",
                "select count(*) as n from (select id, age from person using sample 30) q"
            })
    void query_thatOnceToldOfOnePerson_isRefused(String sql) {
        assertThatThrownBy(() -> database.ask(sql, Nats.ofFraction(1, 128))).isInstanceOf(PacRefusedException.class);
    }

    /// Conditions that look at other people: these may be answered, as running them in each world gives: then what one
    /// person decides differs between worlds.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select max(p.age) as v from person p where p.age < 50 or p.id >= ANY (select q.id from person q where"
                        + " q.age > 20 and q.id = 7)",
                "select max(p.age) as v from person p where p.age < 50 or p.id not in (select r.id from person p2 left"
                        + " join person r on r.id = p2.id and r.age > 50 where p2.id = 7)",
                "select max(p.age) as v from person p where p.age < 50 or exists (select 1 from person q join person r"
                        + " on true left join person s on q.id = r.id and s.id = r.id where q.id = p.id and r.id = 7"
                        + " and r.age > 20)",
                "select max(q.a) as v from (select p.id, max(p.age) as a from person p group by p.id having max(p.age)"
                        + " < 50 or exists (select 1 from person r where r.id = 7 and r.age > 20)) q",
                "select max(p.age) as v from person p where p.age < 50 or p.id in (select p.id from person q where"
                        + " q.id = 7 and q.age > 20)",
                "select max(p.age) as v from person p left join person r on r.id = p.id and r.id < 0 where p.age < 50 or"
                        + " (r.id in (select q.id from person q where q.id = 7 and q.age > 20)) is null",
                "select max(v.cost) as v from visit v where v.cost < 12 or exists (select q.id as person_id from"
                        + " person q where q.id = person_id and q.id = 7 and q.age > 20)"
            })
    void query_whoseConditionOnePersonDecides_isNotTheSameInAllWorlds(String sql) throws Exception {
        double[] worlds;
        try {
            worlds = database.worlds(sql)[0][0];
        } catch (PacRefusedException refused) {
            return; // by its text
        }
        assertThat(Arrays.stream(worlds).distinct().count()).isGreaterThan(1);
    }

    /// DuckDB gives columns without a name, or beyond a list of names, names of its own: what is run has ours.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select sum(q.\"(p.id + 0)\") as v from (select p.id, p.id + 0, p.age as \"(p.id + 0)\" from person p) q",
                "select sum(a) as v from (select age, id, id as n from person) q(a)",
                "select sum(PERSON.Age) as v from Person",
                "select sum(t.age) as v from person t where t.id = t.id",
                "select sum(a) as v from (select id as age, age as a from person) q",
                "select sum(x.age) as v from (select age as person_id, id, age from person) x"
            })
    void query_withNamesThatCouldMeanTwoThings_isReadAsItSays(String sql) throws Exception {
        double[][][] meant = database.worlds("select sum(age) as v from person");
        assertThat(database.worlds(sql)).isDeepEqualTo(meant);
    }

    @Test
    void query_thatIsMeant_isStillAnswered() throws Exception {
        for (String sql : new String[] {
            "select p.town as town, sum(v.cost) as cost from person p join visit v on v.person_id = p.id group by"
                    + " p.town",
            "select avg(q.n) as n from (select p.id, count(v.cost) as n from person p left join visit v on"
                    + " v.person_id = p.id group by p.id) q",
            "select count(*) as n from person p where exists (select * from visit v where v.person_id = p.id and"
                    + " v.cost > 12)",
            "select count(*) as n from person where id in (select person_id from visit where cost > 12)"
        }) {
            PacSqlAnswer answer = database.ask(sql, Nats.ofFraction(1, 128));
            assertThat(answer.way()).as(sql).isEqualTo(PacSqlAnswer.Way.ONE_PASS);
            assertThat(answer.rows()).isNotEmpty();
        }
    }
}
