package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Writes `WITH t AS (SELECT …)` out: each mention of `t` in FROM becomes that SELECT. What may be asked is for others
/// to decide, of the tree that comes of it: that tree, and nothing else, is checked and run.
///
/// No name hides another: one that is a table's, or another WITH's around it, is refused, so that a mention can mean
/// one thing only. One that is not mentioned is refused too: nobody would have checked it.
final class CommonTables {
    private final Set<String> tables;
    private final List<Common> all = new ArrayList<>();
    private int nodes;

    private CommonTables(Set<String> tables, int nodes) {
        this.tables = tables;
        this.nodes = nodes;
    }

    /// What stands behind a name, without WITH in it.
    private static final class Common {
        private final String name;
        private final ObjectNode select;
        private final ArrayNode columns;
        private boolean mentioned;

        Common(String name, ObjectNode select, ArrayNode columns) {
            this.name = name;
            this.select = select;
            this.columns = columns;
        }
    }

    /// Changes the tree.
    ///
    /// @param tables names of registered tables, in lower case
    /// @throws PacRefusedException if a name is not one SELECT's alone, or the tree would become too large
    static void writeOut(ObjectNode root, Set<String> tables) throws PacRefusedException {
        CommonTables common = new CommonTables(tables, SqlTree.objects(root).size());
        common.select(root, Map.of());
        for (Common one : common.all) {
            PacRefusedException.require(
                    one.mentioned, "each WITH mentioned in FROM", "'" + one.name + "' without a mention: leave it out");
        }
    }

    private void select(ObjectNode select, Map<String, Common> around) throws PacRefusedException {
        Map<String, Common> known = new HashMap<>(around);
        for (JsonNode entry : select.path("cte_map").path("map")) {
            String name = entry.path("key").asText().toLowerCase(Locale.ROOT);
            PacRefusedException.require(
                    !name.isEmpty() && !tables.contains(name) && !known.containsKey(name),
                    "a name of its own for each WITH",
                    "'" + name + "', which is another's: rename it");
            Common common = common(name, entry.path("value"), known);
            all.add(common);
            known.put(name, common);
        }
        select.putObject("cte_map").putArray("map");
        inside(select, known);
    }

    private Common common(String name, JsonNode said, Map<String, Common> known) throws PacRefusedException {
        JsonNode query = said.path("query");
        PacRefusedException.require(
                query.path("node") instanceof ObjectNode node
                        && SqlTree.type(node).equals("SELECT_NODE")
                        && query.path("named_param_map").isEmpty(),
                "one SELECT behind WITH " + name,
                SqlTree.type(query.path("node")).equals("RECURSIVE_CTE_NODE")
                        ? "a recursive one: ask in steps"
                        : "UNION or others: ask in parts");
        PacRefusedException.require(
                said.path("materialized").asText().equals("CTE_MATERIALIZE_DEFAULT")
                        && said.path("key_targets").isEmpty()
                        && said.path("aliases") instanceof ArrayNode
                        && said.size() == 4,
                "WITH " + name + " AS (SELECT …)",
                "more: leave it out");
        ObjectNode select = (ObjectNode) query.path("node");
        select(select, known);
        return new Common(name, select, (ArrayNode) said.path("aliases"));
    }

    private void inside(JsonNode node, Map<String, Common> known) throws PacRefusedException {
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                object.set(name, replaced(object.get(name), known));
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, replaced(array.get(i), known));
            }
        }
    }

    private JsonNode replaced(JsonNode node, Map<String, Common> known) throws PacRefusedException {
        if (node instanceof ObjectNode select && SqlTree.type(node).equals("SELECT_NODE")) {
            select(select, known);
            return select;
        }
        Common common = known.get(plainName(node));
        if (common == null) {
            inside(node, known);
            return node;
        }
        common.mentioned = true;
        nodes += SqlTree.objects(common.select).size();
        PacRefusedException.require(
                nodes <= QueryRules.NODES_MAX,
                "a query of at most " + QueryRules.NODES_MAX + " parts with each WITH written out",
                "more: ask in several");
        boolean renames = !node.path("column_name_alias").isEmpty();
        PacRefusedException.require(
                !renames || common.columns.isEmpty(),
                "names of the columns of '" + common.name + "' in one place",
                "two: leave one out");
        String alias = node.path("alias").asText();
        ObjectNode derived = SqlTree.derived(
                (ObjectNode) node,
                common.select.deepCopy(),
                alias.isEmpty() ? node.path("table_name").asText() : alias);
        if (!renames) {
            derived.set("column_name_alias", common.columns.deepCopy());
        }
        return derived;
    }

    /// Of a table that is named without a schema, in lower case; empty of anything else: `main.t` is never a WITH's.
    private static String plainName(JsonNode node) {
        boolean plain = SqlTree.type(node).equals("BASE_TABLE")
                && node.path("schema_name").asText().isEmpty()
                && node.path("catalog_name").asText().isEmpty();
        return plain ? node.path("table_name").asText().toLowerCase(Locale.ROOT) : "";
    }
}
