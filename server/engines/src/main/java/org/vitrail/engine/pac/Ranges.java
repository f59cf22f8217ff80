package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Public ranges of expressions of DuckDB's tree from those of their columns. Every finite number that an expression
/// comes to lies in its range; what has no rule here can be anything.
final class Ranges {
    private static final Optional<Range> ANY = Optional.of(Range.ANY);

    private static final Set<String> TRUTHS =
            Set.of("OPERATOR_NOT", "OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL", "CONJUNCTION_AND", "CONJUNCTION_OR");

    private static final Set<String> TRUTH_FUNCTIONS =
            Set.of("~~", "!~~", "~~*", "!~~*", "contains", "starts_with", "prefix", "suffix");

    private static final Map<String, Range> INTEGERS = Map.of(
            "TINYINT", new Range(-128, 127),
            "SMALLINT", new Range(-32768, 32767),
            "INTEGER", new Range(Integer.MIN_VALUE, Integer.MAX_VALUE),
            "BIGINT", new Range(-0x1p63, 0x1p63),
            "HUGEINT", new Range(-0x1p127, 0x1p127),
            "UTINYINT", new Range(0, 255),
            "USMALLINT", new Range(0, 65535),
            "UINTEGER", new Range(0, 0x1p32 - 1),
            "UBIGINT", new Range(0, 0x1p64),
            "UHUGEINT", new Range(0, 0x1p128));

    /// Of dates and timestamps; DuckDB's DATE reaches beyond the year 5,000,000.
    private static final Map<String, Range> DATE_PARTS = Map.of(
            "year", new Range(-6e6, 6e6),
            "quarter", new Range(1, 4),
            "month", new Range(1, 12),
            "week", new Range(1, 53),
            "day", new Range(1, 31),
            "dow", new Range(0, 6),
            "doy", new Range(1, 366),
            "hour", new Range(0, 23),
            "minute", new Range(0, 59),
            "second", new Range(0, 60));

    /// Of what may be an interval, as a difference of timestamps is: signed, its days never carried into months.
    private static final Map<String, Range> PARTS = Map.of(
            "year", new Range(-2e8, 2e8),
            "quarter", new Range(-2, 4),
            "month", new Range(-11, 12),
            "day", new Range(-0x1p31, 0x1p31),
            "hour", new Range(-3e9, 3e9),
            "minute", new Range(-59, 59),
            "second", new Range(-60, 60));

    private static final Set<String> DATES =
            Set.of("DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE");

    /// Higher powers are of no use, and an int holds these.
    private static final int EXPONENT_MAX = 1000;

    private final Function<JsonNode, Range> columns;

    private Ranges(Function<JsonNode, Range> columns) {
        this.columns = columns;
    }

    /// The range of all finite numbers that an expression can come to.
    ///
    /// @param columns the range of a column reference; {@link Range#ANY} if it has none
    /// @return zero if it can only be NULL
    static Range of(JsonNode expression, Function<JsonNode, Range> columns) {
        return new Ranges(columns).range(expression).orElse(new Range(0, 0));
    }

    /// Empty for NULL.
    private Optional<Range> range(JsonNode node) {
        String type = SqlTree.type(node);
        if (TRUTHS.contains(type) || type.startsWith("COMPARE_")) {
            return Optional.of(Range.TRUTH);
        }
        JsonNode children = node.path("children");
        return switch (type) {
            case "VALUE_CONSTANT" -> constant(node.path("value"));
            case "COLUMN_REF" -> Optional.of(columns.apply(node));
            case "CASE_EXPR" -> cases(node);
            case "FUNCTION" -> function(node, children);
            case "OPERATOR_COALESCE" -> hull(children);
            case "OPERATOR_TRY" -> children.size() == 1 ? range(children.get(0)) : ANY;
            case "OPERATOR_CAST" -> cast(node);
            default -> ANY;
        };
    }

    /// As a step of a computation takes it.
    private Optional<Range> operand(JsonNode node) {
        return range(node).map(Range::outward);
    }

    private static Optional<Range> constant(JsonNode value) {
        JsonNode type = value.path("type");
        JsonNode number = value.path("value");
        if (value.path("is_null").asBoolean()) {
            return Optional.empty();
        }
        String id = type.path("id").asText();
        if (id.equals("DECIMAL")) {
            JsonNode scale = type.path("type_info").path("scale");
            return scale.isInt()
                    ? integer(number)
                            .map(n -> around(new BigDecimal(n, scale.asInt())))
                            .or(() -> ANY)
                    : ANY;
        }
        if (INTEGERS.containsKey(id)) {
            return integer(number).map(n -> around(new BigDecimal(n))).or(() -> ANY);
        }
        double real = number.asDouble();
        return switch (id) {
            case "BOOLEAN" -> Optional.of(Range.TRUTH);
            case "DOUBLE", "FLOAT" ->
                number.isNumber() && Double.isFinite(real) ? Optional.of(new Range(real, real)) : ANY;
            default -> ANY;
        };
    }

    /// A number, or two halves of one of 128 bits.
    private static Optional<BigInteger> integer(JsonNode number) {
        JsonNode upper = number.path("upper");
        JsonNode lower = number.path("lower");
        if (upper.isIntegralNumber() && lower.isIntegralNumber()) {
            return Optional.of(upper.bigIntegerValue().shiftLeft(64).add(lower.bigIntegerValue()));
        }
        return number.isIntegralNumber() ? Optional.of(number.bigIntegerValue()) : Optional.empty();
    }

    private static Range around(BigDecimal exact) {
        double nearest = exact.doubleValue();
        if (Double.isInfinite(nearest)) {
            return Range.ANY;
        }
        int side = new BigDecimal(nearest).compareTo(exact);
        return new Range(side > 0 ? Math.nextDown(nearest) : nearest, side < 0 ? Math.nextUp(nearest) : nearest);
    }

    private Optional<Range> cases(JsonNode node) {
        Optional<Range> all = operand(node.path("else_expr"));
        for (JsonNode check : node.path("case_checks")) {
            all = hull(all, operand(check.path("then_expr")));
        }
        return all;
    }

    private Optional<Range> hull(JsonNode nodes) {
        Optional<Range> all = Optional.empty();
        for (JsonNode node : nodes) {
            all = hull(all, operand(node));
        }
        return all;
    }

    private static Optional<Range> hull(Optional<Range> a, Optional<Range> b) {
        return a.isPresent() && b.isPresent() ? Optional.of(a.get().hull(b.get())) : a.or(() -> b);
    }

    private Optional<Range> cast(JsonNode node) {
        JsonNode type = node.path("cast_type");
        String id = type.path("id").asText();
        Range integers = INTEGERS.get(id);
        if (integers != null) { // rounds half to even, or away from zero
            return operand(node.path("child")).map(x -> x.floor().hull(x.ceil()).within(integers));
        }
        return switch (id) {
            case "BOOLEAN" -> Optional.of(Range.TRUTH);
            case "FLOAT", "DOUBLE" -> operand(node.path("child"));
            case "DECIMAL" -> {
                JsonNode width = type.path("type_info").path("width");
                JsonNode scale = type.path("type_info").path("scale");
                double most = Math.pow(10, width.asInt() - scale.asInt());
                yield width.isInt() && scale.isInt()
                        ? operand(node.path("child"))
                                .map(x ->
                                        x.rounded(Math.pow(10, -scale.asInt())).within(new Range(-most, most)))
                        : ANY;
            }
            default -> ANY;
        };
    }

    private Optional<Range> function(JsonNode node, JsonNode arguments) {
        String name = node.path("function_name").asText().toLowerCase(Locale.ROOT);
        if (TRUTH_FUNCTIONS.contains(name)) {
            return Optional.of(Range.TRUTH);
        }
        return switch (name) {
            case "length" -> Optional.of(new Range(0, Double.POSITIVE_INFINITY));
            case "least" -> least(arguments, false);
            case "greatest" -> least(arguments, true).map(Range::negative);
            case "year", "quarter", "month", "day" -> part(name, arguments.path(0));
            case "date_part" ->
                part(arguments.path(0).path("value").path("value").asText(), arguments.path(1));
            default ->
                switch (arguments.size()) {
                    case 1 -> operand(arguments.get(0)).map(x -> one(name, x));
                    case 2 -> {
                        Optional<Range> right = operand(arguments.get(1));
                        yield operand(arguments.get(0)).flatMap(x -> right.map(y -> two(name, x, y)));
                    }
                    default -> ANY;
                };
        };
    }

    /// The least of those arguments that are not NULL: each may be the only one, but it is not above a constant.
    ///
    /// @param negative of the arguments with the other sign
    private Optional<Range> least(JsonNode arguments, boolean negative) {
        Optional<Range> all = Optional.empty();
        double most = Double.POSITIVE_INFINITY;
        for (JsonNode argument : arguments) {
            Optional<Range> range = operand(argument).map(x -> negative ? x.negative() : x);
            all = hull(all, range);
            if (range.isPresent() && SqlTree.type(argument).equals("VALUE_CONSTANT")) {
                most = Math.min(most, range.get().high());
            }
        }
        double cap = most;
        return all.map(x -> new Range(x.low(), Math.min(x.high(), cap)));
    }

    /// Only a cast tells dates from intervals.
    private static Optional<Range> part(String name, JsonNode from) {
        boolean dated = SqlTree.type(from).equals("OPERATOR_CAST")
                && DATES.contains(from.path("cast_type").path("id").asText());
        return Optional.of((dated ? DATE_PARTS : PARTS).getOrDefault(name.toLowerCase(Locale.ROOT), Range.ANY));
    }

    private static Range one(String name, Range x) {
        return switch (name) {
            case "+" -> x;
            case "-" -> x.negative();
            case "abs" -> x.absolute();
            case "floor" -> x.floor();
            case "ceil", "ceiling" -> x.ceil();
            case "round" -> x.rounded(1);
            case "exp" -> Range.loosely(Math.exp(x.low()), Math.exp(x.high()));
            case "sqrt" -> Range.loosely(Math.sqrt(Math.max(0, x.low())), Math.sqrt(x.high())); // no root below 0
            case "ln" -> Range.loosely(Math.log(Math.max(0, x.low())), Math.log(x.high()));
            case "log", "log10" -> Range.loosely(Math.log10(Math.max(0, x.low())), Math.log10(x.high()));
            default -> Range.ANY;
        };
    }

    private static Range two(String name, Range x, Range y) {
        boolean whole = y.low() == y.high() && y.low() == Math.rint(y.low());
        return switch (name) {
            case "+" -> x.plus(y);
            case "-" -> x.plus(y.negative());
            case "*" -> x.times(y);
            case "/" -> x.over(y);
            case "//" -> towardZero(x.over(y));
            case "%" -> x.remainder(y);
            case "round" -> whole ? rounded(x, y.low()) : Range.ANY;
            case "pow", "power", "**", "^" ->
                whole && y.low() >= 0 && y.low() <= EXPONENT_MAX ? x.power((int) y.low()) : Range.ANY;
            default -> Range.ANY;
        };
    }

    /// DuckDB makes 0 of a DECIMAL that has no digits there, of 99.9 to hundreds too.
    private static Range rounded(Range x, double digits) {
        Range near = x.rounded(Math.pow(10, -digits));
        return digits < 0 ? near.hull(new Range(0, 0)) : near;
    }

    /// Of integers, `//` cuts the fraction off; of others, it does not.
    private static Range towardZero(Range x) {
        return new Range(x.low() > 0 ? Math.floor(x.low()) : x.low(), x.high() < 0 ? Math.ceil(x.high()) : x.high());
    }
}
