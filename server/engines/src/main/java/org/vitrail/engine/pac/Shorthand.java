package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Writes `GROUP BY ALL` and `JOIN … USING (column)` out, as places in the list and as equalities. What may be asked is
/// for others to decide, of the tree that comes of it.
final class Shorthand {
    private final Map<String, Set<String>> columns;

    private Shorthand(Map<String, Set<String>> columns) {
        this.columns = columns;
    }

    /// A table or SELECT in FROM.
    ///
    /// @param name as columns of it are qualified
    /// @param columns in lower case
    private record Leaf(String name, Set<String> columns) {}

    /// What a column of USING means where it stands alone.
    ///
    /// @param of the leftmost table
    /// @param same all tables whose column of that name is equal
    private record Merged(Leaf of, List<Leaf> same) {}

    /// Changes the tree.
    ///
    /// @param columns names of every table's columns, in lower case
    /// @throws PacRefusedException if it could mean two things
    static void writeOut(ObjectNode root, Map<String, Set<String>> columns) throws PacRefusedException {
        Shorthand shorthand = new Shorthand(columns);
        List<ObjectNode> selects = SqlTree.objects(root).stream()
                .filter(node -> SqlTree.type(node).equals("SELECT_NODE"))
                .toList();
        for (ObjectNode select : selects) {
            shorthand.using(select);
            groups(select);
        }
    }

    /// All columns without aggregates, by their places: they mean what stands there, whatever else has their names.
    private static void groups(ObjectNode select) throws PacRefusedException {
        if (!select.path("aggregate_handling").asText().equals("FORCE_AGGREGATES")) {
            return;
        }
        PacRefusedException.require(
                select.path("group_expressions").isEmpty(), "GROUP BY ALL alone", "columns besides");
        requireNoStar(select, "GROUP BY ALL");
        ArrayNode keys = select.putArray("group_expressions");
        ArrayNode set = JsonNodeFactory.instance.arrayNode();
        boolean any = false;
        List<JsonNode> seen = new ArrayList<>();
        JsonNode list = select.path("select_list");
        for (int i = 0; i < list.size(); i++) {
            JsonNode item = list.get(i);
            int known = seen.size();
            if (!Aggregates.in(item) && SqlTree.index(seen, item) == known) {
                keys.add(SqlTree.whole(i + 1));
                set.add(set.size());
                any |= !isConstant(item);
            }
        }
        ArrayNode sets = select.putArray("group_sets");
        if (any) {
            sets.add(set);
        } else { // as DuckDB has it, one group, whether or not there is a row
            keys.removeAll();
        }
        select.put("aggregate_handling", "STANDARD_HANDLING");
    }

    private static boolean isConstant(JsonNode node) {
        if (SqlTree.type(node).equals("COLUMN_REF")) {
            return false;
        }
        for (JsonNode child : node) {
            if (!SqlTree.type(child).equals("SELECT_NODE") && !isConstant(child)) {
                return false;
            }
        }
        return true;
    }

    private static void requireNoStar(JsonNode select, String form) throws PacRefusedException {
        for (JsonNode item : select.path("select_list")) {
            PacRefusedException.require(!SqlTree.type(item).equals("STAR"), "named columns with " + form, "*");
        }
    }

    private void using(ObjectNode select) throws PacRefusedException {
        Map<String, Merged> merged = new LinkedHashMap<>();
        List<Leaf> leaves = leaves(select.path("from_table"), merged);
        if (merged.isEmpty()) {
            return;
        }
        requireNoStar(select, "USING"); // it would show the column once
        long names = leaves.stream().map(leaf -> lower(leaf.name())).distinct().count();
        PacRefusedException.require(
                names == leaves.size(), "a name of its own for each table in FROM", "one twice: write FROM t AS a");
        // one that others have too stays as it is: it means two things
        merged.entrySet()
                .removeIf(entry -> leaves.stream()
                        .anyMatch(leaf -> leaf.columns().contains(entry.getKey())
                                && !entry.getValue().same().contains(leaf)));
        for (String part : List.of("select_list", "where_clause", "group_expressions", "having", "from_table")) {
            qualify(select.path(part), merged);
        }
        for (JsonNode item : select.path("select_list")) { // ORDER BY means that one
            merged.remove(lower(item.path("alias").asText()));
        }
        qualify(select.path("modifiers"), merged);
    }

    private List<Leaf> leaves(JsonNode from, Map<String, Merged> merged) throws PacRefusedException {
        return switch (SqlTree.type(from)) {
            case "BASE_TABLE" -> {
                String table = from.path("table_name").asText();
                String alias = from.path("alias").asText();
                boolean plain = from.path("column_name_alias").isEmpty();
                yield List.of(new Leaf(
                        alias.isEmpty() ? table : alias,
                        plain ? columns.getOrDefault(lower(table), Set.of()) : Set.of()));
            }
            case "SUBQUERY" -> List.of(new Leaf(from.path("alias").asText(), named(from)));
            case "JOIN" -> {
                List<Leaf> left = leaves(from.path("left"), merged);
                List<Leaf> right = leaves(from.path("right"), merged);
                if (!from.path("using_columns").isEmpty()) {
                    join((ObjectNode) from, left, right, merged);
                }
                List<Leaf> both = new ArrayList<>(left);
                both.addAll(right);
                yield both;
            }
            default -> List.of();
        };
    }

    /// Names of the columns of a SELECT in FROM; none if they are not all known.
    private static Set<String> named(JsonNode from) {
        Set<String> names = new HashSet<>();
        JsonNode list = from.path("subquery").path("node").path("select_list");
        JsonNode renamed = from.path("column_name_alias");
        for (int i = 0; i < list.size(); i++) {
            JsonNode item = list.get(i);
            if (SqlTree.type(item).equals("STAR")) {
                return Set.of();
            }
            names.add(Names.outside(item, i, renamed));
        }
        return names;
    }

    private static void join(ObjectNode join, List<Leaf> left, List<Leaf> right, Map<String, Merged> merged)
            throws PacRefusedException {
        boolean inner = Set.of("INNER", "LEFT").contains(join.path("join_type").asText())
                && join.path("ref_type").asText().equals("REGULAR");
        PacRefusedException.require(
                inner && right.size() == 1, "USING in an inner or left join with one table", "another: write ON");
        List<ObjectNode> equal = new ArrayList<>();
        for (JsonNode said : join.path("using_columns")) {
            String column = lower(said.asText());
            Leaf one = only(column, left, merged);
            Leaf other = only(column, right, merged);
            Merged known = merged.computeIfAbsent(column, _ -> new Merged(one, new ArrayList<>(List.of(one))));
            PacRefusedException.require(
                    known.of().equals(one), "one column '" + column + "' by USING", "several: write ON");
            known.same().add(other);
            equal.add(SqlTree.comparison(
                    "COMPARE_EQUAL",
                    SqlTree.reference(one.name(), said.asText()),
                    SqlTree.reference(other.name(), said.asText())));
        }
        join.set("condition", SqlTree.all(equal));
        join.putArray("using_columns");
    }

    /// The table that a column is of, on one side of a join.
    private static Leaf only(String column, List<Leaf> side, Map<String, Merged> merged) throws PacRefusedException {
        Merged known = merged.get(column);
        List<Leaf> found = side.stream()
                .filter(leaf -> leaf.columns().contains(column))
                .filter(leaf -> known == null
                        || known.of().equals(leaf)
                        || !known.same().contains(leaf))
                .toList();
        PacRefusedException.require(
                found.size() == 1,
                "USING (" + column + ") with a column of one table on each side",
                (found.isEmpty() ? "none" : "several") + ": write ON");
        return found.getFirst();
    }

    /// Says which table a column is of, where it stands alone; SELECTs within say it themselves.
    private static void qualify(JsonNode node, Map<String, Merged> merged) {
        if (node instanceof ObjectNode reference && SqlTree.type(node).equals("COLUMN_REF")) {
            String column = lower(SqlTree.column(reference));
            Merged known = merged.get(column);
            if (known != null && reference.path("column_names").size() == 1) {
                String name = SqlTree.column(reference);
                reference.putArray("column_names").add(known.of().name()).add(name);
            }
        } else if (!SqlTree.type(node).equals("SELECT_NODE")) {
            node.forEach(child -> qualify(child, merged));
        }
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
