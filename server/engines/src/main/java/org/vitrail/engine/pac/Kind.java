package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// What an expression gives, as far as it matters for whether computing it can fail on some row: a failure would tell
/// of that row.
enum Kind {
    /// Numbers with a fraction: they do not overflow.
    REAL,
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

    private static final double LARGEST = 1e12;
    private static final long DIGITS_MAX = 18;
    private static final long SCALE_MAX = 4;
    private static final int FACTORS_MAX = 4;

    private static final Set<String> LIKE = Set.of("~~", "!~~", "~~*", "!~~*", "contains", "starts_with");
    private static final Set<String> TEXTS = Set.of("lower", "upper", "trim", "||", "concat");
    private static final Set<String> PARTS = Set.of("year", "month", "day", "quarter");
    private static final Set<String> SIGNS = Set.of("+", "-", "*");

    /// Of a column by its DuckDB type.
    static Kind of(String type) {
        return switch (type) {
            case "DOUBLE", "FLOAT" -> REAL;
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT" -> WHOLE;
            case "VARCHAR" -> TEXT;
            case "DATE" -> DATE;
            case "TIMESTAMP" -> TIMESTAMP;
            case "BOOLEAN" -> TRUTH;
            default -> type.startsWith("DECIMAL(") && isShort(type) ? REAL : FAILING;
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
    /// @param columns the kind of a reference
    /// @param range what a number lies in
    static Kind of(JsonNode node, Function<JsonNode, Kind> columns, Function<JsonNode, Range> range) {
        Function<JsonNode, Kind> kind = child -> of(child, columns, range);
        return switch (node.path("class").asText()) {
            case "COLUMN_REF" -> columns.apply(node);
            case "CONSTANT" -> constant(node);
            case "CAST" -> cast(node, kind);
            case "COMPARISON" -> alike(List.of(node.path("left"), node.path("right")), kind, TRUTH);
            case "BETWEEN" -> alike(List.of(node.path("input"), node.path("lower"), node.path("upper")), kind, TRUTH);
            case "CONJUNCTION" -> all(node.path("children"), kind, TRUTH) ? TRUTH : FAILING;
            case "CASE" -> cases(node, kind);
            case "OPERATOR" -> operator(node, kind);
            case "FUNCTION" -> function(node, kind, range);
            default -> FAILING;
        };
    }

    private static Kind constant(JsonNode node) {
        if (node.path("value").path("is_null").asBoolean()) {
            return MISSING;
        }
        String type = node.path("value").path("type").path("id").asText();
        return type.equals("DECIMAL") ? REAL : of(type);
    }

    private static Kind cast(JsonNode node, Function<JsonNode, Kind> kind) {
        boolean safe = node.path("try_cast").asBoolean() && kind.apply(node.path("child")) != FAILING;
        String type = node.path("cast_type").path("id").asText();
        return safe && !type.equals("DECIMAL") ? of(type) : FAILING;
    }

    private static Kind cases(JsonNode node, Function<JsonNode, Kind> kind) {
        Kind whole = kind.apply(node.path("else_expr"));
        for (JsonNode check : node.path("case_checks")) {
            boolean decides = kind.apply(check.path("when_expr")) == TRUTH;
            whole = decides ? both(whole, kind.apply(check.path("then_expr"))) : FAILING;
        }
        return whole;
    }

    private static Kind operator(JsonNode node, Function<JsonNode, Kind> kind) {
        JsonNode children = node.path("children");
        return switch (SqlTree.type(node)) {
            case "COMPARE_IN", "COMPARE_NOT_IN" -> alike(children, kind, TRUTH);
            case "OPERATOR_NOT" -> all(children, kind, TRUTH) ? TRUTH : FAILING;
            case "OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL" -> alike(children, kind, TRUTH);
            case "OPERATOR_COALESCE" -> together(children, kind);
            default -> FAILING;
        };
    }

    private static Kind function(JsonNode node, Function<JsonNode, Kind> kind, Function<JsonNode, Range> range) {
        String name = node.path("function_name").asText();
        JsonNode children = node.path("children");
        if (Aggregates.isAggregate(node)) { // of what cannot fail
            return name.startsWith("count") ? WHOLE : REAL;
        }
        Kind whole = together(children, kind);
        if (LIKE.contains(name)) {
            return whole == TEXT ? TRUTH : FAILING;
        } else if (TEXTS.contains(name)) {
            return whole == TEXT ? TEXT : FAILING;
        } else if (name.equals("length")) {
            return whole == TEXT ? WHOLE : FAILING;
        } else if (Set.of("substring", "substr", "left", "right").contains(name)) {
            return piece(children, kind);
        } else if (name.equals("date_part") && children.size() == 2) {
            boolean named =
                    PARTS.contains(children.get(0).path("value").path("value").asText());
            return named && kind.apply(children.get(1)) == DATE ? WHOLE : FAILING;
        } else if (PARTS.contains(name) && children.size() == 1) {
            return whole == DATE ? WHOLE : FAILING;
        } else if (name.equals("/") && children.size() == 2) {
            return whole == REAL || whole == WHOLE ? REAL : FAILING;
        } else if (SIGNS.contains(name) && whole == REAL) {
            Range of = range.apply(node);
            boolean small = Math.max(Math.abs(of.low()), Math.abs(of.high())) <= LARGEST;
            return small && factors(node) <= FACTORS_MAX ? REAL : FAILING;
        } else if (Set.of("least", "greatest", "abs", "floor", "ceil", "ceiling")
                .contains(name)) {
            return whole == REAL ? REAL : FAILING;
        }
        return FAILING;
    }

    /// Of a text: numbers of characters are small constants.
    private static Kind piece(JsonNode children, Function<JsonNode, Kind> kind) {
        for (int i = 1; i < children.size(); i++) {
            JsonNode value = children.get(i).path("value").path("value");
            if (!value.canConvertToInt() || !value.isIntegralNumber()) {
                return FAILING;
            }
        }
        return children.size() > 0 && kind.apply(children.get(0)) == TEXT ? TEXT : FAILING;
    }

    /// How many decimals are multiplied at most: their digits add up.
    private static int factors(JsonNode node) {
        if (SqlTree.type(node).equals("COLUMN_REF")
                || node.path("value").path("type").path("id").asText().equals("DECIMAL")) {
            return 1;
        }
        boolean times = node.path("function_name").asText().equals("*");
        int whole = 0;
        for (JsonNode child : node.isArray() ? node : node.path("children")) {
            whole = times ? whole + factors(child) : Math.max(whole, factors(child));
        }
        for (JsonNode check : node.path("case_checks")) {
            whole = Math.max(whole, factors(check.path("then_expr")));
        }
        return Math.max(whole, node.has("else_expr") ? factors(node.path("else_expr")) : 0);
    }

    private static boolean all(JsonNode children, Function<JsonNode, Kind> kind, Kind wanted) {
        for (JsonNode child : children) {
            if (kind.apply(child) != wanted) {
                return false;
            }
        }
        return true;
    }

    private static Kind alike(Iterable<JsonNode> children, Function<JsonNode, Kind> kind, Kind result) {
        return together(children, kind) == FAILING ? FAILING : result;
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
        return Set.of(a, b).equals(Set.of(REAL, WHOLE)) ? REAL : FAILING;
    }
}
