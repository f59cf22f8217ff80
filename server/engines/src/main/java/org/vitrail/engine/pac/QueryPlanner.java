package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vitrail.engine.pac.WorldQuery.Column;

/// Decides how a query is answered, or why not, from its text and the declarations alone.
final class QueryPlanner {
    private final PacSchema schema;
    private final Map<String, Set<String>> columns;
    private final SqlTree tree;
    private final QueryRules rules;
    private final Masks masks;

    /// @param columns names of every table's columns, in lower case
    QueryPlanner(PacSchema schema, Map<String, Set<String>> columns, SqlTree tree) {
        this.schema = schema;
        this.columns = columns;
        this.tree = tree;
        rules = new QueryRules(schema, columns);
        masks = new Masks(schema, columns, tree);
    }

    /// @throws PacRefusedException why it is not answered
    WorldQuery plan(String sql) throws PacRefusedException, SQLException {
        ObjectNode root = tree.parse(sql);
        rules.checkWords(root);
        if (!masks.protects(root)) {
            return new WorldQuery.Plain(sql);
        }
        rules.checkShape(root);
        Scope scope = Scope.of(root, Optional.empty());
        List<JsonNode> keys = keys(root, scope);
        for (JsonNode key : keys) {
            rules.checkKey(key, scope);
        }
        Aggregates aggregates = new Aggregates(tree);
        List<Column> output = new ArrayList<>();
        JsonNode items = root.path("select_list");
        for (int i = 0; i < items.size(); i++) {
            output.add(column(items.get(i), i, keys, aggregates));
        }
        if (aggregates.all().isEmpty()) {
            throw new PacRefusedException("the query puts out rows, not aggregates: ask for SUM, COUNT, AVG, MIN or MAX"
                    + " over groups of at least " + schema.unitsMin() + " " + schema.unit() + " rows");
        }
        for (ObjectNode aggregate : aggregates.all()) {
            rules.checkBounds(aggregate, scope);
        }
        String order = order(root, items);
        List<String> keyTexts = new ArrayList<>();
        for (JsonNode key : keys) {
            keyTexts.add(tree.expression(key));
        }
        if (aggregates.inParts()) {
            Optional<WorldQuery> once = onePass(root, keyTexts, aggregates, output, order);
            if (once.isPresent()) {
                return once.get();
            }
        }
        return eachWorld(root, keyTexts, aggregates, output, order);
    }

    /// The group expressions, with ordinals and names of columns replaced by what they stand for.
    private List<JsonNode> keys(ObjectNode root, Scope scope) {
        List<JsonNode> keys = new ArrayList<>();
        JsonNode items = root.path("select_list");
        for (JsonNode group : root.path("group_expressions")) {
            JsonNode key = group;
            if (SqlTree.type(group).equals("VALUE_CONSTANT")) {
                key = items.path(group.path("value").path("value").asInt() - 1);
            } else if (SqlTree.type(group).equals("COLUMN_REF")
                    && scope.find(group, columns).isEmpty()) {
                for (JsonNode item : items) {
                    key = item.path("alias").asText().equalsIgnoreCase(SqlTree.column(group)) ? item : key;
                }
            }
            keys.add(key);
        }
        return keys;
    }

    private Column column(JsonNode item, int at, List<JsonNode> keys, Aggregates aggregates)
            throws PacRefusedException, SQLException {
        String alias = item.path("alias").asText();
        String name = !alias.isEmpty()
                ? alias
                : SqlTree.type(item).equals("COLUMN_REF") ? SqlTree.column(item) : "column" + (at + 1);
        if (Aggregates.in(item)) {
            return new Column(name, -1, aggregates.without(item));
        }
        for (int k = 0; k < keys.size(); k++) {
            boolean named = SqlTree.type(item).equals("COLUMN_REF")
                    && SqlTree.type(keys.get(k)).equals("COLUMN_REF")
                    && SqlTree.column(item).equalsIgnoreCase(SqlTree.column(keys.get(k)));
            if (named || SqlTree.same(item, keys.get(k))) {
                return new Column(name, k, "");
            }
        }
        throw new PacRefusedException("column '" + name + "' is neither a key of the groups nor an aggregate: rows of one "
                + schema.unit() + " are not put out");
    }

    private Optional<WorldQuery> onePass(
            ObjectNode root, List<String> keys, Aggregates aggregates, List<Column> output, String order)
            throws PacRefusedException, SQLException {
        ObjectNode copy = root.deepCopy();
        Optional<String> mask = masks.oneUnit(copy, Optional.empty(), true);
        if (mask.isEmpty()) {
            return Optional.empty();
        }
        masks.qualify(copy);
        Aggregates.Parts parts = aggregates.parts();
        StringBuilder sql = new StringBuilder("SELECT ");
        for (int k = 0; k < keys.size(); k++) {
            sql.append(keys.get(k)).append(" AS k").append(k).append(", ");
        }
        sql.append(mask.get()).append(" AS __m");
        for (int a = 0; a < parts.columns().size(); a++) {
            sql.append(", CAST(").append(parts.columns().get(a)).append(" AS DOUBLE) AS a").append(a);
        }
        sql.append(' ').append(tree.tail(copy)).append(" GROUP BY ALL");
        List<Column> filled = output.stream()
                .map(c -> new Column(c.name(), c.key(), Aggregates.filled(c.cell(), parts.wholes())))
                .toList();
        return Optional.of(new WorldQuery.OnePass(sql.toString(), keys.size(), parts.folds(), filled, order));
    }

    private WorldQuery eachWorld(
            ObjectNode root, List<String> keys, Aggregates aggregates, List<Column> output, String order)
            throws PacRefusedException, SQLException {
        StringBuilder list = new StringBuilder();
        for (int k = 0; k < keys.size(); k++) {
            list.append(k == 0 ? "" : ", ").append(keys.get(k)).append(" AS k").append(k);
        }
        ObjectNode whole = root.deepCopy();
        String mask = masks.oneUnit(whole, Optional.empty(), false)
                .orElseThrow(() -> new PacRefusedException("it cannot be seen which " + schema.unit()
                        + " rows a group holds: aggregate protected tables in the outermost SELECT, or group a"
                        + " SELECT in FROM by " + schema.unitKey()));
        masks.qualify(whole);
        String separator = keys.isEmpty() ? "" : ", ";
        String units = "SELECT " + list + separator + "count(DISTINCT " + mask + ") AS units " + tree.tail(whole)
                + " GROUP BY ALL";
        StringBuilder sql = new StringBuilder("SELECT ").append(list).append(separator);
        List<String> doubled = aggregates.doubled();
        List<Column> named = new ArrayList<>();
        int cells = 0;
        for (Column column : output) {
            if (column.key() < 0) {
                sql.append(cells == 0 ? "" : ", ")
                        .append("CAST(")
                        .append(Aggregates.filled(column.cell(), doubled))
                        .append(" AS DOUBLE) AS c")
                        .append(cells);
                named.add(new Column(column.name(), -1, "c" + cells));
                cells++;
            } else {
                named.add(column);
            }
        }
        sql.append(' ').append(tree.tail(root)).append(keys.isEmpty() ? "" : " GROUP BY ALL");
        return new WorldQuery.EachWorld(sql.toString(), units, keys.size(), named, order);
    }

    /// ORDER BY by place, and LIMIT: both work on the noisy answer.
    private String order(ObjectNode root, JsonNode items) throws PacRefusedException {
        StringBuilder order = new StringBuilder();
        for (JsonNode modifier : root.path("modifiers")) {
            switch (SqlTree.type(modifier)) {
                case "ORDER_MODIFIER" -> {
                    for (JsonNode by : (ArrayNode) modifier.path("orders")) {
                        order.append(order.isEmpty() ? " ORDER BY " : ", ")
                                .append(place(by.path("expression"), items))
                                .append(SqlTree.type(by).equals("DESCENDING") ? " DESC" : " ASC");
                    }
                }
                case "LIMIT_MODIFIER" -> order.append(" LIMIT ")
                        .append(modifier.path("limit").path("value").path("value").asLong(Long.MAX_VALUE));
                default -> throw new PacRefusedException("expected ORDER BY and LIMIT only, got "
                        + SqlTree.type(modifier) + ": group instead of DISTINCT");
            }
        }
        return order.toString();
    }

    private static int place(JsonNode by, JsonNode items) throws PacRefusedException {
        if (SqlTree.type(by).equals("VALUE_CONSTANT")) {
            return by.path("value").path("value").asInt();
        }
        for (int i = 0; i < items.size(); i++) {
            JsonNode item = items.get(i);
            boolean named = SqlTree.type(by).equals("COLUMN_REF")
                    && (item.path("alias").asText().equalsIgnoreCase(SqlTree.column(by))
                            || SqlTree.type(item).equals("COLUMN_REF")
                                    && SqlTree.column(item).equalsIgnoreCase(SqlTree.column(by)));
            if (named || SqlTree.same(by, item)) {
                return i + 1;
            }
        }
        throw new PacRefusedException("expected ORDER BY a column of the answer: order works on noisy values");
    }
}
