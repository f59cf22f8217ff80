package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vitrail.engine.pac.Scope.Source;

/// Finds, for the rows of a SELECT, the mask of the one unit that each belongs to.
final class Masks {
    /// Schema of the tables with masks; the plain names are views of one world.
    static final String STORE = "pac";

    static final String MASK = "__m";

    private final PacSchema schema;
    private final Map<String, Set<String>> columns;
    private final Conditions conditions;

    Masks(PacSchema schema, Catalog catalog) {
        this.schema = schema;
        columns = catalog.columns();
        conditions = new Conditions(schema, catalog);
    }

    /// Makes protected tables in a tree those with masks.
    void qualify(ObjectNode select) {
        SqlTree.each(select, node -> {
            if (schema.isProtected(node)) {
                node.put("schema_name", STORE);
            }
        });
    }

    /// The mask of each row of a SELECT's tables; derived tables get a column for it. Empty if it cannot be seen.
    ///
    /// @throws PacRefusedException if rows of several units are joined, or a condition looks at others' rows
    Optional<ObjectNode> oneUnit(ObjectNode select, Optional<Scope> outer) throws PacRefusedException {
        Scope scope = Scope.of(select, outer);
        for (ObjectNode condition : SqlTree.selects(select.path("where_clause"))) {
            conditions.check(condition, scope);
        }
        List<Source> tables = new ArrayList<>();
        List<Source> derived = new ArrayList<>();
        for (Source source : scope.sources) {
            if (source.table().flatMap(schema::table).isPresent()) {
                tables.add(source);
            } else if (source.derived().map(schema::protects).orElse(false)) {
                derived.add(source);
            }
        }
        if (derived.size() + Math.min(1, tables.size()) > 1) {
            throw new PacRefusedException(
                    "protected tables are joined through SELECTs in FROM: join them by their declared"
                            + " links in one FROM");
        }
        if (derived.size() == 1) {
            Source source = derived.getFirst();
            if (source.nullable()) { // rows that met none belong to no unit
                return Optional.empty();
            }
            return withMask(source) ? Optional.of(SqlTree.reference(source.alias(), MASK)) : Optional.empty();
        }
        if (tables.isEmpty()) {
            return Optional.empty();
        }
        checkLinked(tables, scope);
        Optional<ObjectNode> mask = Optional.empty();
        for (Source table : tables) {
            if (!table.nullable()) {
                ObjectNode own = SqlTree.reference(table.alias(), MASK);
                // Linked rows have one mask. Were they not linked after all, both units would have to be in a world
                // for their row to be there.
                mask = Optional.of(mask.isEmpty() ? own : SqlTree.operation("&", mask.get(), own));
            }
        }
        return mask;
    }

    /// Adds the mask to a derived table.
    private boolean withMask(Source source) throws PacRefusedException {
        ObjectNode inner = source.derived().orElseThrow();
        Optional<ObjectNode> mask = oneUnit(inner, Optional.empty());
        if (mask.isEmpty()) {
            return false;
        }
        boolean grouped = !inner.path("group_expressions").isEmpty();
        for (JsonNode item : inner.path("select_list")) {
            grouped |= Aggregates.in(item);
        }
        if (grouped && !groupsByUnit(inner)) {
            return false;
        }
        if (grouped) { // by the mask too: whatever the other keys are, a group is of one unit
            ArrayNode keys = (ArrayNode) inner.path("group_expressions");
            ((ArrayNode) inner.path("group_sets").get(0)).add(keys.size());
            keys.add(mask.get());
        }
        ((ArrayNode) inner.path("select_list")).add(SqlTree.named(mask.get(), MASK));
        return true;
    }

    private boolean groupsByUnit(ObjectNode select) throws PacRefusedException {
        Scope scope = Scope.of(select, Optional.empty());
        for (JsonNode key : select.path("group_expressions")) {
            Optional<Scope.Found> found = scope.column(key, columns);
            if (found.isPresent()
                    && !found.get().source().nullable()
                    && found.get().source().table().isPresent()
                    && schema.determinesUnit(
                            found.get().source().table().get(), found.get().column())) {
                return true;
            }
        }
        return false;
    }

    /// All protected tables of one FROM hang together by equalities of declared links.
    private void checkLinked(List<Source> tables, Scope scope) throws PacRefusedException {
        List<Scope.Bound> bounds = scope.equalities(columns);
        List<Source> reached = new ArrayList<>(List.of(tables.getFirst()));
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Source table : tables) {
                if (!reached.contains(table) && joinsAny(table, reached, bounds)) {
                    reached.add(table);
                    grown = true;
                }
            }
        }
        if (reached.size() < tables.size()) {
            throw new PacRefusedException(
                    "protected tables are joined on other columns than their declared links: rows of"
                            + " two units would meet");
        }
    }

    private boolean joinsAny(Source table, List<Source> reached, List<Scope.Bound> bounds) {
        return bounds.stream()
                .anyMatch(bound -> bound.columnOf(table, reached).isPresent()
                        && bound.left().isLinked(bound.right(), schema));
    }
}
