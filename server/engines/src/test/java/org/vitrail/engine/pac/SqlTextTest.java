package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrail.bench.TpchQueries;

/// Our text of a tree is read by DuckDB as the same tree as its own.
class SqlTextTest {
    private static Connection connection;
    private static SqlTree tree;

    @BeforeAll
    static void open() throws SQLException {
        connection = PacDatabase.memory(100, 1);
        tree = new SqlTree(connection);
    }

    @AfterAll
    static void close() throws SQLException {
        connection.close();
    }

    static List<String> queries() {
        List<String> queries = new ArrayList<>(List.of(
                "select a.x as y, -x, - x - -1, 1 - (2 - 3), (1 - 2) - 3, a / (b * c), a % b // c from t as a",
                "select x from t where not (a and (b or c)) or not a = b and c <> d",
                "select x from t where a between 1 and 2 and b not between c and d and not (e between 1 and (2 + 3))",
                "select x from t where a in (1, 2.50, 'it''s') and b not in (null) and c is not null and (d is null) = e",
                "select x from t where a is distinct from b or a is not distinct from 1 or b = -1.5",
                "select case when a then 1 when b > 2 then 'x' end, case a when 1 then 2 else 3 end from t",
                "select coalesce(a, b, 0), nullif(a, 0), substring(a from 1 for 2), a || b, a like 'x%', a not ilike '_y'"
                        + " from t",
                "select cast(a as decimal(10, 2)), try_cast(a as double), date '2020-01-01', a::varchar, true, false from t",
                "select count(*), count(distinct a), sum(a + 1), avg(-a), quantile_cont(a, 0.25), stddev_pop(a) from t",
                "select \"a \"\"b\".\"C d\" from \"T x\" as \"a \"\"b\"",
                "select 9223372036854775807, -9223372036854775808 + 1, 0.000001, 123456789012.345678, '\u00e4\u20ac'",
                "select x from a, b left join c on a.x = c.x and b.y < c.y, (select 1 as z) as d where a.x = b.x",
                "select k, n from (select k, count(*) as n from t group by k, l having count(*) > 3 and max(a) < 2) as q",
                "select x from t where exists (select 1 from u where u.a = t.a) and not exists (select b from u) and"
                        + " t.c in (select c from u where true) and t.d not in (select d from v)",
                "select date_trunc('year', least(greatest(d, cast('0001-01-01' as timestamp)), date '9999-12-31')) from t",
                "select date_part('year', d), extract(month from d), floor(a), least(a, b, 1), pow(a, 2) from t"));
        queries.addAll(TpchQueries.all().values().stream()
                .filter(sql -> !sql.startsWith("with")
                        && !sql.contains("select *")
                        && !sql.contains("c_orders (")
                        && !sql.contains("(select 0")
                        && !sql.contains("= (select")
                        && !sql.contains("> (select"))
                .toList());
        return queries;
    }

    @ParameterizedTest
    @MethodSource("queries")
    void text_ofATree_isReadAsTheTree(String sql) throws Exception {
        ObjectNode said = tree.parse(sql);
        said.putArray("modifiers");
        ObjectNode ours = tree.parse(SqlText.select(said));
        assertThat(SqlTree.same(plain(ours), plain(said)))
                .as(SqlText.select(said))
                .isTrue();
    }

    /// A comma in FROM is a join of all rows, and functions are DuckDB's own.
    private static ObjectNode plain(ObjectNode read) {
        SqlTree.each(read, node -> {
            node.remove("ref_type");
            node.remove("schema");
        });
        return read;
    }

    @Test
    void numbers_keepTheirValue() throws Exception {
        for (double x : new double[] {0.1, -1e-300, 1e300, 1 / 3.0, -0.0, 4e9}) {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT " + SqlText.list(List.of(SqlTree.number(x))))) {
                row.next();
                assertThat(row.getDouble(1)).isEqualTo(x);
            }
        }
    }

    /// Must fail: a tree that says something else.
    @Test
    void text_ofAnotherTree_isRead() throws Exception {
        ObjectNode said = tree.parse("select 1 - (2 - a) from t");
        ObjectNode other = tree.parse("select 1 - 2 - a from t");
        assertThat(SqlTree.same(plain(tree.parse(SqlText.select(said))), plain(other)))
                .isFalse();
    }
}
