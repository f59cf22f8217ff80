package org.vitrail.engine.pac;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// SQL as DuckDB's own parser sees it: no second grammar decides what a query means. [SqlText] is the way back.
final class SqlTree {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Fields that say where an expression stands or what it is called, not what it means.
    private static final Set<String> PLACES = Set.of("query_location", "alias");

    private final Connection connection;

    /// `SELECT` of nothing.
    private final ObjectNode empty;

    SqlTree(Connection connection) throws SQLException {
        this.connection = connection;
        empty = (ObjectNode) read(call("json_serialize_sql", "SELECT 1"))
                .path("statements")
                .get(0)
                .path("node");
    }

    /// The one SELECT of a text.
    ///
    /// @throws PacRefusedException if it is anything else
    ObjectNode parse(String sql) throws PacRefusedException, SQLException {
        JsonNode tree;
        try {
            tree = read(call("json_serialize_sql", sql));
        } catch (IllegalStateException e) { // 1e400 is written as no JSON has it
            throw new PacRefusedException("not a SELECT that can be read: expected finite numbers");
        }
        if (tree.path("error").asBoolean()) {
            String reason =
                    tree.path("error_message").asText().lines().findFirst().orElse("no reason given");
            throw new PacRefusedException(
                    reason.startsWith("Only SELECT")
                            ? "expected one SELECT, got another statement: nothing else is answered"
                            : "not a SELECT that DuckDB can read: " + reason);
        }
        JsonNode statements = tree.path("statements");
        if (statements.size() != 1 || !type(statements.get(0).path("node")).equals("SELECT_NODE")) {
            throw new PacRefusedException("expected one SELECT without UNION, INTERSECT or EXCEPT, got "
                    + (statements.size() == 1 ? "another" : statements.size() + " statements") + ": ask in parts");
        }
        return (ObjectNode) statements.get(0).path("node");
    }

    /// `SELECT … AS v`.
    private String text(JsonNode expression) throws SQLException {
        ObjectNode select = empty.deepCopy();
        select.putArray("select_list").add(named(expression, "v"));
        return written(select);
    }

    /// A SELECT, as DuckDB writes it.
    String written(ObjectNode select) throws SQLException {
        ObjectNode statement = JSON.createObjectNode();
        statement.set("node", select);
        statement.putArray("named_param_map");
        ObjectNode tree = JSON.createObjectNode();
        tree.put("error", false);
        tree.putArray("statements").add(statement);
        return call("json_deserialize_sql", tree.toString());
    }

    /// A copy with another alias.
    static ObjectNode named(JsonNode expression, String alias) {
        ObjectNode copy = expression.deepCopy();
        copy.put("alias", alias);
        return copy;
    }

    private static ObjectNode node(String kind, String type) {
        return JSON.createObjectNode()
                .put("class", kind)
                .put("type", type)
                .put("alias", "")
                .put("query_location", 0);
    }

    /// A reference to a column.
    static ObjectNode reference(String... names) {
        ObjectNode node = node("COLUMN_REF", "COLUMN_REF");
        ArrayNode parts = node.putArray("column_names");
        for (String name : names) {
            parts.add(name);
        }
        return node;
    }

    /// A constant of a type, for its value to be put in.
    private static ObjectNode constant(String type, Consumer<ObjectNode> value) {
        ObjectNode node = node("CONSTANT", "VALUE_CONSTANT");
        ObjectNode said = node.putObject("value");
        said.putObject("type").put("id", type).putNull("type_info");
        value.accept(said);
        return node;
    }

    /// The number 1.
    static ObjectNode one() {
        return whole(1);
    }

    /// A whole number.
    static ObjectNode whole(int x) {
        return constant("INTEGER", value -> value.put("is_null", false).put("value", x));
    }

    /// A day or a time, from a text that is one.
    ///
    /// @param type DATE or TIMESTAMP
    static ObjectNode time(String text, String type) {
        ObjectNode node = node("CAST", "OPERATOR_CAST");
        node.set(
                "child",
                constant("VARCHAR", value -> value.put("is_null", false).put("value", text)));
        node.putObject("cast_type").put("id", type).putNull("type_info");
        return node.put("try_cast", false);
    }

    /// A number.
    static ObjectNode number(double x) {
        return constant("DOUBLE", value -> value.put("is_null", false).put("value", x));
    }

    /// `CASE WHEN condition THEN value END`.
    static ObjectNode when(JsonNode condition, JsonNode value) {
        ObjectNode node = node("CASE", "CASE_EXPR");
        ObjectNode check = node.putArray("case_checks").addObject();
        check.set("when_expr", condition);
        check.set("then_expr", value);
        node.set("else_expr", constant("NULL", none -> none.put("is_null", true)));
        return node;
    }

    /// The value of `CASE WHEN condition THEN value END`, and of nothing else.
    static Optional<JsonNode> onlyWhen(JsonNode node) {
        boolean one = type(node).equals("CASE_EXPR")
                && node.path("case_checks").size() == 1
                && type(node.path("else_expr")).equals("VALUE_CONSTANT")
                && node.path("else_expr").path("value").path("is_null").asBoolean();
        return one ? Optional.of(node.path("case_checks").get(0).path("then_expr")) : Optional.empty();
    }

    /// `function(argument, …)`.
    static ObjectNode call(String function, JsonNode... arguments) {
        return function(function, false, arguments);
    }

    /// `left operator right`.
    static ObjectNode operation(String operator, JsonNode left, JsonNode right) {
        return function(operator, true, left, right);
    }

    private static ObjectNode function(String name, boolean operator, JsonNode... arguments) {
        ObjectNode node =
                node("FUNCTION", "FUNCTION").put("function_name", name).put("schema", "");
        ArrayNode children = node.putArray("children");
        for (JsonNode argument : arguments) {
            children.add(argument);
        }
        node.putNull("filter");
        node.putObject("order_bys").put("type", "ORDER_MODIFIER").putArray("orders");
        return node.put("distinct", false)
                .put("is_operator", operator)
                .put("export_state", false)
                .put("catalog", "");
    }

    /// `left compared with right`.
    static ObjectNode comparison(String type, JsonNode left, JsonNode right) {
        ObjectNode node = node("COMPARISON", type);
        node.set("left", left);
        node.set("right", right);
        return node;
    }

    /// All conditions together; one alone as it is.
    static ObjectNode all(List<ObjectNode> conditions) {
        if (conditions.size() == 1) {
            return conditions.getFirst();
        }
        ObjectNode node = node("CONJUNCTION", "CONJUNCTION_AND");
        node.putArray("children").addAll(conditions);
        return node;
    }

    /// A SELECT in FROM in place of a table there, with all else that is said of it.
    static ObjectNode derived(ObjectNode table, ObjectNode select, String alias) {
        ObjectNode node = table.deepCopy();
        node.remove(List.of("table_name", "schema_name", "catalog_name"));
        node.put("type", "SUBQUERY").put("alias", alias);
        ObjectNode subquery = node.putObject("subquery");
        subquery.set("node", select);
        subquery.putArray("named_param_map");
        return node;
    }

    /// An expression without columns as the value that it has.
    ///
    /// @throws SQLException if it has none
    JsonNode constant(JsonNode expression) throws SQLException {
        String text = text(expression);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT typeof(v), CAST(v AS VARCHAR) FROM (" + text + ")")) {
            rows.next();
            String value = rows.getString(2);
            String literal = value == null ? "NULL" : literal(value, rows.getString(1), type(expression));
            JsonNode node = read(call("json_serialize_sql", "SELECT " + literal))
                    .path("statements")
                    .path(0)
                    .path("node")
                    .path("select_list")
                    .path(0);
            return named(node, expression.path("alias").asText());
        }
    }

    private static String literal(String value, String type, String from) {
        boolean number = type.equals("INTEGER") || type.equals("BIGINT") || type.startsWith("DECIMAL");
        boolean day = type.equals("TIMESTAMP") && from.equals("FUNCTION") && value.endsWith(" 00:00:00");
        return number
                ? value
                : "CAST('"
                        + (day ? value.substring(0, value.length() - " 00:00:00".length()) : value).replace("'", "''")
                        + "' AS " + (day ? "DATE" : type) + ")"; // a date and an interval of days
    }

    /// An expression as a DOUBLE, or nothing where it is none.
    static ObjectNode real(JsonNode expression) {
        ObjectNode node = node("CAST", "OPERATOR_CAST");
        node.put("alias", expression.path("alias").asText());
        node.set("child", named(expression, ""));
        node.putObject("cast_type").put("id", "DOUBLE").putNull("type_info");
        node.put("try_cast", true);
        return node;
    }

    /// The parser's functions want a literal, not a parameter; in one, only the quote has a meaning.
    private String call(String function, String argument) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT " + function + "('" + argument.replace("'", "''") + "')")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("expected JSON from DuckDB's parser", e);
        }
    }

    static String type(JsonNode node) {
        return node.path("type").asText();
    }

    /// The last part of a column reference's name.
    static String column(JsonNode reference) {
        JsonNode names = reference.path("column_names");
        return names.get(names.size() - 1).asText();
    }

    /// What a column of a SELECT is called in the answer.
    static String name(JsonNode item, int at) {
        String alias = item.path("alias").asText();
        String column = type(item).equals("COLUMN_REF") ? column(item) : "column" + (at + 1);
        return alias.isEmpty() ? column : alias;
    }

    /// Whether two expressions read alike, wherever they stand and however they are named.
    static boolean same(JsonNode a, JsonNode b) {
        if (a instanceof ObjectNode left && b instanceof ObjectNode right) {
            return sameFields(left, right) && sameFields(right, left);
        }
        if (a.isArray() && b.isArray() && a.size() == b.size()) {
            for (int i = 0; i < a.size(); i++) {
                if (!same(a.get(i), b.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return a.equals(b);
    }

    private static boolean sameFields(ObjectNode a, ObjectNode b) {
        for (Map.Entry<String, JsonNode> field : a.properties()) {
            if (!PLACES.contains(field.getKey())) {
                JsonNode other = b.get(field.getKey());
                if (other == null || !same(field.getValue(), other)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Where an expression stands among others, behind them from now on if it was not among them.
    static <T extends JsonNode> int index(List<T> list, T wanted) {
        for (int i = 0; i < list.size(); i++) {
            if (same(list.get(i), wanted)) {
                return i;
            }
        }
        list.add(wanted);
        return list.size() - 1;
    }

    /// SELECTs inside expressions, without those inside of them.
    static List<ObjectNode> selects(JsonNode expressions) {
        if (type(expressions).equals("SUBQUERY")) {
            return List.of((ObjectNode) expressions);
        }
        List<ObjectNode> found = new ArrayList<>();
        for (JsonNode child : expressions) {
            if (child.isContainerNode()) {
                found.addAll(selects(child));
            }
        }
        return found;
    }

    /// Every object in a tree, parents first.
    static List<ObjectNode> objects(JsonNode tree) {
        List<ObjectNode> objects = new ArrayList<>();
        each(tree, objects::add);
        return objects;
    }

    /// Whether something holds of an object in a tree.
    static boolean any(JsonNode tree, Predicate<ObjectNode> holds) {
        if (tree instanceof ObjectNode object && holds.test(object)) {
            return true;
        }
        for (JsonNode child : tree) {
            if (child.isContainerNode() && any(child, holds)) {
                return true;
            }
        }
        return false;
    }

    /// Visits every object in a tree, parents first; it may change fields of the one that it visits, no others.
    static void each(JsonNode node, Consumer<ObjectNode> visit) {
        if (node instanceof ObjectNode object) {
            visit.accept(object);
        }
        for (JsonNode child : node) {
            if (child.isContainerNode()) {
                each(child, visit);
            }
        }
    }
}
