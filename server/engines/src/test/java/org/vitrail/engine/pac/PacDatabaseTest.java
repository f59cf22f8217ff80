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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.pac.Nats;

/// Answers, refusals and bounds on a small shop: 400 people, their visits, and a public table of towns.
class PacDatabaseTest {
    private static final Nats MUCH = Nats.ofFraction(40, 1);
    private static final Nats USUAL = Nats.ofFraction(1, 128);

    private PacDatabase database;

    static PacSchema schema(int unitsMin, int rowsMax) {
        return new PacSchema(
                "person",
                "id",
                List.of(
                        new PacSchema.Table(
                                "person",
                                Optional.empty(),
                                1,
                                Map.of("age", new PacSchema.Bounds(0, 100)),
                                Set.of("town")),
                        new PacSchema.Table(
                                "visit",
                                Optional.of(new PacSchema.Link("person_id", "person", "id")),
                                rowsMax,
                                Map.of("cost", new PacSchema.Bounds(0, 50)),
                                Set.of("kind"))),
                unitsMin);
    }

    static void load(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE town AS SELECT i AS town_id, 'T' || i AS name FROM range(4) t(i)");
            statement.execute(
                    "CREATE TABLE person AS SELECT i AS id, CAST(20 + i % 50 AS DOUBLE) AS age, i % 4 AS town,"
                            + " 'secret' || i AS name FROM range(400) t(i)");
            statement.execute(
                    "CREATE TABLE visit AS SELECT i AS visit_id, i % 400 AS person_id, CAST(10 + i % 7 AS DOUBLE)"
                            + " AS cost, CASE WHEN i % 3 = 0 THEN 'long' ELSE 'short' END AS kind, i AS weight FROM range(2000)"
                            + " t(i)");
            statement.execute("INSERT INTO visit SELECT 10000 + i, 7, 999999, 'short', 1 FROM range(20000) t(i)");
            statement.execute("INSERT INTO visit VALUES (99999, 4711, 10, 'orphan', 1)");
            statement.execute("INSERT INTO visit SELECT 50000 + i, i, 10, 'rare', 1 FROM range(3) t(i)");
        }
    }

    static PacDatabase shop() throws SQLException {
        return PacDatabase.open(schema(20, 10), PacDatabaseTest::load, Nats.ofFraction(500, 1), 500, 2);
    }

    @BeforeEach
    void open() throws SQLException {
        database = shop();
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private double number(PacSqlAnswer answer, int row, int column) {
        return ((Number) answer.rows().get(row).get(column)).doubleValue();
    }

    @Test
    void ask_forMuchInformation_isNearTheTruth() throws Exception {
        PacSqlAnswer answer = database.ask(
                "select town, count(*) as people, avg(age) as age from person group by town order by town", MUCH);
        assertThat(answer.way()).isEqualTo(PacSqlAnswer.Way.ONE_PASS);
        assertThat(answer.columns()).containsExactly("town", "people", "age");
        assertThat(answer.rows()).hasSize(4);
        for (int row = 0; row < 4; row++) {
            assertThat(number(answer, row, 0)).isEqualTo(row);
            assertThat(number(answer, row, 1)).isCloseTo(100, within(60.0)); // twice a random half of 100
            assertThat(number(answer, row, 2)).isCloseTo(44.5, within(15.0));
        }
    }

    @Test
    void ask_ofOneHeavyOutlier_boundsItsRowsAndValues() throws Exception {
        double[][][] worlds = database.worlds("select sum(cost) from visit");
        // 400 people with at most 10 rows of at most 50; without bounds one person alone would bring 2e10
        for (double total : worlds[0][0]) {
            assertThat(total).isBetween(10_000.0, 60_000.0);
        }
        double[][][] most = database.worlds("select max(cost) from visit");
        for (double value : most[0][0]) {
            assertThat(value).isIn(16.0, 50.0);
        }
    }

    @Test
    void ask_twice_isReplayedAndChargedOnce() throws Exception {
        String sql = "select count(*) from person";
        PacSqlAnswer first = database.ask(sql, USUAL);
        PacSqlAnswer again = database.ask(sql, USUAL);
        assertThat(again.rows()).isEqualTo(first.rows());
        assertThat(again.spent()).isEqualTo(USUAL);
        assertThat(database.ask("select avg(age) from person", USUAL).spent()).isEqualTo(USUAL.times(2));
    }

    @Test
    void ask_ofPublicTables_isExactAndFree() throws Exception {
        PacSqlAnswer answer = database.ask("select name from town order by name limit 2", USUAL);
        assertThat(answer.rows()).containsExactly(List.of("T0"), List.of("T1"));
        assertThat(answer.way()).isEqualTo(PacSqlAnswer.Way.PLAIN);
        assertThat(answer.spent()).isEqualTo(Nats.NONE);
    }

    @Test
    void ask_ofSmallGroups_showsOnlyTheLargeOnes() throws Exception {
        PacSqlAnswer answer = database.ask("select kind, count(*) as n from visit group by kind order by kind", MUCH);
        assertThat(answer.rows()).extracting(row -> row.get(0)).containsExactly("long", "short");
        assertRefused("the least is 20", "select count(*) from person where id = 7");
        assertRefused("the least is 20", "select avg(age) from person where id in (3, 4)");
    }

    @Test
    void ask_overAPublicJoin_keepsKeysAndSorts() throws Exception {
        PacSqlAnswer answer = database.ask(
                "select t.name, sum(v.cost) / count(*) as mean from town t, person p, visit v where p.town = t.town_id"
                        + " and v.person_id = p.id group by t.name order by mean desc limit 3",
                MUCH);
        assertThat(answer.rows()).hasSize(3);
        assertThat(number(answer, 0, 1)).isGreaterThanOrEqualTo(number(answer, 1, 1));
        assertThat(answer.rows().getFirst().get(0).toString()).startsWith("T");
    }

    @Test
    void ask_withAPrivateThreshold_answersItFirst() throws Exception {
        PacSqlAnswer answer =
                database.ask("select count(*) from person where age > (select avg(age) from person)", MUCH);
        assertThat(answer.way()).isEqualTo(PacSqlAnswer.Way.IN_STEPS);
        assertThat(answer.charged()).isEqualTo(MUCH);
        assertThat(answer.spent()).isEqualTo(MUCH);
        assertThat(number(answer, 0, 0)).isCloseTo(200, within(80.0));
    }

    /// In each world a median is its own; it is noisy, and near the truth for much information.
    @Test
    void ask_forAMedian_runsInEachWorld() throws Exception {
        PacSqlAnswer answer =
                database.ask("select median(age) as m, count(distinct town) as towns, count(*) as n from person", MUCH);
        assertThat(answer.way()).isEqualTo(PacSqlAnswer.Way.EACH_WORLD);
        assertThat(number(answer, 0, 0)).isCloseTo(44.5, within(12.0));
        assertThat(number(answer, 0, 1)).isCloseTo(4, within(3.0));
        assertThat(number(answer, 0, 2)).isCloseTo(400, within(80.0)); // twice a half
    }

    @Test
    void ask_whatShowsOnePerson_isRefused() {
        assertRefused("rows, not aggregates", "select * from person");
        assertRefused("neither a key", "select name from person");
        assertRefused("no column 'nope' in the tables of this query; there are [", "select nope, count(*) from person");
        assertRefused("one within an expression", "select name, (select count(*) from visit) from person");
        assertRefused("groups by 'name'", "select name, count(*) from person group by name");
        assertRefused("groups by 'id'", "select id, count(*) from person group by id");
        assertRefused("groups by 'name'", "select n, count(*) from (select name as n from person) x group by n");
        assertRefused("unbounded", "select sum(weight) from visit");
        assertRefused("unbounded", "select avg(w) from (select weight * 2 as w from visit) x");
        assertRefused("HAVING", "select town, count(*) from person group by town having count(*) > 3");
        assertRefused("declared links", "select count(*) from visit a, visit b where a.cost = b.cost");
        assertRefused("declared links", "select count(*) from person, visit");
        assertRefused("window", "select rank() over (order by age) from person");
        assertRefused("UNION", "select count(*) from person union select count(*) from visit");
        assertRefused("'list'", "select list(name) from person");
        assertRefused("left joins", "select count(*) from visit full join person on person_id = id");
        assertRefused("DISTINCT", "select distinct town, count(*) from person group by town");
        assertRefused("grouping sets", "select town, count(*) from person group by rollup (town)");
    }

    @Test
    void ask_whatReachesOut_isRefused() {
        assertRefused("'read_csv'", "select count(*) from read_csv('/etc/passwd')");
        assertRefused("plain name", "select count(*) from pac.person");
        assertRefused("plain name", "select count(*) from information_schema.tables");
        assertRefused("plain name", "select * from temp.town");
        assertRefused("plain name", "select * from duckdb_settings");
        assertRefused("plain name", "select * from 'other.csv'");
        assertRefused("SHOW", "select * from (describe town) d");
        assertRefused("two underscores", "select count(*) from (select __m from person) x");
        assertRefused("'getenv'", "select getenv('HOME')");
        assertRefused("'getvariable'", "select getvariable('pac_world')");
        assertRefused("expected one SELECT", "drop table town");
        assertRefused("expected one SELECT", "set threads = 1");
        assertRefused("one SELECT", "select 1; select 2");
    }

    @Test
    void ask_whatDuckDbCannotRead_doesNotQuoteItsMessage() {
        assertRefused("cannot compute", "select count(*) as n from person where left(name, 1, 2) = 'x'");
        assertRefused("no column 'nowhere'", "select count(*) from person where town = nowhere");
    }

    @Test
    void ask_forWhatAnEarlierAnswerWasMadeOf_isRefused() throws Exception {
        database.ask("select town, count(*) from person group by town", MUCH);
        for (String table : List.of("__partials", "__keys", "__worlds", "__out")) {
            assertRefused("two underscores", "select * from " + table);
            assertRefused("two underscores", "select count(*) from person, " + table);
            assertRefused("two underscores", "with t as (select * from " + table + ") select * from t");
        }
    }

    private void assertRefused(String part, String sql) {
        assertThatThrownBy(() -> database.ask(sql, USUAL))
                .as(sql)
                .isInstanceOf(PacRefusedException.class)
                .hasMessageContaining(part)
                .hasMessageNotContaining("secret");
    }

    @Test
    void ask_aboveTheCap_chargesNothing() throws Exception {
        try (PacDatabase poor =
                PacDatabase.open(schema(20, 10), PacDatabaseTest::load, Nats.ofFraction(1, 100), 500, 2)) {
            poor.ask("select count(*) from person", USUAL);
            assertThatThrownBy(() -> poor.ask("select avg(age) from person", USUAL))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cap");
        }
    }

    @Test
    void worlds_ofACount_holdEachPersonInHalfOfThem() throws Exception {
        double[][][] worlds = database.worlds("select count(*) from person");
        double sum = 0;
        for (double count : worlds[0][0]) {
            sum += count / 2;
        }
        assertThat(sum).isEqualTo(400 * 32);
    }

    /// A row that met nobody would be a group's row of no unit: whether there is one, one person would decide.
    @Test
    void ask_aboutRowsThatMayBelongToNobody_isRefusedWhateverThePeopleAre() {
        for (int age : new int[] {10, 31, 32, 50}) {
            String sql = "select count(p.age) as n from (select town_id as r from town) v left join (select case"
                    + " when id = 12 and age > " + age + " then 2 else 1 end as r, age from person) p on p.r = v.r";
            assertThatThrownBy(() -> database.ask(sql, USUAL))
                    .isInstanceOf(PacRefusedException.class)
                    .hasMessageContaining("it cannot be seen which units of person (by id) a group holds");
        }
    }

    @Test
    void ask_forGroupsByCollation_isRefused() {
        assertThatThrownBy(() ->
                        database.ask("select kind collate nocase as k, count(*) as n from visit group by 1", USUAL))
                .isInstanceOf(PacRefusedException.class)
                .hasMessageContaining("COLLATE");
    }

    /// Two sums that differ by one person's age, beside a number a billion times as large: what is read off two such
    /// answers where the large number would be 0 is nobody's age.
    @Test
    void ask_forASumAndTheSameWithOnePersonsValue_doesNotTellIt() throws Exception {
        String large = "1000000000 * (case when id % 2 = 0 then 1 else -1 end)";
        String sql = "select sum(" + large + ") as a, sum(" + large
                + " + case when id = 7 then age else 0 end) as b from person";
        double[][] points = new double[2][];
        for (int i = 0; i < 2; i++) {
            PacSqlAnswer answer = database.ask(sql, new Nats(1_000_000_000_000L + i)); // 1e-3 nat
            points[i] = new double[] {number(answer, 0, 0), number(answer, 0, 1) - number(answer, 0, 0)};
        }
        double slope = (points[1][1] - points[0][1]) / (points[1][0] - points[0][0]);
        double read = points[0][1] - slope * points[0][0];
        assertThat(Math.abs(read - 27)).as("27 is the age").isGreaterThan(100);
    }

    /// Each of these had a column of the query taken for the units' masks, or rows or columns for others.
    @Test
    void ask_withWhatReadsAsSomethingElse_isRefused() {
        assertRefused(
                "two underscores",
                "select sum(case when i = 7 then v else 0 end) as v from (select case when id = 7 then -1 else id end"
                        + " as __m, id as i, age as v from person) q");
        assertRefused("two underscores", "select sum(v) as v from (select id, id as i, age from person) q(__M, i, v)");
        assertRefused("two underscores", "with __parts as (select 1 as x) select sum(age) from person, __parts");
        assertRefused("behind a table's alias", "select sum(age) as v from person p(age, id)");
        assertRefused("plain expressions", "select max(columns('age')) as v from person");
        assertRefused("GROUP BY", "select town, count(*) as n from person group by town, 99");
        assertRefused("name for each SELECT", "select sum(age) as v from (select age, id from person)");
        assertRefused("POSITIONAL", "select sum(age) as v from person positional join (select 1 as z) y");
        assertRefused("plain expressions", "select sum(case when (p).id = 7 then age else 0 end) as v from person p");
        assertRefused("no column 'p'", "select sum(case when p is null then age else 0 end) as v from person p");
    }

    /// Two sums over one person alone: all worlds lie on a line whose slope is the person's age, and noise along that
    /// line would keep it.
    @Test
    void ask_forOnePersonsSumAndCount_doesNotTellTheirRatio() throws Exception {
        String sql = "select sum(case when id = 7 then age else 0 end) as v,"
                + " sum(case when id = 7 then 1 else 0 end) as n from person";
        int near = 0;
        for (int i = 0; i < 20; i++) {
            PacSqlAnswer answer = database.ask(sql, new Nats(100_000_000_000L + i));
            near += Math.abs(number(answer, 0, 0) / number(answer, 0, 1) - 27) < .5 ? 1 : 0;
        }
        assertThat(near)
                .as("27 is the age; of 20 guesses by chance hardly one is so near")
                .isLessThan(5);
    }
}
