package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gives every table and column of a query a name of ours, so that what is run means what was read here: DuckDB has no
/// name left to read otherwise.
///
/// Tables become `__t0 …`, columns of a SELECT in FROM `__c0 …`, and each reference names both.
final class Names {
    private final Map<String, Set<String>> columns;
    private int tables;

    private Names(Map<String, Set<String>> columns) {
        this.columns = columns;
    }

    /// The same query in our names.
    ///
    /// @param columns names of every table's columns, in lower case
    /// @throws PacRefusedException if a name means nothing, or two things
    static ObjectNode resolved(ObjectNode root, Map<String, Set<String>> columns) throws PacRefusedException {
        ObjectNode copy = root.deepCopy();
        copy.putArray("modifiers"); // they work on the answer
        new Names(columns).select(copy, null);
        return copy;
    }

    /// The tables of one SELECT, and those around it.
    private static final class Level {
        private final @Nullable Level outer;
        private final List<Table> tables = new ArrayList<>();
        private final Map<String, JsonNode> aliases = new LinkedHashMap<>();

        Level(@Nullable Level outer) {
            this.outer = outer;
        }
    }

    /// @param said its name in the query, in lower case
    /// @param name ours
    /// @param columns the query's names of its columns, in lower case, and ours
    private record Table(String said, String name, Map<String, String> columns) {}

    private void select(ObjectNode select, @Nullable Level outer) throws PacRefusedException {
        Level level = new Level(outer);
        tables(select.path("from_table"), level);
        JsonNode list = select.path("select_list");
        for (JsonNode item : list) {
            String alias = lower(item.path("alias").asText());
            if (!alias.isEmpty()) {
                level.aliases.put(alias, item);
            }
        }
        groups(select, level);
        on(select.path("from_table"), level);
        for (String part : List.of("select_list", "where_clause", "having")) {
            expression(select.path(part), level);
        }
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof ObjectNode item) {
                item.put("alias", ours(i));
            }
        }
    }

    private static String ours(int column) {
        return "__c" + column;
    }

    private void tables(JsonNode from, Level level) throws PacRefusedException {
        switch (SqlTree.type(from)) {
            case "JOIN" -> {
                tables(from.path("left"), level);
                tables(from.path("right"), level);
            }
            case "BASE_TABLE" -> {
                String name = lower(from.path("table_name").asText());
                Map<String, String> own = new LinkedHashMap<>();
                columns.getOrDefault(name, Set.of()).forEach(column -> own.put(column, column));
                add((ObjectNode) from, name, own, level);
            }
            case "SUBQUERY" -> {
                ObjectNode inner = (ObjectNode) from.path("subquery").path("node");
                Map<String, String> own = named(inner, from.path("column_name_alias"));
                select(inner, null);
                ((ObjectNode) from).putArray("column_name_alias");
                add((ObjectNode) from, "", own, level);
            }
            default -> {} // no table
        }
    }

    private void add(ObjectNode from, String name, Map<String, String> own, Level level) throws PacRefusedException {
        String alias = lower(from.path("alias").asText());
        String said = alias.isEmpty() ? name : alias;
        if (level.tables.stream().anyMatch(table -> table.said().equals(said))) {
            throw new PacRefusedException(
                    "expected a name of its own for each table in FROM: write FROM t AS a, t AS b");
        }
        Table table = new Table(said, "__t" + tables++, own);
        from.put("alias", table.name());
        level.tables.add(table);
    }

    /// The name that a column of a SELECT in FROM has outside of it, in lower case; empty of one that has none.
    ///
    /// @param at its place in the list
    /// @param renamed names behind the SELECT's alias
    static String outside(JsonNode item, int at, JsonNode renamed) {
        String alias = item.path("alias").asText();
        String plain = SqlTree.type(item).equals("COLUMN_REF") ? SqlTree.column(item) : "";
        return lower(at < renamed.size() ? renamed.get(at).asText() : alias.isEmpty() ? plain : alias);
    }

    /// The columns of a SELECT in FROM, by their names outside of it.
    private static Map<String, String> named(ObjectNode select, JsonNode renamed) throws PacRefusedException {
        Map<String, String> own = new LinkedHashMap<>();
        JsonNode list = select.path("select_list");
        for (int i = 0; i < list.size(); i++) {
            JsonNode item = list.get(i);
            if (SqlTree.type(item).equals("STAR")) {
                throw new PacRefusedException(
                        "expected named columns in a SELECT in FROM, got *; list those that are used");
            }
            String name = outside(item, i, renamed);
            if (!name.isEmpty() && own.put(name, ours(i)) != null) {
                throw new PacRefusedException(
                        "expected a name of its own for each column of a SELECT in FROM: add AS NAME");
            }
        }
        return own;
    }

    /// Places in the list and names of its items become what they stand for.
    private void groups(ObjectNode select, Level level) throws PacRefusedException {
        JsonNode list = select.path("select_list");
        if (!(select.path("group_expressions") instanceof ArrayNode groups)) {
            return;
        }
        for (int i = 0; i < groups.size(); i++) {
            JsonNode group = groups.get(i);
            JsonNode item = group;
            if (SqlTree.type(group).equals("VALUE_CONSTANT")) {
                item = list.path(place(group, list.size(), "GROUP BY") - 1);
            } else if (SqlTree.type(group).equals("COLUMN_REF")
                    && group.path("column_names").size() == 1
                    && own(group, level).isEmpty()) {
                item = level.aliases.getOrDefault(lower(SqlTree.column(group)), group);
            }
            groups.set(i, SqlTree.named(item, ""));
        }
        expression(groups, level);
    }

    /// The place in a list that a number in GROUP BY or ORDER BY means, from 1.
    static int place(JsonNode constant, int items, String where) throws PacRefusedException {
        JsonNode value = constant.path("value").path("value");
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < 1 || value.asInt() > items) {
            throw new PacRefusedException("expected " + where + " columns, or a place from 1 to " + items);
        }
        return value.asInt();
    }

    /// A join's condition may name the tables that it joins, and no others: DuckDB would take others from outside, and
    /// a condition that reads as a filter would filter nothing.
    private List<Table> on(JsonNode from, Level level) throws PacRefusedException {
        if (SqlTree.type(from).equals("JOIN")) {
            Level joined = new Level(level.outer);
            joined.tables.addAll(on(from.path("left"), level));
            joined.tables.addAll(on(from.path("right"), level));
            expression(from.path("condition"), joined);
            return joined.tables;
        }
        String name = from.path("alias").asText();
        return level.tables.stream().filter(table -> table.name().equals(name)).toList();
    }

    private void expression(JsonNode node, Level level) throws PacRefusedException {
        switch (SqlTree.type(node)) {
            case "COLUMN_REF" -> column((ObjectNode) node, level);
            case "SUBQUERY" -> {
                expression(node.path("child"), level);
                ObjectNode inner = (ObjectNode) node.path("subquery").path("node");
                if (node.path("subquery_type").asText().equals("EXISTS")
                        && SqlTree.type(inner.path("select_list").path(0)).equals("STAR")) {
                    inner.putArray("select_list").add(SqlTree.one());
                }
                select(inner, level);
            }
            default -> {
                for (JsonNode child : node) {
                    if (child.isContainerNode()) {
                        expression(child, level);
                    }
                }
            }
        }
    }

    private static void column(ObjectNode reference, Level level) throws PacRefusedException {
        for (@Nullable Level at = level; at != null; at = at.outer) {
            Optional<String[]> found = own(reference, at);
            if (found.isPresent()) {
                ArrayNode names = reference.putArray("column_names");
                names.add(found.get()[0]).add(found.get()[1]);
                return;
            }
            boolean qualified = reference.path("column_names").size() > 1;
            String first = lower(reference.path("column_names").get(0).asText());
            if (qualified && at.tables.stream().anyMatch(table -> table.said().equals(first))) {
                break;
            }
            if (!qualified && at.aliases.containsKey(first)) {
                break; // DuckDB would take the SELECT's own column, not one further out
            }
        }
        List<String> known = level.tables.stream()
                .flatMap(table -> table.columns().keySet().stream())
                .filter(name -> !name.startsWith("__")) // ours
                .sorted()
                .distinct()
                .toList();
        throw new PacRefusedException("no column '" + String.join(".", texts(reference.path("column_names")))
                + "' in the tables of this query" + QueryRules.didYouMean(SqlTree.column(reference), known)
                + "; there are " + known);
    }

    /// Our names of the table and the column, in this SELECT alone.
    private static Optional<String[]> own(JsonNode reference, Level level) throws PacRefusedException {
        JsonNode names = reference.path("column_names");
        String column = lower(SqlTree.column(reference));
        String said = names.size() > 1 ? lower(names.get(0).asText()) : "";
        List<String[]> found = new ArrayList<>();
        for (Table table : level.tables) {
            String own = table.columns().get(column);
            if (own != null && (said.isEmpty() || said.equals(table.said()))) {
                found.add(new String[] {table.name(), own});
            }
        }
        if (found.size() > 1) {
            throw new PacRefusedException(
                    "'" + column + "' is a column of several tables in FROM: write TABLE." + column);
        }
        return found.stream().findFirst();
    }

    private static List<String> texts(JsonNode names) {
        List<String> texts = new ArrayList<>();
        names.forEach(name -> texts.add(name.asText()));
        return texts;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
