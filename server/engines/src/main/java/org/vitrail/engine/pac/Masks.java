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
import org.jspecify.annotations.Nullable;
import org.vitrail.engine.pac.Scope.Source;

/// Finds, for the rows of a SELECT, the mask of the one unit that each belongs to.
final class Masks {
    /// Schema of the tables with masks; the plain names are views of one world.
    static final String STORE = "pac";

    static final String MASK = "__m";

    private final PacSchema schema;
    private final Map<String, Set<String>> columns;
    private final SqlTree tree;
    private @Nullable ObjectNode and;

    Masks(PacSchema schema, Map<String, Set<String>> columns, SqlTree tree) {
        this.schema = schema;
        this.columns = columns;
        this.tree = tree;
    }

    /// Whether a protected table is read anywhere.
    boolean protects(JsonNode node) {
        List<JsonNode> found = new ArrayList<>();
        SqlTree.each(node, n -> {
            if (isProtected(n)) {
                found.add(n);
            }
        });
        return !found.isEmpty();
    }

    private boolean isProtected(JsonNode node) {
        return SqlTree.type(node).equals("BASE_TABLE")
                && schema.table(node.path("table_name").asText()).isPresent();
    }

    /// Makes protected tables in a tree those with masks.
    void qualify(ObjectNode select) {
        SqlTree.each(select, node -> {
            if (isProtected(node)) {
                node.put("schema_name", STORE);
            }
        });
    }

    /// The mask of each row of a SELECT's tables; derived tables get a column for it. Empty if rows may depend
    /// on units other than their own.
    ///
    /// @param strict whether conditions with SELECTs of their own must be about the row's own unit
    /// @throws PacRefusedException if rows of several units are joined
    Optional<ObjectNode> oneUnit(ObjectNode select, Optional<Scope> outer, boolean strict)
            throws PacRefusedException, SQLException {
        if (!select.path("cte_map").path("map").isEmpty()) {
            return Optional.empty();
        }
        Scope scope = Scope.of(select, outer);
        if (strict && !conditionsAreOwn(select, scope)) {
            return Optional.empty();
        }
        List<Source> tables = new ArrayList<>();
        List<Source> derived = new ArrayList<>();
        for (Source source : scope.sources) {
            if (source.table().flatMap(schema::table).isPresent()) {
                tables.add(source);
            } else if (source.derived().map(this::protects).orElse(false)) {
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
            return withMask(source, scope, strict)
                    ? Optional.of(SqlTree.reference(source.alias(), MASK))
                    : Optional.empty();
        }
        if (tables.isEmpty()) {
            return Optional.empty();
        }
        checkLinked(tables, select, scope);
        Optional<ObjectNode> mask = Optional.empty();
        for (Source table : tables) {
            if (!table.nullable()) {
                ObjectNode own = SqlTree.reference(table.alias(), MASK);
                mask = Optional.of(mask.isEmpty() ? own : both(mask.get(), own));
            }
        }
        return mask;
    }

    /// Linked rows have one mask. Were they not linked after all, both units would have to be in a world for their row
    /// to be there.
    private ObjectNode both(ObjectNode one, ObjectNode other) throws PacRefusedException, SQLException {
        if (and == null) {
            and = (ObjectNode) tree.parse("SELECT a & b").path("select_list").get(0);
        }
        ObjectNode both = and.deepCopy();
        ((ArrayNode) both.path("children")).removeAll().add(one).add(other);
        return both;
    }

    /// Adds the mask to a derived table.
    private boolean withMask(Source source, Scope scope, boolean strict) throws PacRefusedException, SQLException {
        ObjectNode inner = source.derived().orElseThrow();
        if (!inner.path("modifiers").isEmpty()) {
            return false;
        }
        Optional<ObjectNode> mask = oneUnit(inner, Optional.of(scope), strict);
        if (mask.isEmpty()) {
            return false;
        }
        boolean grouped = !inner.path("group_expressions").isEmpty();
        for (JsonNode item : inner.path("select_list")) {
            grouped |= Aggregates.in(item);
            if (SqlTree.type(item).equals("STAR")) {
                throw new PacRefusedException("expected named columns in a SELECT in FROM, got *");
            }
        }
        if (grouped && !groupsByUnit(inner, scope)) {
            return false;
        }
        if (grouped) { // by the mask too: whatever the other keys are, a group is of one unit
            ArrayNode keys = (ArrayNode) inner.path("group_expressions");
            if (inner.path("group_sets").size() != 1) {
                return false;
            }
            ((ArrayNode) inner.path("group_sets").get(0)).add(keys.size());
            keys.add(mask.get());
        }
        ((ArrayNode) inner.path("select_list")).add(SqlTree.named(mask.get(), MASK));
        if (!source.node().path("column_name_alias").isEmpty()) {
            ((ArrayNode) source.node().path("column_name_alias")).add(MASK);
        }
        return true;
    }

    private boolean groupsByUnit(ObjectNode select, Scope outer) throws PacRefusedException {
        Scope scope = Scope.of(select, Optional.of(outer));
        for (JsonNode key : select.path("group_expressions")) {
            Optional<Scope.Found> found =
                    SqlTree.type(key).equals("COLUMN_REF") ? scope.find(key, columns) : Optional.empty();
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
    private void checkLinked(List<Source> tables, ObjectNode select, Scope scope) throws PacRefusedException {
        List<Scope.On> conditions = new ArrayList<>(scope.conditions);
        conditions.add(new Scope.On(select.path("where_clause"), List.of()));
        List<Source> reached = new ArrayList<>(List.of(tables.getFirst()));
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Source table : tables) {
                if (!reached.contains(table) && joinsAny(table, reached, conditions, scope)) {
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

    private boolean joinsAny(Source table, List<Source> reached, List<Scope.On> conditions, Scope scope) {
        return conditions.stream()
                .anyMatch(on -> equalities(on.condition()).stream().anyMatch(e -> {
                    Optional<Scope.Found> left = scope.find(e.path("left"), columns);
                    Optional<Scope.Found> right = scope.find(e.path("right"), columns);
                    if (left.isEmpty() || right.isEmpty()) {
                        return false;
                    }
                    Source one = left.get().source();
                    Source other = right.get().source();
                    boolean met = (one.equals(table) && reached.contains(other))
                            || (other.equals(table) && reached.contains(one));
                    return met && on.binds(one, other) && linked(left.get(), right.get());
                }));
    }

    private boolean linked(Scope.Found left, Scope.Found right) {
        Optional<String> a = left.source().table();
        Optional<String> b = right.source().table();
        return a.isPresent() && b.isPresent() && schema.linked(a.get(), left.column(), b.get(), right.column());
    }

    /// Equalities of two columns that must all hold.
    private static List<JsonNode> equalities(JsonNode condition) {
        List<JsonNode> found = new ArrayList<>();
        switch (SqlTree.type(condition)) {
            case "CONJUNCTION_AND" -> condition.path("children").forEach(child -> found.addAll(equalities(child)));
            case "COMPARE_EQUAL" -> {
                if (SqlTree.type(condition.path("left")).equals("COLUMN_REF")
                        && SqlTree.type(condition.path("right")).equals("COLUMN_REF")) {
                    found.add(condition);
                }
            }
            default -> {}
        }
        return found;
    }

    /// Whether each SELECT inside the expressions of a SELECT reads no protected table, or rows of the own unit only.
    private boolean conditionsAreOwn(ObjectNode select, Scope scope) throws PacRefusedException {
        List<ObjectNode> inside = new ArrayList<>();
        for (String part : List.of("select_list", "where_clause", "group_expressions", "having", "qualify")) {
            inside.addAll(SqlTree.selects(select.path(part)));
        }
        for (Scope.On on : scope.conditions) {
            inside.addAll(SqlTree.selects(on.condition()));
        }
        for (ObjectNode subquery : inside) {
            if (protects(subquery) && !isOwn(subquery, scope)) {
                return false;
            }
        }
        return true;
    }

    /// EXISTS whose condition, or IN whose column, is a declared link to a row outside.
    private boolean isOwn(ObjectNode subquery, Scope outer) throws PacRefusedException {
        ObjectNode select = (ObjectNode) subquery.path("subquery").path("node");
        Scope scope = Scope.of(select, Optional.of(outer));
        if (!SqlTree.selects(select).isEmpty()
                || !SqlTree.type(select.path("from_table")).equals("BASE_TABLE")
                || scope.sources.getFirst().table().flatMap(schema::table).isEmpty()) {
            return false;
        }
        boolean plain = select.path("group_expressions").isEmpty()
                && select.path("modifiers").isEmpty()
                && select.path("cte_map").path("map").isEmpty();
        if (plain && subquery.path("subquery_type").asText().equals("EXISTS")) {
            return equalities(select.path("where_clause")).stream().anyMatch(e -> {
                Optional<Scope.Found> left = scope.find(e.path("left"), columns);
                Optional<Scope.Found> right = scope.find(e.path("right"), columns);
                return left.isPresent()
                        && right.isPresent()
                        && (scope.sources.contains(left.get().source())
                                ? outer.sources.contains(right.get().source())
                                : outer.sources.contains(left.get().source())
                                        && scope.sources.contains(right.get().source()))
                        && linked(left.get(), right.get());
            });
        }
        JsonNode item = select.path("select_list").get(0);
        if (plain
                && subquery.path("subquery_type").asText().equals("ANY")
                && subquery.path("comparison_type").asText().equals("COMPARE_EQUAL")
                && SqlTree.type(item).equals("COLUMN_REF")
                && SqlTree.type(subquery.path("child")).equals("COLUMN_REF")) {
            Optional<Scope.Found> inner = scope.find(item, columns);
            Optional<Scope.Found> own = outer.find(subquery.path("child"), columns);
            return inner.isPresent()
                    && own.isPresent()
                    && scope.sources.contains(inner.get().source())
                    && !own.get().source().nullable()
                    && outer.sources.contains(own.get().source())
                    && linked(inner.get(), own.get());
        }
        return false;
    }
}
