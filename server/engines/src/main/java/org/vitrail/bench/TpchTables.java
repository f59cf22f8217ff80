package org.vitrail.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vitrail.engine.pac.PacSchema;

/// Tables with the shape of TPC-H's (TPC Benchmark H, revision 3): its sizes, keys, ranges and value lists, from our
/// own
/// generator, as DuckDB's is an extension that has to be downloaded. Texts are short; figures are not comparable with
/// published TPC-H results.
public final class TpchTables {
    private static final String HASH = "CREATE MACRO h(i, s, n) AS CAST(hash(i * 1000003 + s) % n AS BIGINT)";

    private TpchTables() {}

    /// Creates the eight tables.
    ///
    /// @param scale 1 is 150,000 customers and six million lines
    public static void load(Connection connection, double scale) throws SQLException {
        long customers = Math.round(150_000 * scale);
        long parts = Math.round(200_000 * scale);
        long suppliers = Math.round(10_000 * scale);
        try (Statement statement = connection.createStatement()) {
            statement.execute(HASH);
            statement.execute("CREATE MACRO pick(i, s, v) AS v[1 + h(i, s, len(v))]");
            geography(statement);
            statement.execute(
                    "CREATE TABLE supplier AS SELECT i AS s_suppkey, 'Supplier#' || i AS s_name, 'street ' || i AS"
                            + " s_address, CAST(h(i, 1, 25) AS INTEGER) AS s_nationkey, (10 + h(i, 1, 25)) || '-555' AS s_phone,"
                            + " CAST(h(i, 2, 1100000) / 100.0 - 1000 AS DECIMAL(15,2)) AS s_acctbal, CASE WHEN h(i, 3, 2000) < 1"
                            + " THEN 'Customer Complaints' ELSE 'fine' END AS s_comment FROM range(1, "
                            + (suppliers + 1) + ") t(i)");
            statement.execute(
                    "CREATE TABLE part AS SELECT i AS p_partkey, pick(i, 1, ['almond','green','forest','azure',"
                            + "'lace','rose','navy','plum','sky','snow']) || ' ' || pick(i, 2, ['almond','green','forest','azure'])"
                            + " AS p_name, 'Manufacturer#' || (1 + h(i, 3, 5)) AS p_mfgr, 'Brand#' || (1 + h(i, 3, 5)) || (1 + h(i, 4,"
                            + " 5)) AS p_brand, pick(i, 5, ['STANDARD','SMALL','MEDIUM','LARGE','ECONOMY','PROMO']) || ' ' || pick(i,"
                            + " 6, ['ANODIZED','BURNISHED','PLATED','POLISHED','BRUSHED']) || ' ' || pick(i, 7, ['TIN','NICKEL',"
                            + "'BRASS','STEEL','COPPER']) AS p_type, CAST(1 + h(i, 8, 50) AS INTEGER) AS p_size, pick(i, 9, ['SM',"
                            + "'LG','MED','JUMBO','WRAP']) || ' ' || pick(i, 10, ['CASE','BOX','BAG','JAR','PKG','PACK','CAN','DRUM'])"
                            + " AS p_container, CAST(900 + (i % 1000) + h(i, 11, 100) / 100.0 AS DECIMAL(15,2)) AS p_retailprice FROM"
                            + " range(1, " + (parts + 1) + ") t(i)");
            statement.execute(
                    "CREATE TABLE partsupp AS SELECT p_partkey AS ps_partkey, 1 + (p_partkey + j * (" + suppliers
                            + " // 4 + 1)) % " + suppliers
                            + " AS ps_suppkey, CAST(1 + h(p_partkey * 4 + j, 1, 9999) AS INTEGER) AS"
                            + " ps_availqty, CAST(1 + h(p_partkey * 4 + j, 2, 99900) / 100.0 AS DECIMAL(15,2)) AS ps_supplycost FROM"
                            + " part, range(4) s(j)");
            people(statement, customers, parts, suppliers);
        }
    }

    private static void geography(Statement statement) throws SQLException {
        statement.execute("CREATE TABLE region AS SELECT i AS r_regionkey, ['AFRICA','AMERICA','ASIA','EUROPE',"
                + "'MIDDLE EAST'][i + 1] AS r_name FROM range(5) t(i)");
        statement.execute(
                "CREATE TABLE nation AS SELECT i AS n_nationkey, ['ALGERIA','ARGENTINA','BRAZIL','CANADA','EGYPT',"
                        + "'ETHIOPIA','FRANCE','GERMANY','INDIA','INDONESIA','IRAN','IRAQ','JAPAN','JORDAN','KENYA','MOROCCO',"
                        + "'MOZAMBIQUE','PERU','CHINA','ROMANIA','SAUDI ARABIA','VIETNAM','RUSSIA','UNITED KINGDOM','UNITED STATES']"
                        + "[i + 1] AS n_name, [0,1,1,1,4,0,3,3,2,2,4,4,2,4,0,0,0,1,2,3,4,2,3,3,1][i + 1] AS n_regionkey FROM"
                        + " range(25) t(i)");
    }

    /// A third of the customers never orders, as in TPC-H.
    private static void people(Statement statement, long customers, long parts, long suppliers) throws SQLException {
        statement.execute("CREATE TABLE customer AS SELECT i AS c_custkey, 'Customer#' || i AS c_name, 'road ' || i AS"
                + " c_address, CAST(h(i, 21, 25) AS INTEGER) AS c_nationkey, (10 + h(i, 21, 25)) || '-' || (100 + h(i, 22,"
                + " 900)) AS c_phone, CAST(h(i, 23, 1100000) / 100.0 - 1000 AS DECIMAL(15,2)) AS c_acctbal, pick(i, 24,"
                + " ['AUTOMOBILE','BUILDING','FURNITURE','MACHINERY','HOUSEHOLD']) AS c_mktsegment, 'none' AS c_comment FROM"
                + " range(1, " + (customers + 1) + ") t(i)");
        statement.execute(
                "CREATE TABLE orders AS SELECT i AS o_orderkey, 1 + h(i, 31, " + (customers / 3) + ") * 3 + h(i, 32,"
                        + " 2) AS o_custkey, pick(i, 33, ['O','F','P']) AS o_orderstatus, CAST(0 AS DECIMAL(15,2)) AS o_totalprice,"
                        + " DATE '1992-01-01' + CAST(h(i, 34, 2406) AS INTEGER) AS o_orderdate, pick(i, 35, ['1-URGENT','2-HIGH',"
                        + "'3-MEDIUM','4-NOT SPECIFIED','5-LOW']) AS o_orderpriority, CAST(0 AS INTEGER) AS o_shippriority, CASE WHEN"
                        + " h(i, 36, 100) < 1 THEN 'special packages requests' ELSE 'plain' END AS o_comment FROM range(1, "
                        + (customers * 10 + 1) + ") t(i)");
        statement.execute("CREATE TABLE lineitem AS SELECT o_orderkey AS l_orderkey, 1 + h(i, 41, " + parts
                + ") AS l_partkey, 1 + (1 + h(i, 41, " + parts + ") + h(i, 42, 4) * (" + suppliers + " // 4 + 1)) % "
                + suppliers + " AS l_suppkey, j + 1 AS l_linenumber, CAST(1 + h(i, 43, 50)"
                + " AS DECIMAL(15,2)) AS l_quantity, CAST((1 + h(i, 43, 50)) * (900 + h(i, 44, 120000) / 100.0) AS"
                + " DECIMAL(15,2)) AS l_extendedprice, CAST(h(i, 45, 11) / 100.0 AS DECIMAL(15,2)) AS l_discount, CAST(h(i,"
                + " 46, 9) / 100.0 AS DECIMAL(15,2)) AS l_tax, CASE WHEN o_orderdate > DATE '1995-03-01' THEN 'N' ELSE"
                + " pick(i, 47, ['R','A']) END AS l_returnflag, CASE WHEN o_orderdate > DATE '1995-03-17' THEN 'O' ELSE 'F'"
                + " END AS l_linestatus, o_orderdate + 1 + CAST(h(i, 48, 121) AS INTEGER) AS l_shipdate, o_orderdate + 30 +"
                + " CAST(h(i, 49, 61) AS INTEGER) AS l_commitdate, o_orderdate + 2 + CAST(h(i, 48, 121) + h(i, 50, 30) AS"
                + " INTEGER) AS l_receiptdate, pick(i, 51, ['DELIVER IN PERSON','COLLECT COD','NONE','TAKE BACK RETURN']) AS"
                + " l_shipinstruct, pick(i, 52, ['REG AIR','AIR','RAIL','SHIP','TRUCK','MAIL','FOB']) AS l_shipmode FROM"
                + " (SELECT *, o_orderkey * 8 + j AS i FROM orders, range(7) s(j) WHERE j < 1 + h(o_orderkey, 40, 7))");
    }

    /// Whom to protect: customers, with their orders and lines; bounds from TPC-H's own ranges.
    public static PacSchema schema(int unitsMin) {
        PacSchema.Bounds money = new PacSchema.Bounds(0, 105_000);
        PacSchema.Bounds rate = new PacSchema.Bounds(0, 0.1);
        return new PacSchema(
                "customer",
                "c_custkey",
                List.of(
                        new PacSchema.Table(
                                "customer",
                                Optional.empty(),
                                1,
                                Map.of("c_acctbal", new PacSchema.Bounds(-1000, 10_000)),
                                Set.of("c_mktsegment", "c_nationkey", "c_phone")),
                        new PacSchema.Table(
                                "orders",
                                Optional.of(new PacSchema.Link("o_custkey", "customer", "c_custkey")),
                                60,
                                Map.of("o_totalprice", new PacSchema.Bounds(0, 600_000)),
                                Set.of("o_orderpriority", "o_orderdate", "o_orderstatus", "o_shippriority")),
                        new PacSchema.Table(
                                "lineitem",
                                Optional.of(new PacSchema.Link("l_orderkey", "orders", "o_orderkey")),
                                420,
                                Map.of(
                                        "l_quantity", new PacSchema.Bounds(0, 50),
                                        "l_extendedprice", money,
                                        "l_discount", rate,
                                        "l_tax", rate),
                                Set.of(
                                        "l_returnflag",
                                        "l_linestatus",
                                        "l_shipmode",
                                        "l_shipdate",
                                        "l_suppkey",
                                        "l_partkey"))),
                unitsMin);
    }
}
