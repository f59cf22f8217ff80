package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Makes a query one that no row can make fail: that it did would tell of that row. What has no value for a row is
/// missing there instead; what could fail nonetheless is refused.
///
/// DuckDB's TRY is not used: it crashed the process when it went through rows one by one (1.5.6).
final class Guard {
    /// Computed in DOUBLE where they could overflow.
    static final Set<String> SIGNS = Set.of("+", "-", "*", "%");

    /// Mark of a sum or mean that adds up values in their order.
    static final String IN_ORDER = "in_order";

    /// Integers up to which a DOUBLE adds up exactly.
    private static final double EXACT = 0x1p53;

    /// Of numbers above 0, or not below.
    static final Set<String> POSITIVE = Set.of("sqrt", "ln", "log", "log10");

    private static final Set<String> REALS = Set.of("exp", "power", "pow", "round", "abs");

    private static final Pattern DAY = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");

    private final Known known;
    private final SqlTree tree;

    Guard(Known known, SqlTree tree) {
        this.known = known;
        this.tree = tree;
    }

    /// A resolved query: its rows, its keys, and the arguments of its aggregates.
    void outermost(ObjectNode root) throws PacRefusedException, SQLException {
        Scope scope = Scope.of(root, Optional.empty());
        rows(root, scope);
        list((ArrayNode) root.path("group_expressions"), scope);
        ArrayNode items = (ArrayNode) root.path("select_list");
        for (int i = 0; i < items.size(); i++) {
            if (Aggregates.in(items.get(i))) {
                items.set(i, Aggregates.unfiltered(items.get(i)));
                aggregates(items.get(i), scope, false);
            }
        }
    }

    private void list(ArrayNode list, Scope scope) throws PacRefusedException, SQLException {
        for (int i = 0; i < list.size(); i++) {
            list.set(i, safe(list.get(i), scope));
        }
    }

    private void select(ObjectNode select, Optional<Scope> outer) throws PacRefusedException, SQLException {
        Scope scope = Scope.of(select, outer);
        rows(select, scope);
        ArrayNode list = (ArrayNode) select.path("select_list");
        for (int i = 0; i < list.size(); i++) {
            list.set(i, Aggregates.unfiltered(list.get(i)));
            aggregates(list.get(i), scope, true);
            list.set(i, safe(list.get(i), scope));
        }
        for (JsonNode key : select.path("group_expressions")) { // DuckDB reads a number as a place in the list
            require(!isWithoutColumns(key), "GROUP BY with columns", "a constant");
        }
        list((ArrayNode) select.path("group_expressions"), scope);
        if (select.path("having").isObject()) {
            select.set("having", Aggregates.unfiltered(select.path("having")));
            aggregates(select.path("having"), scope, true);
            JsonNode having = safe(select.path("having"), scope);
            require(known.kind(having, scope).decides(), "conditions", "a value");
            select.set("having", having);
        }
    }

    /// The arguments of aggregates, as DOUBLE where they are added up or compared.
    ///
    /// @param within whether it is computed with: exact numbers would be exact sums, which overflow
    private void aggregates(JsonNode node, Scope scope, boolean within) throws PacRefusedException, SQLException {
        if (Aggregates.isAggregate(node)) {
            ArrayNode children = (ArrayNode) node.path("children");
            if (!children.isEmpty()) {
                JsonNode argument = safe(children.get(0), scope);
                Kind kind = known.kind(argument, scope);
                boolean counts = node.path("function_name").asText().startsWith("count");
                boolean asItIs = counts || kind == Kind.DOUBLE || (kind == Kind.DECIMAL && !within);
                boolean number = kind == Kind.TRUTH || Kind.NUMBERS.contains(kind);
                require(
                        counts || number,
                        "numbers within " + node.path("function_name").asText(),
                        "others");
                JsonNode value = asItIs ? argument : SqlTree.real(argument);
                boolean can = !counts && kind == Kind.DOUBLE && !known.isColumn(argument, scope);
                children.set(0, can ? finite(value) : value);
                if (within && !isExact(node, kind, known.range(argument, scope), scope)) {
                    ((ObjectNode) node).put(IN_ORDER, true);
                }
            }
            return;
        }
        for (JsonNode child : node) {
            aggregates(child, scope, within);
        }
    }

    /// Whether it comes out the same in any order of the rows. What DuckDB adds up in DOUBLE does not: its last bits
    /// hang
    /// on the order, which one row more may turn about for all units, and a condition can read them.
    private boolean isExact(JsonNode aggregate, Kind kind, Range range, Scope scope) {
        boolean whole = kind == Kind.WHOLE || kind == Kind.TRUTH;
        return !Set.of("sum", "avg").contains(aggregate.path("function_name").asText())
                || (whole && range.magnitude() * known.rows(scope) <= EXACT);
    }

    /// Without infinities and what is no number: a column within its bounds and exact numbers have none.
    private static JsonNode finite(JsonNode argument) {
        return SqlTree.when(SqlTree.call("isfinite", argument.deepCopy()), argument);
    }

    private void rows(ObjectNode select, Scope scope) throws PacRefusedException, SQLException {
        for (Scope.Source source : scope.sources) {
            if (source.derived().isPresent()) {
                select(source.derived().get(), Optional.empty());
            }
        }
        on(select.path("from_table"), scope);
        if (select.path("where_clause").isObject()) {
            select.set("where_clause", condition(select.path("where_clause"), scope));
        }
    }

    private void on(JsonNode from, Scope scope) throws PacRefusedException, SQLException {
        if (from instanceof ObjectNode join && SqlTree.type(from).equals("JOIN")) {
            on(join.path("left"), scope);
            on(join.path("right"), scope);
            if (join.path("condition").isObject()) {
                join.set("condition", condition(join.path("condition"), scope));
            }
        }
    }

    private JsonNode condition(JsonNode node, Scope scope) throws PacRefusedException, SQLException {
        String type = SqlTree.type(node);
        if (Set.of("CONJUNCTION_AND", "CONJUNCTION_OR", "OPERATOR_NOT").contains(type)) {
            ArrayNode children = (ArrayNode) node.path("children");
            for (int i = 0; i < children.size(); i++) {
                children.set(i, condition(children.get(i), scope));
            }
            return node;
        } else if (type.equals("SUBQUERY")) {
            select((ObjectNode) node.path("subquery").path("node"), Optional.of(scope));
            return node;
        } else if (SqlTree.type(node.path("right")).equals("SUBQUERY")) {
            JsonNode left = safe(node.path("left"), scope);
            boolean number = Kind.NUMBERS.contains(known.kind(left, scope));
            require(number, "a number compared with a count, sum or avg", "another value");
            ((ObjectNode) node).set("left", left);
            condition(node.path("right"), scope);
            return node;
        }
        JsonNode safe = safe(node, scope);
        require(known.kind(safe, scope).decides(), "conditions", "a value");
        return safe;
    }

    private JsonNode safe(JsonNode expression, Scope scope) throws PacRefusedException, SQLException {
        JsonNode safe = total(expression, scope);
        if (known.kind(safe, scope) == Kind.FAILING) {
            refuse(safe, scope);
        }
        return safe;
    }

    /// An expression that has a value, or none, for every row, as far as it can be written so.
    private JsonNode total(JsonNode node, Scope scope) throws PacRefusedException, SQLException {
        if (Aggregates.isAggregate(node) || SqlTree.type(node).equals("COLUMN_REF")) {
            return node;
        }
        if (isConstant(node)) {
            return isDay(node) ? node : folded(node);
        }
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                if (object.get(name).isContainerNode()) {
                    object.set(name, total(object.get(name), scope));
                }
            }
            if (SqlTree.type(node).equals("OPERATOR_CAST")) {
                object.put("try_cast", true);
            }
            return SqlTree.type(node).equals("FUNCTION") ? function(object, scope) : object;
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, total(array.get(i), scope));
            }
        }
        return node;
    }

    private JsonNode function(ObjectNode node, Scope scope) throws PacRefusedException {
        String name = node.path("function_name").asText();
        if (name.equals("date_trunc") && known.kind(node, scope) != Kind.FAILING) {
            return near(node, scope);
        }
        boolean positive = POSITIVE.contains(name);
        boolean overflows = (SIGNS.contains(name) || REALS.contains(name)) && known.kind(node, scope) == Kind.FAILING;
        if (!positive && !overflows) {
            return node;
        }
        ArrayNode children = (ArrayNode) node.path("children");
        int numbers = name.equals("round") ? 1 : children.size();
        for (int i = 0; i < numbers; i++) {
            Kind kind = known.kind(children.get(i), scope);
            if (kind == Kind.WHOLE || kind == Kind.DECIMAL) {
                children.set(i, SqlTree.real(children.get(i)));
            }
        }
        if (!positive || children.size() != 1) {
            return node;
        }
        String alias = node.path("alias").asText();
        String sign = name.equals("sqrt") ? "COMPARE_GREATERTHANOREQUALTO" : "COMPARE_GREATERTHAN";
        ObjectNode holds = SqlTree.comparison(sign, children.get(0).deepCopy(), SqlTree.number(0));
        return SqlTree.named(SqlTree.when(holds, SqlTree.named(node, "")), alias);
    }

    /// Of days that have a year of four digits: what a day far off begins with is no date or time any more. Of others
    /// there is nothing, and DuckDB does not see them: from the least and largest of a column it works out what
    /// date_trunc gives, and fails, whether or not a row comes to it.
    private JsonNode near(ObjectNode node, Scope scope) throws PacRefusedException {
        ArrayNode children = (ArrayNode) node.path("children");
        JsonNode day = children.get(1);
        require(known.isStored(day, scope), "date_trunc of a column of dates", "one of an expression");
        String type = known.kind(day, scope).name();
        ObjectNode first = SqlTree.time("0001-01-01", type);
        ObjectNode last = SqlTree.time("9999-12-31", type);
        ObjectNode holds = SqlTree.all(List.of(
                SqlTree.comparison("COMPARE_GREATERTHANOREQUALTO", day.deepCopy(), first),
                SqlTree.comparison("COMPARE_LESSTHAN", day.deepCopy(), last)));
        children.set(1, SqlTree.call("least", SqlTree.call("greatest", day, first.deepCopy()), last.deepCopy()));
        String alias = node.path("alias").asText();
        return SqlTree.named(SqlTree.when(holds, SqlTree.named(node, "")), alias);
    }

    /// A cast of a text to a date that it is.
    private static boolean isDay(JsonNode node) {
        JsonNode text = node.path("child").path("value").path("value");
        boolean date = node.path("cast_type").path("id").asText().equals("DATE");
        if (!date || !text.isTextual() || !DAY.matcher(text.asText()).matches()) {
            return false;
        }
        try {
            return LocalDate.parse(text.asText()).getYear() > 0;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    /// A function or a cast without columns.
    private static boolean isConstant(JsonNode node) {
        boolean computed =
                SqlTree.type(node).equals("FUNCTION") || SqlTree.type(node).equals("OPERATOR_CAST");
        return computed && isWithoutColumns(node) && !Aggregates.in(node);
    }

    private static boolean isWithoutColumns(JsonNode node) {
        String type = SqlTree.type(node);
        if (type.equals("COLUMN_REF") || type.equals("SUBQUERY")) {
            return false;
        }
        for (JsonNode child : node) {
            if (child.isContainerNode() && !isWithoutColumns(child)) {
                return false;
            }
        }
        return true;
    }

    /// Its value, as DuckDB computes it now: later it could fail for some rows only.
    private JsonNode folded(JsonNode node) throws PacRefusedException {
        try {
            return tree.constant(node);
        } catch (SQLException e) {
            throw new PacRefusedException("expected a constant that can be computed, got one that cannot: check dates,"
                    + " casts and numbers");
        }
    }

    /// Says where it may fail: at the innermost part that does.
    private void refuse(JsonNode node, Scope scope) throws PacRefusedException {
        for (JsonNode child : node) {
            if (!child.path("class").asText().isEmpty() && known.kind(child, scope) == Kind.FAILING) {
                refuse(child, scope);
            }
            for (JsonNode further : child.isArray() ? child : List.<JsonNode>of()) {
                boolean fails = !further.path("class").asText().isEmpty() && known.kind(further, scope) == Kind.FAILING;
                if (fails) {
                    refuse(further, scope);
                }
            }
        }
        String name = node.path("function_name").asText();
        require(
                false,
                "what can be computed for every row: numbers with numbers, texts with texts, dates with dates",
                name.isEmpty()
                        ? SqlTree.type(node).replace('_', ' ').toLowerCase(Locale.ROOT)
                        : name + "(…) of others");
    }

    private static void require(boolean holds, String expected, String got) throws PacRefusedException {
        if (!holds) {
            throw new PacRefusedException("expected " + expected + ", got " + got
                    + ": one row that fails would tell of itself; write TRY_CAST(… AS DOUBLE) or ask otherwise");
        }
    }
}
