package org.vitrail.engine.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Ranges by hand, and against what DuckDB comes to: `a` in [-2, 3], `b` in [0.5, 4], anything else unknown.
class RangesTest {
    private static final List<String> TYPES = List.of("DOUBLE", "FLOAT", "DECIMAL(6,2)");
    private static final List<String> BINARY = List.of("+", "-", "*", "/", "%", "//");
    private static final List<String> UNARY =
            List.of("-", "abs", "round", "floor", "ceil", "exp", "sqrt", "ln", "log", "log10");
    private static final List<String> CONSTANTS =
            List.of("0", "1", "2", "-3", "0.1", "-0.25", "7.5", "1e3", "1e-3", "16777217", "99999.99", "NULL");
    private static final List<String> CASTS =
            List.of("TINYINT", "INTEGER", "BIGINT", "HUGEINT", "DECIMAL(9,1)", "DECIMAL(4,3)", "FLOAT", "DOUBLE");
    private static final int EXPRESSIONS = 500;

    /// Rows are evaluated in so many parts where one of them fails.
    private static final int PARTS = 12;

    private Connection connection;
    private SqlTree trees;
    private int evaluated;

    @BeforeEach
    void open() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        trees = new SqlTree(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET threads = 1");
            for (int i = 0; i < TYPES.size(); i++) {
                String type = TYPES.get(i);
                statement.execute("CREATE TABLE t" + i + " AS SELECT a::" + type + " AS a, b::" + type + " AS b FROM"
                        + " (SELECT unnest([NULL, -2, -1.7, -1, -0.55, -0.01, 0, 0.4, 1, 2.5, 2.99, 3]) AS a),"
                        + " (SELECT unnest([NULL, 0.5, 0.51, 0.99, 1, 1.5, 2, 3.33, 4]) AS b)");
            }
        }
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private static Range column(JsonNode reference) {
        return switch (SqlTree.column(reference)) {
            case "a" -> new Range(-2, 3);
            case "b" -> new Range(0.5, 4);
            default -> Range.ANY;
        };
    }

    private JsonNode parse(String expression) throws Exception {
        return trees.parse("SELECT " + expression).path("select_list").get(0);
    }

    private Range range(String expression) throws Exception {
        return Ranges.of(parse(expression), RangesTest::column);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            7                                  | 7         | 7
            -2.25                              | -2.25     | -2.25
            1e3                                | 1000      | 1000
            170141183460469231731687303715     | 170141183460469231731687303715 | 170141183460469231731687303715
            99999999999999999999.5             | 99999999999999999999.5 | 99999999999999999999.5
            -99999999999999999999.5            | -99999999999999999999.5 | -99999999999999999999.5
            true                               | 0         | 1
            NULL                               | 0         | 0
            a + NULL                           | 0         | 0
            a                                  | -2        | 3
            t.b                                | 0.5       | 4
            a + b                              | -1.5      | 7
            a - b                              | -6        | 2.5
            a - a                              | -5        | 5
            a * b                              | -8        | 12
            a * a                              | -6        | 9
            b * (1 - a)                        | -8        | 12
            a / b                              | -4        | 6
            1 / -b                             | -2        | -0.25
            +a                                 | -2        | 3
            -a                                 | -3        | 2
            abs(a)                             | 0         | 3
            abs(-b)                            | 0.5       | 4
            round(a)                           | -2.5      | 3.5
            ROUND(b, 1)                        | 0.45      | 4.05
            round(b, -2)                       | -49.5     | 54
            floor(b)                           | 0         | 4
            ceil(b)                            | 1         | 4
            ceiling(a / 4)                     | 0         | 1
            least(a, b)                        | -2        | 4
            least(a, 1)                        | -2        | 1
            least(a, b, -5)                    | -5        | -5
            least(a, 1 + 1)                    | -2        | 3
            least(a, NULL)                     | -2        | 3
            greatest(a, 0)                     | 0         | 3
            greatest(a, b)                     | -2        | 4
            greatest(x, 2)                     | 2         | Infinity
            least(x, 2)                        | -Infinity | 2
            greatest(least(x, 9), 0)           | 0         | 9
            a % 2                              | -2        | 2
            b % 2                              | 0         | 2
            x % 10                             | -10       | 10
            b % 100                            | 0         | 4
            a // 2                             | -1        | 1.5
            b // -0.25                         | -16       | -2
            (b + 1) // 1                       | 1         | 5
            sqrt(b)                            | 0.70710678| 2
            sqrt(a)                            | 0         | 1.7320508
            ln(b)                              | -0.6931472| 1.3862944
            ln(a)                              | -Infinity | 1.0986123
            log10(b)                           | -0.30103  | 0.60206
            log(b)                             | -0.30103  | 0.60206
            exp(a)                             | 0.1353353 | 20.0855369
            power(a, 2)                        | 0         | 9
            pow(a, 3)                          | -8        | 27
            pow(-b, 2)                         | 0.25      | 16
            a ** 0                             | 1         | 1
            month(x)                           | -11       | 12
            month(x::DATE)                     | 1         | 12
            day(x::TIMESTAMP)                  | 1         | 31
            quarter(CAST(x AS DATE))           | 1         | 4
            extract(hour FROM x::TIMESTAMP)    | 0         | 23
            date_part('MONTH', x::DATE)        | 1         | 12
            length(x)                          | 0         | Infinity
            coalesce(a, 10)                    | -2        | 10
            coalesce(NULL, b)                  | 0.5       | 4
            CASE WHEN x > 0 THEN a END         | -2        | 3
            CASE x WHEN 1 THEN b ELSE 0 END    | 0         | 4
            CASE WHEN x THEN 1 WHEN y THEN 5 ELSE a END | -2 | 5
            x::TINYINT                         | -128      | 127
            x::INTEGER                         | -2147483648 | 2147483647
            x::UTINYINT                        | 0         | 255
            x::DECIMAL(5,2)                    | -1000     | 1000
            (b / 3)::BIGINT                    | 0         | 2
            CAST(a AS DECIMAL(9,1))            | -2.05     | 3.05
            try_cast(a AS DOUBLE)              | -2        | 3
            x::BOOLEAN                         | 0         | 1
            TRY(a)                             | -2        | 3
            (x > 1)::INTEGER                   | 0         | 1
            (x IN (1, 2) AND y IS NULL)::INT * b | 0       | 4
            x BETWEEN 1 AND 2                  | 0         | 1
            NOT (x LIKE 'a%')                  | 0         | 1
            """)
    void expressions_haveRanges(String expression, double low, double high) throws Exception {
        Range range = range(expression);

        assertThat(range.low()).isLessThanOrEqualTo(low);
        assertThat(range.high()).isGreaterThanOrEqualTo(high);
        if (Double.isFinite(low)) {
            assertThat(range.low()).isEqualTo(low, within(1e-5 * Math.max(1, Math.abs(low))));
        }
        if (Double.isFinite(high)) {
            assertThat(range.high()).isEqualTo(high, within(1e-5 * Math.max(1, Math.abs(high))));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "x + 1",
                "x * 0",
                "1 / a",
                "b / 0",
                "1 // a",
                "a % 0",
                "a % b % a",
                "'12'",
                "coalesce(a, '12')",
                "round(a, x)",
                "round(a, 0.5)",
                "pow(a, -1)",
                "pow(a, b)",
                "pow(a, 0.5)",
                "log(a, b)",
                "ln(-b)",
                "sqrt(-b)",
                "a::VARCHAR",
                "x::DOUBLE",
                "x::DATE",
                "a::foo",
                "TRY(x)",
                "date_part('epoch', x)",
                "date_part(x, y)",
                "unheard_of(a)",
                "unheard_of(a, b, 1)",
                "sum(a)",
                "(SELECT 1)",
                "CASE WHEN a > 0 THEN x ELSE 1 END",
                "[a, b]"
            })
    void whatHasNoRule_canBeAnything(String expression) throws Exception {
        assertThat(range(expression)).isEqualTo(Range.ANY);
    }

    @Test
    void oddTrees_canBeAnything() throws Exception {
        ObjectMapper json = new ObjectMapper();
        for (String tree : List.of(
                "{}",
                "[]",
                "null",
                "{\"type\":7}",
                "{\"type\":\"VALUE_CONSTANT\"}",
                "{\"type\":\"VALUE_CONSTANT\",\"value\":{\"type\":{\"id\":\"DECIMAL\"},\"value\":1}}",
                "{\"type\":\"VALUE_CONSTANT\",\"value\":{\"type\":{\"id\":\"INTEGER\"},\"value\":\"1\"}}",
                "{\"type\":\"CASE_EXPR\"}",
                "{\"type\":\"OPERATOR_TRY\"}",
                "{\"type\":\"OPERATOR_CAST\",\"cast_type\":{\"id\":\"DECIMAL\"}}",
                "{\"type\":\"FUNCTION\",\"function_name\":\"round\"}",
                "{\"type\":\"FUNCTION\",\"function_name\":\"date_part\"}")) {
            assertThat(Ranges.of(json.readTree(tree), RangesTest::column))
                    .as(tree)
                    .isEqualTo(Range.ANY);
        }
    }

    /// Of a difference of timestamps, the days are no day of a month.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "day(TIMESTAMP '2020-01-01' - TIMESTAMP '2010-01-01')",
                "month(to_months(-5))",
                "quarter(to_months(-11))",
                "year(DATE '5000000-01-01')",
                "year(to_years(1000000))",
                "date_part('hour', INTERVAL 1000 HOUR)",
                "date_part('minute', INTERVAL '-100 minute')",
                "date_part('second', INTERVAL '-100 second')",
                "round(99.9::DECIMAL(3,1), -2)",
                "round(99, -2)",
                "round(0.5::DOUBLE)",
                "16777217::BIGINT + 0::FLOAT",
                "least(16777219, 20000000::FLOAT)",
                "16777217::BIGINT::FLOAT - 16777217",
                "1e300 + 1e-300",
                "1e10::DECIMAL(38,20) + 0.00000000000000000001 - 1e10::DECIMAL(38,20)",
                "CASE WHEN true THEN 16777219 ELSE 1::FLOAT END"
            })
    void whatDuckDbComesTo_liesInTheRange(String expression) throws Exception {
        assertThat(violations(List.of(expression))).isEmpty();
    }

    @Test
    void randomExpressions_lieInTheirRanges() throws Exception {
        List<String> expressions = random(EXPRESSIONS);

        assertThat(violations(expressions)).isEmpty();
        int bounded = 0;
        for (String expression : expressions) {
            bounded += Double.isFinite(range(expression).magnitude()) ? 1 : 0;
        }
        assertThat(bounded).as("expressions that the test says something about").isGreaterThan(EXPRESSIONS / 3);
    }

    /// Must fail: the same check of the same expressions finds rules that are wrong.
    @ParameterizedTest
    @ValueSource(strings = {"*", "least", "round", "%"})
    void wrongRules_areFound(String name) throws Exception {
        Optional<String> found = Optional.empty();
        for (String expression : random(EXPRESSIONS)) {
            if (found.isEmpty()) {
                found = violation(expression, planted(name, parse(expression)));
            }
        }

        assertThat(found).isPresent();
    }

    /// Products of low with low and high with high, least without regard to NULL, numbers as if never rounded, and a
    /// remainder that is never negative.
    private static Range planted(String name, JsonNode tree) {
        JsonNode arguments = tree.path("children");
        if (!tree.path("function_name").asText().equals(name) || arguments.isEmpty()) {
            return Ranges.of(tree, RangesTest::column);
        }
        Range x = Ranges.of(arguments.get(0), RangesTest::column);
        Range y = Ranges.of(arguments.get(arguments.size() - 1), RangesTest::column);
        double[] ends = switch (name) {
            case "*" -> new double[] {x.low() * y.low(), x.high() * y.high()};
            case "least" -> new double[] {Math.min(x.low(), y.low()), Math.min(x.high(), y.high())};
            case "round" -> new double[] {x.low(), x.high()};
            default -> new double[] {0, y.magnitude()};
        };
        return ends[0] <= ends[1] ? new Range(ends[0], ends[1]) : Range.ANY;
    }

    /// What is not within its range, over all rows and types.
    private List<String> violations(List<String> expressions) throws Exception {
        List<String> found = new ArrayList<>();
        for (String expression : expressions) {
            violation(expression, range(expression)).ifPresent(found::add);
        }
        assertThat(evaluated).as("queries that come to numbers").isGreaterThan(expressions.size());
        return found;
    }

    private Optional<String> violation(String expression, Range range) throws SQLException {
        for (int i = 0; i < TYPES.size(); i++) {
            String table = "t" + i;
            Optional<Range> all = values(expression, table);
            for (int part = 0; all.isEmpty() && part < PARTS; part++) { // a row may fail: look at others without it
                Optional<Range> some = values(expression, table + " WHERE rowid % " + PARTS + " = " + part);
                if (some.isPresent() && outside(some.get(), range)) {
                    all = some;
                }
            }
            if (all.isPresent() && outside(all.get(), range)) {
                return Optional.of(expression + " of " + TYPES.get(i) + ": " + all.get() + ", not in " + range);
            }
        }
        return Optional.empty();
    }

    private static boolean outside(Range values, Range range) {
        return !(values.low() >= range.low() && values.high() <= range.high());
    }

    /// Not by TRY, which once crashed DuckDB 1.5.6 here.
    private Optional<Range> values(String expression, String from) throws SQLException {
        String query = "SELECT min(v), max(v) FROM (SELECT (" + expression + ")::DOUBLE AS v FROM " + from
                + ") WHERE isfinite(v)";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            double low = rows.getDouble(1);
            if (rows.wasNull()) {
                return Optional.empty();
            }
            evaluated++;
            return Optional.of(new Range(low, rows.getDouble(2)));
        } catch (SQLException e) { // types that do not fit, overflow, roots of negative numbers
            assertThat(e.getMessage()).doesNotContain("INTERNAL");
            return Optional.empty();
        }
    }

    private static List<String> random(int count) {
        Random random = new Random(20250711);
        List<String> expressions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            expressions.add(expression(random, 1 + random.nextInt(4)));
        }
        return expressions;
    }

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static String expression(Random random, int depth) {
        if (depth == 0) {
            return random.nextInt(10) < 7 ? one(random, List.of("a", "b")) : "(" + one(random, CONSTANTS) + ")";
        }
        String x = expression(random, depth - 1);
        String y = expression(random, random.nextInt(depth));
        return switch (random.nextInt(14)) {
            case 0, 1, 2, 3, 4 -> "(" + x + " " + one(random, BINARY) + " " + y + ")";
            case 5, 6 -> one(random, UNARY) + "(" + x + ")";
            case 7 -> "round(" + x + ", " + (random.nextInt(5) - 2) + ")";
            case 8 -> "pow(" + x + ", " + random.nextInt(5) + ")";
            case 9 -> "least(" + x + ", " + y + ")";
            case 10 -> "greatest(" + y + ", " + x + ", " + one(random, CONSTANTS) + ")";
            case 11 -> "coalesce(" + x + ", " + y + ")";
            case 12 -> "CASE WHEN " + y + " > b THEN " + x + " WHEN a IS NULL THEN 1.5 ELSE " + y + " END";
            default -> "CAST(" + x + " AS " + one(random, CASTS) + ")";
        };
    }
}
