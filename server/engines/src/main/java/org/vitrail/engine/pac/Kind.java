package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// What an expression gives, as far as it matters for whether computing it can fail on some row: a failure would tell
/// of that row.
enum Kind {
    /// Computed in DOUBLE: it does not overflow to an error.
    DOUBLE,
    /// Exact numbers with few digits: their sums and products may overflow.
    DECIMAL,
    /// Whole numbers: their sums and products may overflow.
    WHOLE,
    TEXT,
    DATE,
    TIMESTAMP,
    TRUTH,
    /// A missing value: fits anything.
    MISSING,
    /// It may fail, or nobody knows.
    FAILING;

    static final Set<Kind> NUMBERS = Set.of(DOUBLE, DECIMAL, WHOLE, MISSING);

    static final Set<Kind> TIMES = Set.of(DATE, TIMESTAMP);

    private static final long DIGITS_MAX = 18;
    private static final long SCALE_MAX = 4;

    private static final Set<String> LIKE = Set.of("~~", "!~~", "~~*", "!~~*", "contains", "starts_with");
    private static final Set<String> TEXTS = Set.of("lower", "upper", "trim");
    private static final Set<String> PIECES = Set.of("substring", "substr", "left", "right");
    private static final Set<String> DATES = Set.of("year", "month", "day", "quarter");
    private static final Set<String> CUTS = Set.of("year", "quarter", "month", "week", "day");
    private static final Set<String> SAME = Set.of("least", "greatest", "abs", "floor", "ceil", "ceiling");
    private static final Set<String> ENDS = Set.of("least", "greatest");
    private static final Set<String> EXACT = Set.of("+", "-", "*");
    private static final Set<String> REALS = Set.of("exp", "power", "pow", "round");

    /// What is known of a query's columns and numbers.
    interface Facts {
        Kind kind(JsonNode reference);

        /// Digits behind the point of a DECIMAL column.
        int scale(JsonNode reference);

        Range range(JsonNode expression);
    }

    /// Of a column by its DuckDB type.
    static Kind of(String type) {
        return switch (type) {
            case "DOUBLE", "FLOAT" -> DOUBLE;
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT" -> WHOLE;
            case "VARCHAR" -> TEXT;
            case "DATE" -> DATE;
            case "TIMESTAMP" -> TIMESTAMP;
            case "BOOLEAN" -> TRUTH;
            default -> type.startsWith("DECIMAL(") && isShort(type) ? DECIMAL : FAILING;
        };
    }

    private static boolean isShort(String type) {
        String[] sizes = type.substring("DECIMAL(".length(), type.length() - 1).split(",", 2);
        return sizes.length == 2
                && Long.parseLong(sizes[0].strip()) <= DIGITS_MAX
                && Long.parseLong(sizes[1].strip()) <= SCALE_MAX;
    }

    /// Of an expression whose casts are all TRY_CAST.
    ///
    /// @param known what is known of columns
    static Kind of(JsonNode node, Facts known) {
        Function<JsonNode, Kind> kind = child -> of(child, known);
        return switch (node.path("class").asText()) {
            case "COLUMN_REF" -> known.kind(node);
            case "CONSTANT" -> constant(node);
            case "CAST" -> cast(node, kind);
            case "COMPARISON" -> alike(List.of(node.path("left"), node.path("right")), kind);
            case "BETWEEN" -> alike(List.of(node.path("input"), node.path("lower"), node.path("upper")), kind);
            case "CONJUNCTION" -> decide(node.path("children"), kind);
            case "CASE" -> cases(node, kind);
            case "OPERATOR" -> operator(node, kind);
            case "FUNCTION" -> function(node, kind, known);
            default -> FAILING;
        };
    }

    private static Kind constant(JsonNode node) {
        if (node.path("value").path("is_null").asBoolean()) {
            return MISSING;
        }
        return typed(node.path("value").path("type"));
    }

    private static Kind typed(JsonNode type) {
        String id = type.path("id").asText();
        JsonNode info = type.path("type_info");
        boolean decimal = id.equals("DECIMAL")
                && info.path("width").isInt()
                && info.path("scale").isInt();
        return of(
                decimal
                        ? "DECIMAL(" + info.path("width").asInt() + ","
                                + info.path("scale").asInt() + ")"
                        : id);
    }

    private static Kind cast(JsonNode node, Function<JsonNode, Kind> kind) {
        boolean tried = SqlTree.type(node.path("child")).equals("VALUE_CONSTANT"); // when the query was planned
        boolean safe = (tried || node.path("try_cast").asBoolean()) && kind.apply(node.path("child")) != FAILING;
        return safe ? typed(node.path("cast_type")) : FAILING;
    }

    private static Kind cases(JsonNode node, Function<JsonNode, Kind> kind) {
        Kind whole = kind.apply(node.path("else_expr"));
        for (JsonNode check : node.path("case_checks")) {
            boolean decides = kind.apply(check.path("when_expr")).decides();
            whole = decides ? both(whole, kind.apply(check.path("then_expr"))) : FAILING;
        }
        return whole;
    }

    /// Whether it is true or not: numbers are if they are not 0.
    boolean decides() {
        return this == TRUTH || NUMBERS.contains(this);
    }

    private static Kind operator(JsonNode node, Function<JsonNode, Kind> kind) {
        JsonNode children = node.path("children");
        return switch (SqlTree.type(node)) {
            case "COMPARE_IN", "COMPARE_NOT_IN", "OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL" -> alike(children, kind);
            case "OPERATOR_NOT" -> decide(children, kind);
            case "OPERATOR_COALESCE" -> together(children, kind);
            default -> FAILING;
        };
    }

    private static Kind function(JsonNode node, Function<JsonNode, Kind> kind, Facts known) {
        String name = node.path("function_name").asText();
        JsonNode children = node.path("children");
        if (Aggregates.isAggregate(node)) { // of what cannot fail
            return name.startsWith("count") ? WHOLE : DOUBLE;
        }
        Kind whole = together(children, kind);
        boolean number = NUMBERS.contains(whole);
        if (LIKE.contains(name)) {
            return whole == TEXT ? TRUTH : FAILING;
        } else if (TEXTS.contains(name)) {
            return whole == TEXT ? TEXT : FAILING;
        } else if (name.equals("length")) {
            return whole == TEXT ? WHOLE : FAILING;
        } else if (PIECES.contains(name)) {
            return piece(children, kind);
        } else if (name.equals("date_part") || DATES.contains(name)) {
            return ofDate(children, kind);
        } else if (name.equals("date_trunc")) {
            return isCut(children, kind) ? TIMESTAMP : FAILING;
        } else if (name.equals("/")) {
            return number ? DOUBLE : FAILING;
        } else if (whole == DECIMAL && EXACT.contains(name)) {
            return isShort(node, known) ? DECIMAL : FAILING;
        } else if (TIMES.contains(whole) && ENDS.contains(name)) {
            return whole;
        } else if (SAME.contains(name)) {
            return number && (whole != WHOLE || !name.equals("abs")) ? whole : FAILING;
        } else if (name.equals("nullif")) { // it keeps the first one's type
            return whole == FAILING ? FAILING : kind.apply(children.path(0));
        } else if (name.equals("&")) { // of masks: no query may use it
            return whole;
        }
        boolean positive = Guard.POSITIVE.contains(name) && children.size() == 1;
        boolean real = whole == DOUBLE && (REALS.contains(name) || Guard.SIGNS.contains(name) || positive);
        return real ? DOUBLE : FAILING;
    }

    /// Whether a sum or product of decimals, and each of its operands, has its digits within the 18 that DuckDB has for
    /// it: with all digits behind the point that come together.
    private static boolean isShort(JsonNode node, Facts known) {
        int scale = scale(node, known);
        double most = known.range(node).magnitude();
        for (JsonNode child : node.path("children")) {
            most = Math.max(most, known.range(child).magnitude());
        }
        return scale < DIGITS_MAX && most <= Math.pow(10, (double) DIGITS_MAX - 1 - scale);
    }

    private static int scale(JsonNode node, Facts known) {
        if (SqlTree.type(node).equals("COLUMN_REF")) {
            return known.scale(node);
        }
        int whole = Math.max(
                node.path("value").path("type").path("type_info").path("scale").asInt(0),
                node.path("cast_type").path("type_info").path("scale").asInt(0));
        boolean times = node.path("function_name").asText().equals("*");
        for (JsonNode child : node.path("children")) {
            whole = times ? whole + scale(child, known) : Math.max(whole, scale(child, known));
        }
        for (JsonNode check : node.path("case_checks")) {
            whole = Math.max(whole, scale(check.path("then_expr"), known));
        }
        return Math.max(whole, node.has("else_expr") ? scale(node.path("else_expr"), known) : 0);
    }

    private static Kind ofDate(JsonNode children, Function<JsonNode, Kind> kind) {
        JsonNode date = children.path(children.size() - 1);
        Kind of = kind.apply(date);
        boolean part = children.size() == 1
                || DATES.contains(children.path(0).path("value").path("value").asText());
        if (!part || (of != DATE && of != TIMESTAMP)) {
            return FAILING;
        }
        return WHOLE;
    }

    /// The beginning of a year or less: [Guard] leaves out days so far off that there is none.
    private static boolean isCut(JsonNode children, Function<JsonNode, Kind> kind) {
        return children.size() == 2
                && CUTS.contains(children.get(0).path("value").path("value").asText())
                && TIMES.contains(kind.apply(children.get(1)));
    }

    /// Of a text: numbers of characters are small constants.
    private static Kind piece(JsonNode children, Function<JsonNode, Kind> kind) {
        for (int i = 1; i < children.size(); i++) {
            JsonNode value = children.get(i).path("value").path("value");
            if (!value.canConvertToInt() || !value.isIntegralNumber()) {
                return FAILING;
            }
        }
        return kind.apply(children.path(0)) == TEXT ? TEXT : FAILING;
    }

    private static Kind decide(JsonNode children, Function<JsonNode, Kind> kind) {
        for (JsonNode child : children) {
            if (!kind.apply(child).decides()) {
                return FAILING;
            }
        }
        return TRUTH;
    }

    private static Kind alike(Iterable<JsonNode> children, Function<JsonNode, Kind> kind) {
        return together(children, kind) == FAILING ? FAILING : TRUTH;
    }

    private static Kind together(Iterable<JsonNode> children, Function<JsonNode, Kind> kind) {
        Kind whole = MISSING;
        for (JsonNode child : children) {
            whole = both(whole, kind.apply(child));
        }
        return whole;
    }

    /// What two of them are brought to without failing.
    private static Kind both(Kind a, Kind b) {
        if (a == b || b == MISSING) {
            return a;
        }
        if (a == MISSING) {
            return b;
        }
        boolean numbers = NUMBERS.contains(a) && NUMBERS.contains(b);
        return !numbers ? FAILING : a == DOUBLE || b == DOUBLE ? DOUBLE : DECIMAL;
    }
}
