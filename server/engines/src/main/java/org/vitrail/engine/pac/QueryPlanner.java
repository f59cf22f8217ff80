package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.vitrail.engine.pac.WorldQuery.Column;

/// Decides how a query is answered, or why not, from its text and the declarations alone.
final class QueryPlanner {
    private static final String PLACE = "__cells";

    private final PacSchema schema;
    private final Map<String, Set<String>> columns;
    private final Map<String, Set<String>> filled;
    private final SqlTree tree;
    private final QueryRules rules;
    private final Masks masks;
    private final boolean once;

    /// @param columns names of every table's columns, in lower case
    /// @param filled those of them in which no value is missing, where that is known
    /// @param once whether one pass may stand for all worlds; without, every query is run in each world
    QueryPlanner(
            PacSchema schema,
            Map<String, Set<String>> columns,
            Map<String, Set<String>> filled,
            SqlTree tree,
            boolean once) {
        this.filled = filled;
        this.once = once;
        this.schema = schema;
        this.columns = columns;
        this.tree = tree;
        rules = new QueryRules(schema, columns);
        masks = new Masks(schema, columns, tree);
    }

    /// @throws PacRefusedException why it is not answered
    WorldQuery plan(String sql) throws PacRefusedException, SQLException {
        return plan(sql, tree.parse(sql));
    }

    /// The same of a text that was parsed already.
    WorldQuery plan(String sql, ObjectNode root) throws PacRefusedException, SQLException {
        try {
            return planned(sql, root);
        } catch (ClassCastException | IllegalStateException | NoSuchElementException e) { // a form never thought of
            throw new PacRefusedException("expected a simpler form of this query: joins, WHERE and GROUP BY");
        }
    }

    private WorldQuery planned(String sql, ObjectNode root) throws PacRefusedException, SQLException {
        rules.checkWords(root);
        QueryForm.checkNames(root, schema, columns);
        if (!masks.protects(root)) {
            return new WorldQuery.Plain(sql);
        }
        rules.checkShape(root);
        Scope scope = Scope.of(root, Optional.empty());
        List<JsonNode> keys = keys(root, scope);
        for (JsonNode key : keys) {
            rules.checkKey(key, scope);
        }
        Aggregates aggregates = new Aggregates();
        List<Column> output = new ArrayList<>();
        List<JsonNode> cells = new ArrayList<>();
        JsonNode items = root.path("select_list");
        for (int i = 0; i < items.size(); i++) {
            output.add(column(items.get(i), i, keys, aggregates, cells, scope));
        }
        if (aggregates.all().isEmpty()) {
            throw new PacRefusedException("the query puts out rows, not aggregates: ask for SUM, COUNT, AVG, MIN or MAX"
                    + " over groups of at least " + schema.unitsMin() + " " + schema.unit() + " rows");
        }
        for (ObjectNode aggregate : aggregates.all()) {
            rules.checkBounds(aggregate, scope);
        }
        AnswerOrder order = order(root, items);
        List<JsonNode> named = new ArrayList<>();
        for (int k = 0; k < keys.size(); k++) {
            named.add(SqlTree.named(keys.get(k), "k" + k));
        }
        if (once && aggregates.inParts()) {
            Optional<WorldQuery> pass = onePass(root, named, aggregates, cells, output, order);
            if (pass.isPresent()) {
                return pass.get();
            }
        }
        return eachWorld(root, named, aggregates, tree.text(cells, Optional.empty()), output, order);
    }

    /// The place in the list that a number in GROUP BY means.
    private static int place(JsonNode constant, int items) throws PacRefusedException {
        JsonNode value = constant.path("value").path("value");
        if (!value.isIntegralNumber() || value.asLong() < 1 || value.asLong() > items) {
            throw new PacRefusedException("expected GROUP BY columns, or a place from 1 to " + items);
        }
        return value.asInt();
    }

    /// The group expressions, with ordinals and names of columns replaced by what they stand for.
    private List<JsonNode> keys(ObjectNode root, Scope scope) throws PacRefusedException {
        List<JsonNode> keys = new ArrayList<>();
        JsonNode items = root.path("select_list");
        for (JsonNode group : root.path("group_expressions")) {
            JsonNode key = group;
            if (SqlTree.type(group).equals("VALUE_CONSTANT")) {
                key = items.path(place(group, items.size()) - 1);
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

    private Column column(
            JsonNode item, int at, List<JsonNode> keys, Aggregates aggregates, List<JsonNode> cells, Scope scope)
            throws PacRefusedException {
        String alias = item.path("alias").asText();
        String name = !alias.isEmpty()
                ? alias
                : SqlTree.type(item).equals("COLUMN_REF") ? SqlTree.column(item) : "column" + (at + 1);
        if (Aggregates.in(item)) {
            cells.add(SqlTree.named(aggregates.without(item), "c" + cells.size()));
            return Column.cell(name);
        }
        for (int k = 0; k < keys.size(); k++) {
            boolean named = SqlTree.type(item).equals("COLUMN_REF")
                    && SqlTree.type(keys.get(k)).equals("COLUMN_REF")
                    && SqlTree.column(item).equalsIgnoreCase(SqlTree.column(keys.get(k)));
            if (named || SqlTree.same(item, keys.get(k))) {
                return key(name, k, keys.get(k), scope);
            }
        }
        if (SqlTree.type(item).equals("COLUMN_REF") && scope.find(item, columns).isEmpty()) {
            throw new PacRefusedException("no column '" + SqlTree.column(item) + "' in FROM; there are "
                    + scope.sources.stream()
                            .flatMap(source -> source.table().stream())
                            .flatMap(table -> columns.getOrDefault(table, Set.of()).stream())
                            .sorted()
                            .toList());
        }
        throw new PacRefusedException(
                "column '" + name + "' is neither a key of the groups nor an aggregate: rows of one " + schema.unit()
                        + " are not put out");
    }

    private Column key(String name, int at, JsonNode key, Scope scope) {
        Optional<Scope.Found> found =
                SqlTree.type(key).equals("COLUMN_REF") ? scope.find(key, columns) : Optional.empty();
        Optional<String> table = found.flatMap(column -> column.source().table());
        return table.isPresent()
                ? new Column(name, at, table.get(), found.get().column())
                : new Column(name, at, "", "");
    }

    private Optional<WorldQuery> onePass(
            ObjectNode root,
            List<JsonNode> keys,
            Aggregates aggregates,
            List<JsonNode> cells,
            List<Column> output,
            AnswerOrder order)
            throws PacRefusedException, SQLException {
        ObjectNode copy = root.deepCopy();
        Optional<ObjectNode> mask = masks.oneUnit(copy, Optional.empty(), true);
        if (mask.isEmpty()) {
            return Optional.empty();
        }
        masks.qualify(copy);
        Scope scope = Scope.of(root, Optional.empty());
        Aggregates.Parts parts = aggregates.parts(expression -> isFilled(expression, scope));
        List<JsonNode> list = new ArrayList<>(keys);
        list.add(SqlTree.named(mask.get(), Masks.MASK));
        list.addAll(parts.columns());
        String partials = tree.text(list, Optional.of(copy)) + " GROUP BY ALL";
        return Optional.of(
                new WorldQuery.OnePass(partials, keys.size(), parts.folds(), cells(cells, parts), output, order));
    }

    /// Most cells are arithmetic, which needs no SQL in each world.
    private WorldQuery.Cells cells(List<JsonNode> cells, Aggregates.Parts parts) throws SQLException {
        List<WorldQuery.Formula> formulas = new ArrayList<>();
        for (JsonNode cell : cells) {
            Optional<WorldQuery.Formula> formula = Formulas.of(cell, parts.wholes());
            if (formula.isEmpty()) {
                List<String> texts =
                        parts.wholes().stream().map(WorldQuery.Whole::sql).toList();
                return new WorldQuery.Cells.Expressions(Aggregates.filled(tree.text(cells, Optional.empty()), texts));
            }
            formulas.add(formula.get());
        }
        return new WorldQuery.Cells.Formulas(formulas);
    }

    private boolean isFilled(JsonNode expression, Scope scope) {
        if (!SqlTree.type(expression).equals("COLUMN_REF")) {
            return false;
        }
        Optional<Scope.Found> found = scope.find(expression, columns);
        return found.isPresent()
                && !found.get().source().nullable()
                && found.get()
                        .source()
                        .table()
                        .filter(table -> filled.getOrDefault(table, Set.of())
                                .contains(found.get().column()))
                        .isPresent();
    }

    private WorldQuery eachWorld(
            ObjectNode root,
            List<JsonNode> keys,
            Aggregates aggregates,
            String cells,
            List<Column> output,
            AnswerOrder order)
            throws PacRefusedException, SQLException {
        ObjectNode whole = root.deepCopy();
        ObjectNode mask = masks.oneUnit(whole, Optional.empty(), false)
                .orElseThrow(() -> new PacRefusedException("it cannot be seen which " + schema.unit()
                        + " rows a group holds: aggregate protected tables in the outermost SELECT, or group a"
                        + " SELECT in FROM by " + schema.unitKey()));
        masks.qualify(whole);
        List<JsonNode> list = new ArrayList<>(keys);
        list.add(SqlTree.named(mask, Masks.MASK));
        String units = tree.text(list, Optional.of(whole));
        String filled = Aggregates.filled(cells, aggregates.doubled(tree));
        // the keys and what follows the list, around the cells
        ObjectNode place = SqlTree.reference(PLACE);
        List<JsonNode> frame = new ArrayList<>(keys);
        frame.add(place);
        String sql = tree.text(frame, Optional.of(root))
                .replaceFirst(PLACE, java.util.regex.Matcher.quoteReplacement(filled.replaceFirst("^SELECT ", "")));
        return new WorldQuery.EachWorld(
                sql + (keys.isEmpty() ? "" : " GROUP BY ALL"), units, keys.size(), output, order);
    }

    /// ORDER BY and LIMIT: both work on the noisy answer.
    private AnswerOrder order(ObjectNode root, JsonNode items) throws PacRefusedException {
        List<AnswerOrder.By> order = new ArrayList<>();
        long offset = 0;
        long limit = Long.MAX_VALUE;
        for (JsonNode modifier : root.path("modifiers")) {
            switch (SqlTree.type(modifier)) {
                case "ORDER_MODIFIER" -> {
                    for (JsonNode by : (ArrayNode) modifier.path("orders")) {
                        order.add(new AnswerOrder.By(
                                place(by.path("expression"), items) - 1,
                                SqlTree.type(by).equals("DESCENDING"),
                                by.path("null_order").asText().equals("ORDERS_NULLS_FIRST")
                                        || by.path("null_order").asText().equals("NULLS_FIRST")));
                    }
                }
                case "LIMIT_MODIFIER" -> {
                    offset = rows(modifier.path("offset"), 0);
                    limit = rows(modifier.path("limit"), Long.MAX_VALUE);
                }
                default ->
                    throw new PacRefusedException("expected ORDER BY and LIMIT only, got " + SqlTree.type(modifier)
                            + ": group instead of DISTINCT");
            }
        }
        return new AnswerOrder(order, offset, limit);
    }

    /// The number behind LIMIT or OFFSET.
    private static long rows(JsonNode expression, long absent) throws PacRefusedException {
        if (!expression.isObject()) {
            return absent;
        }
        JsonNode value = expression.path("value").path("value");
        if (!value.isIntegralNumber() || value.asLong() < 0) {
            throw new PacRefusedException("expected LIMIT and OFFSET with a whole number, got an expression");
        }
        return value.asLong();
    }

    private static int place(JsonNode by, JsonNode items) throws PacRefusedException {
        if (SqlTree.type(by).equals("VALUE_CONSTANT")) {
            int place = by.path("value").path("value").asInt();
            if (place < 1 || place > items.size()) {
                throw new PacRefusedException("expected ORDER BY one of " + items.size() + " columns, got " + place);
            }
            return place;
        }
        for (int i = 0; i < items.size(); i++) {
            JsonNode item = items.get(i);
            if ((SqlTree.type(by).equals("COLUMN_REF") && isNamed(item, SqlTree.column(by)))
                    || SqlTree.same(by, item)) {
                return i + 1;
            }
        }
        throw new PacRefusedException("expected ORDER BY a column of the answer: order works on noisy values");
    }

    private static boolean isNamed(JsonNode item, String name) {
        boolean column =
                SqlTree.type(item).equals("COLUMN_REF") && SqlTree.column(item).equalsIgnoreCase(name);
        return column || item.path("alias").asText().equalsIgnoreCase(name);
    }
}
