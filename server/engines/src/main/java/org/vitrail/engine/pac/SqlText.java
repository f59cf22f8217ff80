package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// A query as text, from the forms that [Grammar] lets through: each expression in parentheses, each name quoted.
/// DuckDB's own `json_deserialize_sql` does the same in ten times the time; the tests hold them against each other.
final class SqlText {
    private static final Map<String, String> SIGNS = Map.of(
            "COMPARE_EQUAL", "=",
            "COMPARE_NOTEQUAL", "<>",
            "COMPARE_LESSTHAN", "<",
            "COMPARE_GREATERTHAN", ">",
            "COMPARE_LESSTHANOREQUALTO", "<=",
            "COMPARE_GREATERTHANOREQUALTO", ">=",
            "COMPARE_DISTINCT_FROM", "IS DISTINCT FROM",
            "COMPARE_NOT_DISTINCT_FROM", "IS NOT DISTINCT FROM");

    private SqlText() {}

    /// A SELECT.
    static String select(JsonNode select) {
        String text = "SELECT " + list(select.path("select_list")) + rows(select);
        if (!select.path("group_expressions").isEmpty()) {
            text += " GROUP BY " + expressions(select.path("group_expressions"));
        }
        return isThere(select.path("having")) ? text + " HAVING " + expression(select.path("having")) : text;
    }

    /// Expressions with their aliases.
    static String list(Iterable<JsonNode> items) {
        StringJoiner list = new StringJoiner(", ");
        for (JsonNode item : items) {
            String alias = item.path("alias").asText();
            list.add(expression(item) + (alias.isEmpty() ? "" : " AS " + PacDatabase.quoted(alias)));
        }
        return list.toString();
    }

    /// FROM and WHERE.
    static String rows(JsonNode select) {
        JsonNode from = select.path("from_table");
        String text = SqlTree.type(from).equals("EMPTY") ? "" : " FROM " + from(from);
        return isThere(select.path("where_clause")) ? text + " WHERE " + expression(select.path("where_clause")) : text;
    }

    private static boolean isThere(JsonNode node) {
        return node.isObject();
    }

    private static String from(JsonNode from) {
        return switch (SqlTree.type(from)) {
            case "BASE_TABLE" -> {
                String schema = from.path("schema_name").asText();
                String name = PacDatabase.quoted(from.path("table_name").asText());
                yield (schema.isEmpty() ? "" : PacDatabase.quoted(schema) + ".") + name + alias(from);
            }
            case "SUBQUERY" -> "(" + select(from.path("subquery").path("node")) + ")" + alias(from);
            case "JOIN" -> {
                boolean on = isThere(from.path("condition"));
                String kind = on ? from.path("join_type").asText() : "CROSS";
                yield "(" + from(from.path("left")) + " " + kind + " JOIN " + from(from.path("right"))
                        + (on ? " ON " + expression(from.path("condition")) : "") + ")";
            }
            default -> throw unknown(SqlTree.type(from));
        };
    }

    private static String alias(JsonNode from) {
        String alias = from.path("alias").asText();
        return alias.isEmpty() ? "" : " AS " + PacDatabase.quoted(alias);
    }

    private static IllegalStateException unknown(String what) {
        return new IllegalStateException("expected a form that the grammar lets through, got " + what);
    }

    private static String expressions(JsonNode nodes) {
        StringJoiner list = new StringJoiner(", ");
        nodes.forEach(node -> list.add(expression(node)));
        return list.toString();
    }

    private static String expression(JsonNode node) {
        return switch (node.path("class").asText()) {
            case "COLUMN_REF" -> {
                StringJoiner parts = new StringJoiner(".");
                node.path("column_names").forEach(part -> parts.add(PacDatabase.quoted(part.asText())));
                yield parts.toString();
            }
            case "CONSTANT" -> constant(node.path("value"));
            case "FUNCTION" -> function(node);
            case "CASE" -> {
                StringBuilder text = new StringBuilder("(CASE");
                for (JsonNode check : node.path("case_checks")) {
                    text.append(" WHEN ")
                            .append(expression(check.path("when_expr")))
                            .append(" THEN ")
                            .append(expression(check.path("then_expr")));
                }
                yield text + " ELSE " + expression(node.path("else_expr")) + " END)";
            }
            case "CAST" ->
                (node.path("try_cast").asBoolean() ? "TRY_CAST(" : "CAST(") + expression(node.path("child")) + " AS "
                        + type(node.path("cast_type")) + ")";
            case "COMPARISON" ->
                "(" + expression(node.path("left")) + " " + SIGNS.get(SqlTree.type(node)) + " "
                        + expression(node.path("right")) + ")";
            case "CONJUNCTION" ->
                joined(node.path("children"), SqlTree.type(node).equals("CONJUNCTION_AND") ? " AND " : " OR ");
            case "BETWEEN" ->
                "(" + expression(node.path("input")) + " BETWEEN " + expression(node.path("lower")) + " AND "
                        + expression(node.path("upper")) + ")";
            case "OPERATOR" -> operator(node);
            case "SUBQUERY" -> subquery(node);
            default -> throw unknown(SqlTree.type(node));
        };
    }

    private static String joined(JsonNode children, String between) {
        StringJoiner list = new StringJoiner(between, "(", ")");
        children.forEach(child -> list.add(expression(child)));
        return list.toString();
    }

    private static String type(JsonNode type) {
        JsonNode info = type.path("type_info");
        String id = type.path("id").asText();
        return id.equals("DECIMAL") && info.has("width")
                ? id + "(" + info.path("width").asInt() + ", "
                        + info.path("scale").asInt() + ")"
                : id;
    }

    private static String constant(JsonNode value) {
        String type = value.path("type").path("id").asText();
        JsonNode said = value.path("value");
        if (value.path("is_null").asBoolean()) {
            return "NULL";
        }
        return switch (type) {
            case "VARCHAR" -> "'" + said.asText().replace("'", "''") + "'";
            case "DECIMAL" -> {
                int scale = value.path("type").path("type_info").path("scale").asInt();
                yield "(" + new BigDecimal(said.bigIntegerValue(), scale).toPlainString() + ")";
            }
            case "DOUBLE" -> "CAST('" + said.asDouble() + "' AS DOUBLE)";
            case "BOOLEAN" -> "CAST('" + said.asText() + "' AS BOOLEAN)";
            case "TINYINT", "SMALLINT", "INTEGER", "BIGINT" -> "(" + said.asLong() + ")";
            default -> throw unknown("a constant of " + type);
        };
    }

    private static String function(JsonNode node) {
        String name = node.path("function_name").asText();
        JsonNode children = node.path("children");
        if (node.path("filter").isObject()
                || !node.path("order_bys").path("orders").isEmpty()) {
            throw unknown("FILTER or ORDER BY within a function");
        }
        if (node.path("is_operator").asBoolean()) {
            return children.size() == 2
                    ? joined(children, " " + name + " ")
                    : "(" + name + " " + expressions(children) + ")";
        }
        String distinct = node.path("distinct").asBoolean() ? "DISTINCT " : "";
        return name.equals("count_star")
                ? "count(*)"
                : PacDatabase.quoted(name) + "(" + distinct + expressions(children)
                        + (node.path(Guard.IN_ORDER).asBoolean() ? " ORDER BY " + expressions(children) : "") + ")";
    }

    private static String operator(JsonNode node) {
        List<JsonNode> children = new ArrayList<>();
        node.path("children").forEach(children::add);
        String first = expression(children.getFirst());
        return switch (SqlTree.type(node)) {
            case "COMPARE_IN", "COMPARE_NOT_IN" -> {
                String not = SqlTree.type(node).equals("COMPARE_IN") ? "" : "NOT ";
                yield "(" + first + " " + not + "IN (" + list(children.subList(1, children.size())) + "))";
            }
            case "OPERATOR_NOT" -> "(NOT " + first + ")";
            case "OPERATOR_IS_NULL" -> "(" + first + " IS NULL)";
            case "OPERATOR_IS_NOT_NULL" -> "(" + first + " IS NOT NULL)";
            case "OPERATOR_COALESCE" -> "COALESCE(" + list(children) + ")";
            default -> throw unknown(SqlTree.type(node));
        };
    }

    private static String subquery(JsonNode node) {
        String select = "(" + select(node.path("subquery").path("node")) + ")";
        return switch (node.path("subquery_type").asText()) {
            case "EXISTS" -> "(EXISTS " + select + ")";
            case "ANY" -> "(" + expression(node.path("child")) + " IN " + select + ")";
            default -> throw unknown("a number in a condition");
        };
    }
}
