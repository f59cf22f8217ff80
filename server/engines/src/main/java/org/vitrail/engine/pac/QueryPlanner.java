package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.vitrail.engine.pac.WorldQuery.Column;

/// Decides how a query is answered, or why not, from its text and the declarations alone.
final class QueryPlanner {
    private final PacSchema schema;
    private final Catalog catalog;
    private final Map<String, Set<String>> columns;
    private final SqlTree tree;
    private final QueryRules rules;
    private final Known known;
    private final Guard guard;
    private final Grammar grammar;
    private final Masks masks;
    private final KeyCodes codes;

    QueryPlanner(PacSchema schema, Catalog catalog, SqlTree tree, PublicTables open) {
        this(schema, catalog, Map.of(), tree, open);
    }

    /// @param codes the columns of each table that hold codes of keys, in lower case
    QueryPlanner(PacSchema schema, Catalog catalog, Map<String, Set<String>> codes, SqlTree tree, PublicTables open) {
        this.schema = schema;
        this.catalog = catalog;
        this.tree = tree;
        columns = catalog.columns();
        rules = new QueryRules(schema, columns);
        known = new Known(schema, catalog, open);
        guard = new Guard(known, tree);
        grammar = new Grammar(schema);
        masks = new Masks(schema, catalog);
        this.codes = new KeyCodes(schema, codes, columns, known);
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
        known.forget();
        boolean shortened = isShortened(root);
        ObjectNode said = shortened ? writtenOut(root) : root;
        rules.checkWords(said);
        if (!schema.protects(said)) {
            grammar.check(said);
            return new WorldQuery.Plain(shortened ? plain(said) : sql);
        }
        rules.checkShape(said);
        grammar.check(said);
        List<ObjectNode> asked = Conditions.numbers(said, schema);
        if (asked.isEmpty()) {
            return asked(said);
        }
        List<WorldQuery.Private> numbers = new ArrayList<>();
        for (ObjectNode number : asked) {
            numbers.add(number(number));
        }
        return new WorldQuery.Staged(numbers, said, after(said, Collections.nCopies(asked.size(), 0.0)));
    }

    /// The same query without short forms, over registered tables.
    private ObjectNode writtenOut(ObjectNode root) throws PacRefusedException {
        rules.checkNames(root);
        ObjectNode said = root.deepCopy();
        CommonTables.writeOut(said, columns.keySet());
        rules.checkWords(said); // names of tables are looked up next
        Shorthand.writeOut(said, columns);
        return said;
    }

    /// Whether there is anything to write out.
    private static boolean isShortened(ObjectNode root) {
        return SqlTree.any(
                root,
                node -> !node.path("cte_map").path("map").isEmpty()
                        || !node.path("using_columns").isEmpty()
                        || node.path("aggregate_handling").asText().equals("FORCE_AGGREGATES"));
    }

    /// The text of a query of public tables that was written out: what DuckDB reads in it is what is checked.
    private String plain(ObjectNode said) throws PacRefusedException, SQLException {
        String text = tree.written(said);
        ObjectNode read = tree.parse(text);
        rules.checkWords(read);
        if (schema.protects(read)) {
            throw new PacRefusedException("expected a query of public tables, got another: ask in a simpler form");
        }
        grammar.check(read);
        return text;
    }

    /// The rest of a query whose conditions compare with numbers that are known now.
    WorldQuery.Private after(ObjectNode said, List<Double> numbers) throws PacRefusedException, SQLException {
        return asked(Conditions.answered(said, schema, numbers));
    }

    private WorldQuery.Private number(ObjectNode select) throws PacRefusedException, SQLException {
        try {
            WorldQuery.Private number = asked(select);
            if (number.output().size() == 1 && number.keys() == 0) {
                return number;
            }
        } catch (PacRefusedException e) {
            throw new PacRefusedException("a condition compares with a number of other people's rows, which is asked"
                    + " first: " + e.getMessage() + "; it may not differ from row to row");
        }
        throw new PacRefusedException("expected a comparison with one number of other people's rows, got several");
    }

    private WorldQuery.Private asked(ObjectNode said) throws PacRefusedException, SQLException {
        PacRefusedException.require(
                SqlTree.type(said.path("having")).isEmpty(), "a number without HAVING", "one with it: leave it out");
        JsonNode items = said.path("select_list");
        AnswerOrder order = order(said, items);
        ObjectNode root = Names.resolved(said, columns);
        codes.check(root);
        Scope scope = Scope.of(root, Optional.empty());
        List<JsonNode> keys = new ArrayList<>();
        root.path("group_expressions").forEach(keys::add);
        for (JsonNode key : keys) {
            rules.checkKey(key, scope);
        }
        List<Column> output = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            JsonNode item = root.path("select_list").get(i);
            String name = SqlTree.name(items.get(i), i);
            output.add(Aggregates.in(item) ? Column.cell(name) : key(name, item, keys, scope));
        }
        if (output.stream().noneMatch(column -> column.key() < 0)) {
            throw new PacRefusedException("the query puts out rows, not aggregates: ask for SUM, COUNT, AVG, MIN or MAX"
                    + " over groups of at least " + schema.unitsMin() + " " + schema.units());
        }
        return planned(root, output, order);
    }

    private WorldQuery.Private planned(ObjectNode root, List<Column> output, AnswerOrder order)
            throws PacRefusedException, SQLException {
        ObjectNode mask = masks.oneUnit(root, Optional.empty())
                .orElseThrow(() -> new PacRefusedException("it cannot be seen which " + schema.units()
                        + " a group holds: aggregate protected tables in the outermost SELECT, or group a"
                        + " SELECT in FROM by " + schema.unitKey()));
        guard.outermost(root);
        Aggregates aggregates = new Aggregates();
        List<JsonNode> cells = new ArrayList<>();
        for (JsonNode item : root.path("select_list")) {
            if (Aggregates.in(item)) {
                cells.add(aggregates.without(item));
            }
        }
        Scope scope = Scope.of(root, Optional.empty());
        Parts parts = new Parts(known, rules, scope, expression -> isFilled(expression, scope));
        List<Formula> wholes = parts.of(aggregates.all());
        List<Formula> formulas = new ArrayList<>();
        for (JsonNode cell : cells) {
            formulas.add(Formulas.of(cell, wholes));
        }
        JsonNode keys = root.path("group_expressions");
        List<JsonNode> list = new ArrayList<>();
        List<List<String>> texts = new ArrayList<>();
        for (int k = 0; k < keys.size(); k++) {
            JsonNode key = keys.get(k);
            texts.add(texts(key, scope));
            list.add(SqlTree.named(texts.getLast().isEmpty() ? key : numbers(key), "k" + k));
        }
        String others = parts.others.isEmpty() ? "" : text(list, "b", parts.others, root, keys.isEmpty());
        list.add(SqlTree.named(mask, Masks.MASK));
        masks.qualify(root);
        String partials = text(list, "a", parts.columns, root, false);
        List<WorldQuery.Ordered> ordered = parts.sorted.stream()
                .map(one -> new WorldQuery.Ordered(
                        values(list, one.value(), root), one.fraction(), one.range(), parts.rows()))
                .toList();
        return new WorldQuery.Private(
                partials,
                others.isEmpty() ? Optional.empty() : Optional.of(others),
                keys.size(),
                texts,
                parts.parts,
                parts.others.size(),
                ordered,
                parts.rows(),
                formulas,
                output,
                order);
    }

    /// The texts that a key's numbers stand for; none if it is not grouped by numbers.
    private List<String> texts(JsonNode key, Scope scope) {
        return scope.column(key, columns).map(catalog::texts).orElse(List.of());
    }

    /// The column with the numbers of a column.
    private static JsonNode numbers(JsonNode column) {
        return SqlTree.reference(column.path("column_names").get(0).asText(), Codes.name(SqlTree.column(column)));
    }

    private static String values(List<JsonNode> first, JsonNode value, ObjectNode root) {
        List<JsonNode> list = new ArrayList<>(first);
        list.add(SqlTree.named(value, "v"));
        return "SELECT " + SqlText.list(list) + SqlText.rows(root);
    }

    private static String text(List<JsonNode> first, String letter, List<JsonNode> then, ObjectNode root, boolean all) {
        List<JsonNode> list = new ArrayList<>(first);
        for (int i = 0; i < then.size(); i++) {
            list.add(SqlTree.named(then.get(i), letter + i));
        }
        return "SELECT " + SqlText.list(list) + SqlText.rows(root) + (all ? "" : " GROUP BY ALL");
    }

    private Column key(String name, JsonNode item, List<JsonNode> keys, Scope scope) throws PacRefusedException {
        for (int k = 0; k < keys.size(); k++) {
            if (SqlTree.same(item, keys.get(k))) {
                return key(name, k, keys.get(k), scope);
            }
        }
        throw new PacRefusedException(
                "column '" + name + "' is neither a key of the groups nor an aggregate: rows of one unit of "
                        + schema.unit() + " are not put out");
    }

    private Column key(String name, int at, JsonNode key, Scope scope) {
        return known.stored(key, scope)
                .map(found -> new Column(name, at, found.source().table().orElseThrow(), found.column()))
                .orElse(new Column(name, at, "", ""));
    }

    private boolean isFilled(JsonNode expression, Scope scope) {
        Optional<Scope.Found> found = scope.column(expression, columns);
        return found.isPresent()
                && !found.get().source().nullable()
                && found.get()
                        .source()
                        .table()
                        .filter(table -> catalog.filled()
                                .getOrDefault(table, Set.of())
                                .contains(found.get().column()))
                        .isPresent();
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
            return Names.place(by, items.size(), "ORDER BY");
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
