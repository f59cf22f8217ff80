package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// How a query must be written so that its names and rows are what they read as, to us and to DuckDB alike.
final class QueryForm {
    private QueryForm() {}

    /// Whether a name or text anywhere holds what names of ours begin with: a column that a query calls like a mask
    /// would be taken for one, and aggregates are put in their places by such names.
    static boolean isOurs(ObjectNode node) {
        return anyText(node, true, text -> text.contains("__"));
    }

    /// Names are compared without case here and by DuckDB; beyond ASCII the two differ.
    static boolean isPlain(ObjectNode node) {
        return !anyText(node, false, name -> !isAscii(name));
    }

    /// @param constants whether texts that the query compares with are looked at too
    private static boolean anyText(ObjectNode node, boolean constants, Predicate<String> wrong) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            JsonNode value = field.getValue();
            if (value.isTextual() && (constants || !field.getKey().equals("value")) && wrong.test(value.asText())) {
                return true;
            }
            for (JsonNode name : value.isArray() ? value : List.<JsonNode>of()) {
                if (name.isTextual() && wrong.test(name.asText())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isAscii(String name) {
        return name.chars().allMatch(c -> c < 128);
    }

    /// What would make columns or rows others than they read.
    static void checkForm(ObjectNode node, List<String> wrong) {
        String type = SqlTree.type(node);
        if (type.equals("SET_OPERATION_NODE")) {
            wrong.add("UNION, INTERSECT and EXCEPT are not answered: ask in parts");
        } else if (node.path("group_sets").size() > 1) {
            wrong.add("expected one GROUP BY, got several grouping sets: ask for each on its own");
        } else if (node.path("sample").isObject()) {
            wrong.add("QUALIFY and SAMPLE are not answered");
        } else if (type.equals("SELECT_NODE")
                && !(SqlTree.selects(node.path("select_list")).isEmpty()
                        && SqlTree.selects(node.path("group_expressions")).isEmpty())) {
            wrong.add("expected SELECTs in FROM and WHERE only, got one among columns");
        } else if (type.equals("STAR")
                && (node.path("columns").asBoolean() || node.path("expr").isObject())) {
            wrong.add("expected columns by their names, got COLUMNS(…)");
        } else if (type.endsWith("_EXTRACT") || type.equals("ARRAY_SLICE")) {
            wrong.add("expected columns, got a part of one");
        } else if (type.equals("JOIN")
                && !Set.of("REGULAR", "CROSS").contains(node.path("ref_type").asText())) {
            wrong.add("expected joins by conditions, got a "
                    + node.path("ref_type").asText().toLowerCase(Locale.ROOT) + " join");
        } else if (type.equals("BASE_TABLE") && !node.path("column_name_alias").isEmpty()) {
            wrong.add("expected a table's columns by their own names, got others behind its alias");
        } else if (type.equals("SUBQUERY") && node.has("column_name_alias")) {
            int renamed = node.path("column_name_alias").size();
            JsonNode list = node.path("subquery").path("node").path("select_list");
            int columns = list.size();
            if (!areDistinct(list, node.path("column_name_alias"))) {
                wrong.add("expected a name of its own for each column of a SELECT in FROM: add AS NAME");
            }
            if (node.path("alias").asText().isEmpty()) {
                wrong.add("expected a name for each SELECT in FROM: (SELECT …) AS t");
            } else if (renamed > 0 && renamed != columns) {
                wrong.add("expected " + columns + " names behind '"
                        + node.path("alias").asText() + "', one for each" + " column, got " + renamed);
            }
        }
    }

    /// DuckDB gives other names to columns without one, or with one that is there already.
    private static boolean areDistinct(JsonNode list, JsonNode renamed) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode item = list.get(i);
            if (SqlTree.type(item).equals("STAR")) {
                continue;
            }
            String own = SqlTree.type(item).equals("COLUMN_REF") ? SqlTree.column(item) : "";
            String alias = item.path("alias").asText();
            String name = i < renamed.size() ? renamed.get(i).asText() : alias.isEmpty() ? own : alias;
            if (name.isEmpty() || !names.add(name.toLowerCase(Locale.ROOT))) {
                return false;
            }
        }
        return true;
    }

    /// A column must be one that there is, and no table: that would be a whole row, with what is ours in it.
    static void checkNames(ObjectNode root, PacSchema schema, Map<String, Set<String>> columns)
            throws PacRefusedException {
        Set<String> tables = new HashSet<>();
        List<String> wrong = new ArrayList<>();
        SqlTree.each(root, node -> {
            boolean ofUnits = SqlTree.type(node).equals("BASE_TABLE")
                    && schema.table(node.path("table_name").asText()).isPresent();
            if (ofUnits || (SqlTree.type(node).equals("SUBQUERY") && node.has("column_name_alias"))) {
                String alias = node.path("alias").asText().toLowerCase(Locale.ROOT);
                String name = node.path("table_name").asText().toLowerCase(Locale.ROOT);
                tables.add(alias.isEmpty() ? name : alias);
                if (columns.values().stream().anyMatch(of -> of.contains(alias))) {
                    wrong.add(alias);
                }
            }
        });
        Set<String> known = new HashSet<>();
        columns.values().forEach(known::addAll);
        SqlTree.each(root, node -> {
            node.path("select_list")
                    .forEach(item -> known.add(item.path("alias").asText().toLowerCase(Locale.ROOT)));
            node.path("column_name_alias")
                    .forEach(name -> known.add(name.asText().toLowerCase(Locale.ROOT)));
        });
        List<String> unknown = new ArrayList<>();
        SqlTree.each(root, node -> {
            String name = SqlTree.type(node).equals("COLUMN_REF")
                    ? SqlTree.column(node).toLowerCase(Locale.ROOT)
                    : "";
            if (!name.isEmpty() && !known.contains(name) && !tables.contains(name)) {
                unknown.add(SqlTree.column(node));
            }
            if (node.path("column_names").size() == 1
                    && tables.contains(name)
                    && columns.values().stream().noneMatch(of -> of.contains(name))) {
                wrong.add(name);
            }
        });
        if (!unknown.isEmpty()) { // what DuckDB has besides, as rowid, follows from everybody's rows
            throw new PacRefusedException(
                    "no column '" + unknown.getFirst() + "' in the tables of this query; there are "
                            + columns.values().stream()
                                    .flatMap(Set::stream)
                                    .sorted()
                                    .distinct()
                                    .toList());
        }
        if (!wrong.isEmpty()) {
            throw new PacRefusedException(
                    "expected columns, and tables of other names than columns have, got '" + wrong.getFirst() + "'");
        }
    }
}
