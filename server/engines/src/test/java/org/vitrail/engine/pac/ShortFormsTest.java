package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.privacy.pac.Nats;

/// WITH, GROUP BY ALL, USING and date_trunc give what the same query gives that is written out by hand, or are refused.
class ShortFormsTest {
    private static PacDatabase database;

    static PacSchema schema() {
        return new PacSchema(
                "person",
                "person_id",
                List.of(
                        new PacSchema.Table(
                                "person",
                                Optional.empty(),
                                1,
                                Map.of("age", new PacSchema.Bounds(0, 100)),
                                Set.of("town_id", "signed")),
                        new PacSchema.Table(
                                "visit",
                                Optional.of(new PacSchema.Link("person_id", "person", "person_id")),
                                10,
                                Map.of("cost", new PacSchema.Bounds(0, 50)),
                                Set.of("day", "kind")),
                        new PacSchema.Table(
                                "drug",
                                Optional.of(new PacSchema.Link("visit_id", "visit", "visit_id")),
                                20,
                                Map.of("dose", new PacSchema.Bounds(0, 9)),
                                Set.of())),
                20);
    }

    /// Person 7 has visits at the ends of time.
    static void load(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE town AS SELECT i AS town_id, 'T' || i AS name, i % 2 AS region"
                    + " FROM range(4) t(i)");
            statement.execute("CREATE TABLE mayor AS SELECT i AS town_id, 'M' || i AS name FROM range(3) t(i)");
            statement.execute("CREATE TABLE guild AS SELECT 1 + i AS town_id, 'G' || i AS trade FROM range(6) t(i)");
            statement.execute("CREATE TABLE person AS SELECT i AS person_id, CAST(20 + i % 50 AS DOUBLE) AS age,"
                    + " i % 4 AS town_id, 'secret' || i AS name, date '1980-01-01' + CAST(i AS INTEGER) AS born,"
                    + " timestamp '2020-01-01 10:00:00' + to_days(CAST(i AS INTEGER)) AS signed FROM range(400) t(i)");
            statement.execute("CREATE TABLE visit AS SELECT i AS visit_id, i % 400 AS person_id,"
                    + " CAST(10 + i % 7 AS DOUBLE) AS cost, CASE WHEN i % 3 = 0 THEN 'long' ELSE 'short' END AS kind,"
                    + " date '2020-01-15' + CAST(i % 700 AS INTEGER) AS day FROM range(2000) t(i)");
            statement.execute("INSERT INTO visit VALUES (7001, 7, 1, 'long', date '5877642-06-25 (BC)'),"
                    + " (7002, 7, 1, 'long', date '5881580-07-10'), (7003, 7, 1, 'long', date 'infinity'),"
                    + " (7004, 7, 1, 'long', NULL)");
            statement.execute("CREATE TABLE drug AS SELECT i % 2000 AS visit_id, CAST(i % 5 AS DOUBLE) AS dose"
                    + " FROM range(4000) t(i)");
        }
    }

    @BeforeAll
    static void open() throws SQLException {
        database = PacDatabase.open(schema(), ShortFormsTest::load, Nats.ofFraction(500, 1), 500, 2);
    }

    @AfterAll
    static void close() throws SQLException {
        database.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "with v as (select cost, kind from visit) select kind, sum(cost) as s from v group by kind"
                        + "| select kind, sum(cost) as s from (select cost, kind from visit) v group by kind",
                "with per as (select person_id, count(*) as n from visit group by person_id) select avg(n) as a from per"
                        + "| select avg(n) as a from (select person_id, count(*) as n from visit group by person_id) per",
                "WITH Per(who, n) AS MATERIALIZED (select person_id, count(*) from visit group by person_id)"
                        + " select avg(PER.n) as a from pEr"
                        + "| select avg(n) as a from (select person_id, count(*) as n from visit group by person_id) per",
                "with w as (select person_id, sum(cost) as c from visit where cost > 11 group by person_id), x(d) as"
                        + " (select c * 2 from w where c > 20) select max(y.d) as m from x as y where y.d > 50"
                        + "| select max(y.d) as m from (select c * 2 as d from (select person_id, sum(cost) as c from visit"
                        + " where cost > 11 group by person_id) w where c > 20) y where y.d > 50",
                "with a(k) as (select town_id, age from person), b as (select k, age from a) select k, avg(age) as v from"
                        + " b group by k"
                        + "| select town_id, avg(age) as v from person group by town_id",
                "with v as (select person_id, cost from visit) select sum(c) as s from v as t(p, c)"
                        + "| select sum(cost) as s from visit",
                "select sum(q.c) as s from (with v as (select cost as c from visit) select c from v where c > 12) q"
                        + "| select sum(cost) as s from visit where cost > 12",
                "with t as (select town_id, region from town) select t.region, avg(p.age) as a from person p join t on"
                        + " t.town_id = p.town_id group by t.region"
                        + "| select t.region, avg(p.age) as a from person p join town t on t.town_id = p.town_id group by"
                        + " t.region",
                "with o as (select person_id from person where age > 30) select count(*) as n from o where exists (select"
                        + " 1 from town)"
                        + "| select count(*) as n from person where age > 30",
                "select kind, count(*) as n, sum(cost) as s from visit group by all"
                        + "| select kind, count(*) as n, sum(cost) as s from visit group by kind",
                "select kind, count(*) as n, kind as again, 1 as one, upper(kind) as u from visit group by all"
                        + "| select kind, count(*) as n, kind as again, 1 as one, upper(kind) as u from visit group by"
                        + " kind, 4, upper(kind)",
                "select count(*) as n from visit group by all | select count(*) as n from visit",
                "select avg(s) as a from (select person_id, sum(cost) as s from visit group by all) q"
                        + "| select avg(s) as a from (select person_id, sum(cost) as s from visit group by person_id) q",
                "select sum(dose) as s from drug join visit using (visit_id) where kind = 'long'"
                        + "| select sum(dose) as s from drug d join visit v on d.visit_id = v.visit_id where kind = 'long'",
                "select sum(dose) as s, count(*) as n from person join visit using (person_id) join drug using (visit_id)"
                        + " where person_id > 100 and visit_id > 200"
                        + "| select sum(dose) as s, count(*) as n from person p join visit v on p.person_id = v.person_id"
                        + " join drug d on v.visit_id = d.visit_id where p.person_id > 100 and v.visit_id > 200",
                "select count(v.visit_id) as n, count(person_id) as p from person left join visit v using (PERSON_ID)"
                        + "| select count(v.visit_id) as n, count(p.person_id) as p from person p left join visit v on"
                        + " p.person_id = v.person_id",
                "select avg(n) as a from (select person_id, count(v.cost) as n from person p left join visit v using"
                        + " (person_id) group by all) q"
                        + "| select avg(n) as a from (select p.person_id, count(v.cost) as n from person p left join visit"
                        + " v on v.person_id = p.person_id group by p.person_id) q",
                "select town_id, count(*) as n from person join town using (town_id) join mayor using (town_id) group by"
                        + " town_id order by town_id"
                        + "| select p.town_id, count(*) as n from person p join town t on p.town_id = t.town_id join mayor"
                        + " m on p.town_id = m.town_id group by p.town_id",
                "with t as (select town_id, region from town) select region, count(*) as n from person join t using"
                        + " (town_id) group by all"
                        + "| select region, count(*) as n from person p join town t on t.town_id = p.town_id group by region",
                "select date_trunc('year', signed) as y, count(*) as n from person group by y"
                        + "| select year(signed) as y, count(*) as n from person group by y",
                "select date_trunc('month', day) as m, count(*) as n from visit where day between date '1900-01-01' and"
                        + " date '2100-01-01' group by all"
                        + "| select year(day) as y, month(day) as m, count(*) as n from visit where day between date"
                        + " '1900-01-01' and date '2100-01-01' group by y, m",
                "select count(case when least(day, date '2020-03-01') < date '2020-02-01' then 1 end) as n from visit"
                        + "| select count(case when day < date '2020-02-01' then 1 end) as n from visit",
                "with v as (select date_trunc('quarter', day) as q, cost from visit) select count(*) as n from v where q"
                        + " >= timestamp '2021-01-01'"
                        + "| select count(*) as n from visit where day >= date '2021-01-01' and day < date '3000-01-01'"
            })
    void query_inShort_givesWhatItGivesByHand(String inShort, String byHand) throws Exception {
        double[][][] expected = database.worlds(byHand);
        assertThat(expected).isNotEmpty();
        assertThat(database.worlds(inShort)).isDeepEqualTo(expected);
    }

    @Test
    void answers_inShort_haveTheColumnsAndKeysOfTheQuery() throws Exception {
        PacSqlAnswer answer = database.ask(
                "with p as (select town_id, age from person) select town_id, avg(age) as a, count(*) from p join town"
                        + " using (town_id) group by all order by town_id desc limit 2",
                Nats.ofFraction(1, 1));
        assertThat(answer.columns()).containsExactly("town_id", "a", "column3");
        assertThat(answer.rows())
                .extracting(row -> ((Number) row.getFirst()).intValue())
                .containsExactly(3, 2);
        assertThat(answer.way()).isEqualTo(PacSqlAnswer.Way.ONE_PASS);
        PacSqlAnswer months = database.ask(
                "select date_trunc('year', day) as y, count(*) as n from visit group by all order by y",
                Nats.ofFraction(1, 1));
        assertThat(months.rows())
                .extracting(row -> String.valueOf(row.getFirst()).substring(0, 10))
                .as("one person's days at the ends of time are no group")
                .containsExactly("2020-01-01", "2021-01-01");
    }

    /// Of public tables alone, the text that is run is the one that was checked.
    @Test
    void answers_ofPublicTables_areExact() throws Exception {
        String sql = "with t(k, n) as (select town_id, name from town where region = 1), u as (select k from t) select"
                + " t.n, count(*) as c, 7 as seven from t join u using (k) group by all order by k, t.n limit 1";
        assertThatThrownBy(() -> database.ask(sql, Nats.ofFraction(1, 128))).hasMessageContaining("cannot compute");
        PacSqlAnswer answer = database.ask(sql.replace("order by k,", "order by"), Nats.ofFraction(1, 128));
        assertThat(answer.way()).isEqualTo(PacSqlAnswer.Way.PLAIN);
        assertThat(answer.columns()).containsExactly("n", "c", "seven");
        assertThat(answer.rows()).containsExactly(List.of("T1", 1L, 7));
        PacSqlAnswer left = database.ask(
                "select town_id, m.name as m from town left join mayor m using (town_id) where town_id < 2 order by"
                        + " town_id desc",
                Nats.ofFraction(1, 128));
        assertThat(left.rows()).containsExactly(List.of(1L, "M1"), List.of(0L, "M0"));
        assertThat(left.charged()).isEqualTo(Nats.NONE);
    }

    /// DuckDB reads the text as it was written, over the same tables.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select town_id, trade from town left join mayor using (town_id) left join guild using (town_id) order by 1",
                "select m.town_id as m, town_id as t from town left join mayor m using (town_id) order by town_id",
                "select town_id + 1 as t, trade from mayor join guild using (town_id) where town_id > 0 order by t",
                "select region as town_id, name from town join guild using (town_id) order by town_id desc, name",
                "select region as town_id, count(*) as n from town join guild using (town_id) group by region order by n, 1",
                "select -town_id as town_id, trade from town join guild g using (town_id) order by town_id",
                "select count(*) as n from town join mayor using (town_id, name)",
                "select t.name, m.name as m from town t join mayor m using (\"TOWN_ID\") order by Town_ID desc",
                "select name from town join (select town_id from mayor join guild using (town_id)) q using (town_id) order by 1",
                "select name from town where town_id in (select town_id from mayor join guild using (town_id)) order by 1",
                "select region, 5 as five, region as again, count(*) as n, max(town_id) + 1 as m from town group by all"
                        + " order by region",
                "select max(town_id) as m from town group by all",
                "select 5 as five, count(*) as n from town where town_id > 99 group by all",
                "select region + 1 as r, (select max(town_id) from guild) as g, count(*) as n from town group by all order by r",
                "with t(a, b) as (select town_id, name from town), u as (select a, count(*) as n from t join guild on a ="
                        + " town_id group by all) select b, n from t join u using (a) order by b",
                "with t as (select town_id from town), u as (select town_id from guild) select (select count(*) from t) as"
                        + " a, (select count(*) from u where town_id > 2) as b",
                "select 5 as five, (select max(town_id) from guild) as g, count(*) as n from town where town_id > 99 group by"
                        + " all",
                "with t(x) as (select region from town) select t.x, q.x as y from t join (with u as (select x from t where"
                        + " x > 0) select x from u) q on t.x = q.x",
                "with t as (select town_id as k, name from town) select T.k from t as T where exists (select 1 from guild"
                        + " where guild.town_id = t.k) order by 1",
                "select date_trunc('month', date '2020-05-05') as m, town_id from town order by 2"
            })
    void answers_ofPublicTables_areWhatDuckDbReadsInTheText(String sql) throws Exception {
        PacSqlAnswer answer = database.ask(sql, Nats.ofFraction(1, 128));
        try (Connection plain = PacDatabase.memory(200, 1);
                Statement statement = plain.createStatement()) {
            load(plain);
            List<List<@Nullable Object>> expected = new ArrayList<>();
            List<String> names = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(sql)) {
                int width = rows.getMetaData().getColumnCount();
                for (int c = 1; c <= width; c++) {
                    names.add(rows.getMetaData().getColumnName(c));
                }
                while (rows.next()) {
                    List<@Nullable Object> row = new ArrayList<>();
                    for (int c = 1; c <= width; c++) {
                        row.add(rows.getObject(c));
                    }
                    expected.add(row);
                }
            }
            assertThat(answer.columns()).isEqualTo(names);
            assertThat(answer.rows()).isEqualTo(expected);
        }
    }
}
