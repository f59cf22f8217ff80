package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The forms of SQL that are answered: a list of what may stand where. Whatever DuckDB's parser knows besides, now or
/// later, is refused because it is not in the list, whether or not anybody thought of it.
///
/// A field of a node that is not named here has to be empty.
final class Grammar {
    private static final Set<String> PLACES = Set.of("class", "type", "alias", "query_location");

    private static final Set<String> COMPARISONS = Set.of(
            "COMPARE_EQUAL",
            "COMPARE_NOTEQUAL",
            "COMPARE_LESSTHAN",
            "COMPARE_GREATERTHAN",
            "COMPARE_LESSTHANOREQUALTO",
            "COMPARE_GREATERTHANOREQUALTO",
            "COMPARE_DISTINCT_FROM",
            "COMPARE_NOT_DISTINCT_FROM");

    private static final Set<String> OPERATORS = Set.of(
            "COMPARE_IN",
            "COMPARE_NOT_IN",
            "OPERATOR_NOT",
            "OPERATOR_IS_NULL",
            "OPERATOR_IS_NOT_NULL",
            "OPERATOR_COALESCE");

    private static final Set<String> TYPES = Set.of(
            "BOOLEAN",
            "TINYINT",
            "SMALLINT",
            "INTEGER",
            "BIGINT",
            "DECIMAL",
            "FLOAT",
            "DOUBLE",
            "VARCHAR",
            "DATE",
            "TIMESTAMP");

    /// What fields of the tree are called in SQL.
    private static final Map<String, String> READ = Map.of(
            "column_name_alias", "other names of columns behind a table's alias",
            "cte_map", "WITH",
            "columns", "COLUMNS(…)",
            "expr", "COLUMNS(…)",
            "using_columns", "USING",
            "at_clause", "AT");

    /// What is known of a column is found anew at each level.
    private static final int DEPTH_MAX = 3;

    /// Where a SELECT stands.
    enum Place {
        /// The query itself.
        OUTERMOST,
        /// In FROM.
        FROM,
        /// In a condition.
        CONDITION,
        /// Anywhere in a query of public tables alone.
        PUBLIC
    }

    private final PacSchema schema;

    Grammar(PacSchema schema) {
        this.schema = schema;
    }

    /// @throws PacRefusedException if anything else stands in it
    void check(JsonNode root) throws PacRefusedException {
        select(root, schema.protects(root) ? Place.OUTERMOST : Place.PUBLIC, 0);
    }

    private void select(JsonNode select, Place place, int depth) throws PacRefusedException {
        require(SqlTree.type(select).equals("SELECT_NODE"), "one SELECT", SqlTree.type(select));
        require(depth <= DEPTH_MAX, "SELECTs in each other to a depth of " + DEPTH_MAX, "more");
        only(
                select,
                "modifiers",
                "cte_map",
                "select_list",
                "from_table",
                "where_clause",
                "group_expressions",
                "group_sets",
                "aggregate_handling",
                "having");
        require(select.path("cte_map").path("map").isEmpty(), "SELECTs in FROM, (SELECT …) AS t", "WITH");
        require(
                select.path("aggregate_handling").asText().equals("STANDARD_HANDLING"),
                "GROUP BY with columns",
                select.path("aggregate_handling").asText());
        groups(select);
        boolean any = place == Place.PUBLIC;
        boolean open = any || place == Place.OUTERMOST;
        require(open || select.path("modifiers").isEmpty(), "ORDER BY and LIMIT outermost only", "them further in");
        for (JsonNode modifier : select.path("modifiers")) {
            modifier(modifier, place);
        }
        for (JsonNode item : select.path("select_list")) {
            boolean star = SqlTree.type(item).equals("STAR");
            if (star && (any || place == Place.CONDITION)) { // there it stands for that there is a row
                only(item, "relation_name");
            } else {
                require(!star, "named columns (list those that are used)", "*");
                expression(item, any);
                require(place != Place.FROM || isSimple(item), "count, sum, avg, min or max in FROM", "others");
            }
        }
        from(select.path("from_table"), place, depth);
        condition(select.path("where_clause"), place, depth);
        for (JsonNode group : select.path("group_expressions")) {
            expression(group, any);
        }
        if (!select.path("having").isNull()) {
            expression(select.path("having"), any);
            require(any || isSimple(select.path("having")), "count, sum, avg, min or max in FROM", "others");
        }
    }

    /// Without aggregates that DuckDB gives up on for some numbers.
    private static boolean isSimple(JsonNode expression) {
        List<JsonNode> others = new ArrayList<>();
        SqlTree.each(expression, node -> {
            if (Aggregates.isAggregate(node)
                    && !Set.of("count", "count_star", "sum", "avg", "min", "max")
                            .contains(node.path("function_name").asText())) {
                others.add(node);
            }
        });
        return others.isEmpty();
    }

    /// One GROUP BY, by all that stand in it.
    private static void groups(JsonNode select) throws PacRefusedException {
        int keys = select.path("group_expressions").size();
        JsonNode sets = select.path("group_sets");
        boolean plain =
                keys == 0 ? sets.isEmpty() : sets.size() == 1 && sets.get(0).size() == keys;
        for (int i = 0; plain && i < keys; i++) {
            plain = sets.get(0).get(i).asInt(-1) == i;
        }
        require(plain, "one GROUP BY, each column once", "several grouping sets, or a column twice: ask for each");
    }

    private void modifier(JsonNode modifier, Place place) throws PacRefusedException {
        boolean any = place == Place.PUBLIC;
        switch (SqlTree.type(modifier)) {
            case "ORDER_MODIFIER" -> {
                only(modifier, "orders");
                for (JsonNode order : modifier.path("orders")) {
                    only(order, "null_order", "expression");
                    expression(order.path("expression"), any);
                }
            }
            case "LIMIT_MODIFIER" -> only(modifier, "limit", "offset");
            case "DISTINCT_MODIFIER" -> require(any, "ORDER BY and LIMIT only: group instead of", "DISTINCT");
            default -> require(false, "ORDER BY and LIMIT only", SqlTree.type(modifier));
        }
    }

    private void from(JsonNode from, Place place, int depth) throws PacRefusedException {
        switch (SqlTree.type(from)) {
            case "EMPTY" -> only(from);
            case "BASE_TABLE" -> only(from, "table_name");
            case "SUBQUERY" -> {
                only(from, "subquery", "column_name_alias");
                require(!from.path("alias").asText().isEmpty(), "a name for each SELECT in FROM", "none");
                require(place != Place.CONDITION, "tables in FROM of a condition", "a SELECT");
                JsonNode inner = from.path("subquery").path("node");
                select(inner, place == Place.PUBLIC ? Place.PUBLIC : Place.FROM, depth + 1);
            }
            case "JOIN" -> {
                only(from, "left", "right", "condition", "join_type", "ref_type");
                require(
                        Set.of("INNER", "LEFT").contains(from.path("join_type").asText()),
                        "inner or left joins",
                        from.path("join_type").asText());
                require(
                        Set.of("REGULAR", "CROSS")
                                .contains(from.path("ref_type").asText()),
                        "joins by conditions",
                        from.path("ref_type").asText());
                boolean left = from.path("join_type").asText().equals("LEFT");
                boolean nested = SqlTree.type(from.path("right")).equals("JOIN");
                require(!left || !nested || place == Place.PUBLIC, "LEFT JOIN with one table", "one with a join");
                from(from.path("left"), place, depth);
                from(from.path("right"), place, depth);
                if (!from.path("condition").isNull()) {
                    expression(from.path("condition"), place == Place.PUBLIC);
                }
            }
            default -> require(false, "tables, joins and SELECTs in FROM", SqlTree.type(from));
        }
    }

    /// SELECTs may stand where they decide whether a row counts.
    private void condition(JsonNode node, Place place, int depth) throws PacRefusedException {
        boolean any = place == Place.PUBLIC;
        switch (SqlTree.type(node)) {
            case "" -> require(node.isNull() || node.isMissingNode(), "a condition", "something else");
            case "CONJUNCTION_AND", "CONJUNCTION_OR", "OPERATOR_NOT" -> {
                only(node, "children");
                for (JsonNode child : node.path("children")) {
                    condition(child, place, depth);
                }
            }
            case "SUBQUERY" -> subquery(node, place, depth);
            default -> {
                if (COMPARISONS.contains(SqlTree.type(node)) && isSelect(node.path("right"))) {
                    only(node, "left", "right");
                    expression(node.path("left"), any);
                    subquery(node.path("right"), place, depth);
                } else {
                    expression(node, any);
                }
            }
        }
    }

    private static boolean isSelect(JsonNode node) {
        return SqlTree.type(node).equals("SUBQUERY");
    }

    private void subquery(JsonNode node, Place place, int depth) throws PacRefusedException {
        boolean any = place == Place.PUBLIC;
        only(node, "subquery_type", "subquery", "child", "comparison_type");
        String kind = node.path("subquery_type").asText();
        require(any || place != Place.CONDITION, "a condition without SELECTs within", "one");
        require(Set.of("EXISTS", "ANY", "SCALAR").contains(kind), "EXISTS, IN or a comparison", kind);
        boolean within = kind.equals("ANY");
        require(
                node.path("comparison_type").asText().equals(within ? "COMPARE_EQUAL" : "INVALID"),
                "IN or EXISTS",
                node.path("comparison_type").asText());
        if (within) {
            expression(node.path("child"), any);
        } else {
            require(node.path("child").isNull(), "EXISTS or a comparison", "another");
        }
        require(node.path("subquery").path("named_param_map").isEmpty(), "no parameters", "some");
        select(node.path("subquery").path("node"), any ? place : Place.CONDITION, depth + 1);
    }

    private void expression(JsonNode node, boolean any) throws PacRefusedException {
        switch (node.path("class").asText()) {
            case "COLUMN_REF" -> {
                only(node, "column_names");
                require(node.path("column_names").size() <= 2, "columns as COLUMN or TABLE.COLUMN", "more parts");
            }
            case "CONSTANT" -> only(node, "value");
            case "FUNCTION" -> function(node, any);
            case "CASE" -> {
                only(node, "case_checks", "else_expr");
                for (JsonNode check : node.path("case_checks")) {
                    only(check, "when_expr", "then_expr");
                    expression(check.path("when_expr"), any);
                    expression(check.path("then_expr"), any);
                }
                expression(node.path("else_expr"), any);
            }
            case "CAST" -> {
                only(node, "child", "cast_type", "try_cast");
                String type = node.path("cast_type").path("id").asText();
                require(
                        TYPES.contains(type),
                        "casts to one of " + TYPES.stream().sorted().toList(),
                        type);
                expression(node.path("child"), any);
            }
            case "COMPARISON" -> {
                only(node, "left", "right");
                require(COMPARISONS.contains(SqlTree.type(node)), "a comparison", SqlTree.type(node));
                expression(node.path("left"), any);
                expression(node.path("right"), any);
            }
            case "CONJUNCTION" -> {
                only(node, "children");
                children(node, any);
            }
            case "BETWEEN" -> {
                only(node, "input", "lower", "upper");
                expression(node.path("input"), any);
                expression(node.path("lower"), any);
                expression(node.path("upper"), any);
            }
            case "OPERATOR" -> {
                only(node, "children");
                require(OPERATORS.contains(SqlTree.type(node)), "plain expressions", SqlTree.type(node));
                children(node, any);
            }
            case "SUBQUERY" -> {
                require(any, "SELECTs in FROM and as conditions in WHERE only", "one within an expression");
                subquery(node, Place.PUBLIC, 1);
            }
            default -> require(false, "plain expressions", SqlTree.type(node));
        }
    }

    private void children(JsonNode node, boolean any) throws PacRefusedException {
        for (JsonNode child : node.path("children")) {
            expression(child, any);
        }
    }

    /// Which functions there are is for [QueryRules].
    private void function(JsonNode node, boolean any) throws PacRefusedException {
        only(node, "function_name", "schema", "children", "filter", "order_bys", "distinct", "is_operator");
        String schema = node.path("schema").asText();
        require(Set.of("", "main").contains(schema), "functions by their plain names", schema);
        require(node.path("order_bys").path("orders").isEmpty(), "no ORDER BY within a function", "one");
        boolean counts = node.path("function_name").asText().equals("count");
        boolean two = node.path("function_name").asText().equals("quantile_cont");
        boolean constant = SqlTree.type(node.path("children").path(1)).equals("VALUE_CONSTANT");
        require(
                any
                        || !Aggregates.isAggregate(node)
                        || (two
                                ? constant && node.path("children").size() == 2
                                : node.path("children").size() <= 1),
                "one column within an aggregate, and a number behind it in quantile_cont",
                "others");
        require(
                any || counts || !node.path("distinct").asBoolean(),
                "DISTINCT in count(DISTINCT …) only",
                node.path("function_name").asText() + "(DISTINCT …)");
        if (!node.path("filter").isNull()) {
            require(any || Aggregates.isAggregate(node), "FILTER behind aggregates", "one elsewhere");
            expression(node.path("filter"), any);
        }
        for (JsonNode child : node.path("children")) {
            require(any || !Aggregates.isAggregate(node) || !Aggregates.in(child), "no aggregate in another", "one");
            expression(child, any);
        }
    }

    /// All other fields hold nothing.
    private static void only(JsonNode node, String... fields) throws PacRefusedException {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey();
            if (!isNothing(field.getValue())
                    && !PLACES.contains(name)
                    && !Arrays.asList(fields).contains(name)) {
                require(
                        false,
                        "a query of SELECT, joins with ON, WHERE and GROUP BY",
                        READ.getOrDefault(name, name.replace('_', ' ').toUpperCase(Locale.ROOT)));
            }
        }
    }

    private static boolean isNothing(JsonNode value) {
        return value.isNull()
                || (value.isBoolean() && !value.asBoolean())
                || (value.isTextual() && value.asText().isEmpty())
                || (value.isContainerNode() && value.isEmpty());
    }

    private static void require(boolean holds, String expected, String got) throws PacRefusedException {
        if (!holds) {
            throw new PacRefusedException("expected " + expected + ", got " + got + ": ask in a simpler form");
        }
    }
}
