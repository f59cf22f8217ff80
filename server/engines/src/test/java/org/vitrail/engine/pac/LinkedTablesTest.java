package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vitrail.contract.dataset.LinkedTable;
import org.vitrail.contract.dataset.TableLink;
import org.vitrail.contract.pac.PacSpec;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.pac.PacPlan;
import org.vitrail.mechanism.port.PublicFacts;
import org.vitrail.privacy.pac.Nats;

/// Whose a row of a linked table is, and how many of them a unit can have: 400 people with two visits each and two
/// drugs at each visit, and links that are wrong.
class LinkedTablesTest {
    private static final int DRUGS_MAX = 30;

    /// What a unit's rows would be if each row that its link finds were one: the bug that is planted.
    private static final String NAIVE =
            "SELECT count(*) FROM drug d JOIN visit v ON d.visit_id = v.visit_id WHERE v.person_id = 7";

    private PacDatabase database;

    private static PacSchema schema() {
        return new PacSchema(
                "person",
                "id",
                List.of(
                        new PacSchema.Table("person", Optional.empty(), 1, Map.of(), Set.of()),
                        new PacSchema.Table(
                                "visit",
                                Optional.of(new PacSchema.Link("person_id", "person", "id")),
                                60,
                                Map.of(),
                                Set.of()),
                        new PacSchema.Table(
                                "drug",
                                Optional.of(new PacSchema.Link("visit_id", "visit", "visit_id")),
                                DRUGS_MAX,
                                Map.of("dose", new PacSchema.Bounds(0, 10)),
                                Set.of())),
                10);
    }

    private static void load(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE person AS SELECT i AS id FROM range(400) t(i)");
            statement.execute("CREATE TABLE visit AS SELECT i AS visit_id, i % 400 AS person_id FROM range(800) t(i)");
            statement.execute("CREATE TABLE drug AS SELECT i % 800 AS visit_id, CAST(i % 5 AS DOUBLE) AS dose"
                    + " FROM range(1600) t(i)");
            // one visit of person 7, 50 times in the file, and its one drug
            statement.execute("INSERT INTO visit SELECT 10000, 7 FROM range(50) t(i)");
            statement.execute("INSERT INTO drug VALUES (10000, 1)");
            // one key for visits of two people, and its drugs
            statement.execute("INSERT INTO visit VALUES (20000, 8), (20000, 9)");
            statement.execute("INSERT INTO drug SELECT 20000, 1 FROM range(3) t(i)");
            // visits without a key, drugs without a visit, a visit without a person and its drug
            statement.execute("INSERT INTO visit SELECT NULL, i FROM range(30) t(i)");
            statement.execute("INSERT INTO drug VALUES (99999, 1), (NULL, 1)");
            statement.execute("INSERT INTO visit VALUES (30000, 4711)");
            statement.execute("INSERT INTO drug VALUES (30000, 1)");
            // 100 drugs at one visit of person 5
            statement.execute("INSERT INTO drug SELECT 5, 1 FROM range(100) t(i)");
        }
    }

    @BeforeEach
    void open() throws SQLException {
        database = PacDatabase.open(schema(), LinkedTablesTest::load, Nats.ofFraction(500, 1), 500, 2);
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    /// A count over all units: each is in 32 of the 64 worlds, where it counts twice.
    private double total(String sql) throws Exception {
        double sum = 0;
        for (double count : database.worlds(sql)[0][0]) {
            sum += count / 2;
        }
        return sum / 32;
    }

    private static long plain(String sql) throws SQLException {
        try (Connection connection = PacDatabase.memory(200, 1);
                Statement statement = connection.createStatement()) {
            load(connection);
            try (ResultSet row = statement.executeQuery(sql)) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /// No two units share a key: their numbers add up, and a half's are doubled as a count of rows is. A key that
    /// several units may have is of the half.
    @Test
    void keysOfUnits_countedOnce_standForAll() throws Exception {
        assertThat(total("SELECT count(DISTINCT id) FROM person")).isEqualTo(400);
        assertThat(total("SELECT count(DISTINCT person_id) FROM visit")).isEqualTo(400);
        assertThat(total("SELECT count(DISTINCT visit_id) FROM drug")).isEqualTo(800 + 1);
        assertThat(total("SELECT count(DISTINCT p) FROM (SELECT person_id AS p FROM visit WHERE visit_id < 100) t"))
                .isEqualTo(100);
        assertThat(total("SELECT count(DISTINCT v.visit_id) FROM person p LEFT JOIN visit v ON v.person_id = p.id"))
                .isEqualTo(800 + 1);
        String first = "FROM person p JOIN visit v ON v.person_id = p.id";
        assertThat(total("SELECT count(DISTINCT p.id) FILTER (WHERE v.visit_id < 100) " + first))
                .isEqualTo(100);
        assertThat(total("SELECT count(DISTINCT CASE WHEN v.visit_id < 100 THEN p.id END) " + first))
                .isEqualTo(100);
        for (double share : database.worlds("SELECT count(DISTINCT p.id) FILTER (WHERE v.visit_id >= 0) /"
                + " count(DISTINCT p.id) " + first)[0][0]) {
            assertThat(share).as("both sides stand for all").isEqualTo(1);
        }
        assertThat(total("SELECT count(DISTINCT id % 200) FROM person"))
                .as("values that two units share: three of four are in a half")
                .isBetween(140.0, 160.0);
        assertThat(database.contributions("SELECT count(DISTINCT id) FROM person")[0][0])
                .isEqualTo(2);
        assertThat(database.contributions("SELECT count(DISTINCT visit_id) FROM visit")[0][0])
                .isEqualTo(120);
    }

    @Test
    void rows_whoseLinksAreWrong_belongToNobody() throws Exception {
        assertThat(total("SELECT count(*) FROM visit")).as("one of the 50").isEqualTo(800 + 1);
        assertThat(plain("SELECT count(*) FROM visit"))
                .as("without the rule there are more")
                .isGreaterThan(850);
        // all but the drugs of the shared key, of no visit and of a visit of nobody; person 5 has 30 of 104
        assertThat(total("SELECT count(*) FROM drug")).isEqualTo(1600 + 1 + DRUGS_MAX - 4);
    }

    @Test
    void key_thatOneUnitHasTwice_doesNotDoubleItsRows() throws Exception {
        String drugs = "SELECT count(*) FROM drug d WHERE d.dose >= 0";
        assertThat(total(drugs)).isEqualTo(1600 + 1 + DRUGS_MAX - 4);
        assertThat(plain(NAIVE))
                .as("the naive join, which would fill the unit's share with copies")
                .isGreaterThan(DRUGS_MAX);
    }

    @Test
    void key_ofTwoUnits_joinsNobodyToAnother() throws Exception {
        String pairs = "SELECT count(*) FROM visit a JOIN visit b ON a.visit_id = b.visit_id";
        assertThat(total(pairs)).isEqualTo(800 + 1);
        assertThat(plain(pairs)).as("with pairs of two people").isGreaterThan(800 + 50 * 50);
    }

    private static final TableSchema CUSTOMER = new TableSchema(
            List.of(Column.of("region", Domain.Categorical.of(List.of("A", "B")))),
            new PrivacyUnit.Person("c_custkey", 1));

    private static LinkedTable table(String name, Column column, String by, int rowsMax, String parent, String key) {
        return new LinkedTable(
                name,
                new TableSchema(List.of(column), new PrivacyUnit.Person(by, rowsMax)),
                new TableLink(by, parent, key));
    }

    private static final LinkedTable ORDERS = table(
            "orders",
            Column.of("status", Domain.Categorical.of(List.of("F", "O"))),
            "o_custkey",
            20,
            "customer",
            "c_custkey");
    private static final LinkedTable ITEMS =
            table("lineitem", Column.of("qty", Domain.RealRange.of(0, 50)), "l_orderkey", 7, "orders", "o_orderkey");
    private static final LinkedTable CALLS =
            table("calls", Column.of("minutes", Domain.RealRange.of(0, 60)), "who", 9, "customer", "c_custkey");

    private static PacPlan plan(String sql, LinkedTable... linked) {
        return new SqlPlanner()
                .plan(
                        new PacSpec("customer", sql, 1_000_000_000L),
                        new PublicFacts(CUSTOMER, OptionalLong.empty(), List.of(linked)),
                        new PacTerms(80_000_000_000L, 10));
    }

    @Test
    void plan_ofAJoin_readsWhatIsOnTheWayAndSaysItsBounds() {
        PacPlan join = plan(
                "SELECT o.status, sum(l.qty) AS qty FROM customer c JOIN orders o ON o.o_custkey = c.c_custkey"
                        + " JOIN lineitem l ON l.l_orderkey = o.o_orderkey GROUP BY o.status",
                ORDERS,
                CALLS,
                ITEMS);
        assertThat(join.reads()).containsExactly("orders", "lineitem");
        assertThat(join.product().columns().getFirst().domain()).isEqualTo(Domain.Categorical.of(List.of("F", "O")));
        assertThat(join.assumedPublic().toString())
                .contains("o_custkey is customer.c_custkey")
                .contains("at most 20 rows of it")
                .contains("l_orderkey is orders.o_orderkey")
                .contains("at most 140 rows of it")
                .contains("belongs to two units")
                .doesNotContain("calls");
        assertThat(plan("SELECT sum(qty) AS qty FROM lineitem", ORDERS, CALLS, ITEMS)
                        .reads())
                .as("the table between is read too")
                .containsExactly("orders", "lineitem");
        assertThat(plan("SELECT count(*) AS n FROM customer", ORDERS, CALLS, ITEMS)
                        .reads())
                .isEmpty();
    }

    /// A column that a WITH passes on, under another name, has the values that were declared.
    @Test
    void plan_ofGroupsThroughAWith_knowsTheirValues() {
        PacPlan plan = plan(
                "WITH a AS (SELECT status AS s FROM orders), b AS (SELECT s AS kind FROM a)"
                        + " SELECT kind, count(*) AS n FROM b GROUP BY ALL",
                ORDERS);
        assertThat(plan.product().columns().getFirst())
                .isEqualTo(Column.of("kind", Domain.Categorical.of(List.of("F", "O"))));
        assertThatThrownBy(() -> plan(
                        "WITH a AS (SELECT lower(status) AS s FROM orders) SELECT s, count(*) AS n FROM a GROUP BY s",
                        ORDERS))
                .hasMessageContaining("declared columns alone");
    }

    @Test
    void plan_ofWhatIsNotDeclared_isRefused() {
        assertThatThrownBy(() -> plan("SELECT sum(qty) AS qty FROM lineitem", ORDERS, CALLS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lineitem");
        assertThatThrownBy(() -> plan(
                        "SELECT o_orderkey, count(*) FROM orders JOIN lineitem ON l_orderkey = o_orderkey GROUP BY o_orderkey",
                        ORDERS,
                        ITEMS))
                .hasMessageContaining("groups by 'o_orderkey'");
        assertThatThrownBy(() -> plan(
                        "SELECT count(*) FROM orders o, lineitem l WHERE o.o_custkey = l.l_orderkey", ORDERS, ITEMS))
                .hasMessageContaining("declared links");
    }

    @Test
    void plan_ofShortForms_isThatOfTheQueryByHand() {
        PacPlan inShort = plan(
                "WITH per AS (SELECT o_custkey, count(*) AS n FROM orders GROUP BY ALL) SELECT avg(n) AS a FROM per",
                ORDERS,
                CALLS);
        assertThat(inShort.reads()).containsExactly("orders");
        assertThat(inShort.product().columns().getFirst().name()).isEqualTo("a");
        PacPlan keys = plan(
                "SELECT status, count(*) AS n FROM customer JOIN (SELECT 'A' AS region, 1 AS x) r USING (region)"
                        + " JOIN orders ON o_custkey = c_custkey GROUP BY ALL",
                ORDERS);
        assertThat(keys.product().columns().getFirst().domain()).isEqualTo(Domain.Categorical.of(List.of("F", "O")));
    }

    @Test
    void plan_ofShortForms_thatAreNotDeclared_isRefused() {
        assertThatThrownBy(() -> plan("WITH calls AS (SELECT 1 AS x) SELECT sum(x) AS s FROM calls", ORDERS, CALLS))
                .hasMessageContaining("a name of its own");
        assertThatThrownBy(() -> plan("WITH t AS (SELECT 1 AS x) SELECT sum(x) AS s FROM t", ORDERS))
                .hasMessageContaining("no registered table");
        assertThatThrownBy(() -> plan(
                        "SELECT date_trunc('month', CAST(status AS DATE)) AS m, count(*) AS n FROM orders GROUP BY ALL",
                        ORDERS))
                .hasMessageContaining("a column of dates");
        assertThatThrownBy(() ->
                        plan("SELECT date_trunc('month', status) AS m, count(*) AS n FROM orders GROUP BY m", ORDERS))
                .hasMessageContaining("date_trunc(…) of others");
    }
}
