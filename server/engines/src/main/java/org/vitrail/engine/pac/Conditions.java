package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What SELECTs in a condition may look at: public tables, rows of the own unit, or how many others there are and what
/// they have on average.
final class Conditions {
    private static final Set<String> OF_MANY = Set.of("count", "count_star", "sum", "avg");

    private final PacSchema schema;
    private final Catalog catalog;
    private final Map<String, Set<String>> columns;
    private final SqlTree tree;
    private final Masks masks;
    private boolean others;

    Conditions(PacSchema schema, Catalog catalog, SqlTree tree, Masks masks) {
        this.schema = schema;
        this.catalog = catalog;
        columns = catalog.columns();
        this.tree = tree;
        this.masks = masks;
    }

    boolean compareWithOthers() {
        return others;
    }

    /// @throws PacRefusedException if one other person decides what it says
    void check(ObjectNode condition, Scope outer) throws PacRefusedException, SQLException {
        String kind = condition.path("subquery_type").asText();
        ObjectNode select = (ObjectNode) condition.path("subquery").path("node");
        boolean plain = SqlTree.selects(select).isEmpty()
                && select.path("group_expressions").isEmpty()
                && select.path("having").isNull();
        if (!masks.protects(select)) {
            checkPublic(condition, select, outer);
        } else if (plain && kind.equals("SCALAR")) {
            threshold(select, outer);
            others = true;
        } else if (!plain || !isOwn(condition, select, outer)) {
            throw new PacRefusedException("a condition looks at rows of others: expected EXISTS or IN over one table,"
                    + " bound by a declared link, or a comparison with one count, sum or avg");
        }
    }

    private void checkPublic(ObjectNode condition, ObjectNode select, Scope outer) throws PacRefusedException {
        boolean fits = switch (condition.path("subquery_type").asText()) {
            case "EXISTS" -> true;
            case "ANY" ->
                select.path("select_list").size() == 1
                        && !typeOf(select.path("select_list").get(0), Scope.of(select, Optional.of(outer)))
                                .isEmpty()
                        && typeOf(select.path("select_list").get(0), Scope.of(select, Optional.of(outer)))
                                .equals(typeOf(condition.path("child"), outer));
            default -> false; // it could have two rows for some rows outside
        };
        if (!fits) {
            throw new PacRefusedException("expected EXISTS, or IN of two columns of one type, over public tables:"
                    + " ask for the number first and write it into the query");
        }
    }

    private String typeOf(JsonNode expression, Scope scope) {
        Optional<Scope.Found> found =
                SqlTree.type(expression).equals("COLUMN_REF") ? scope.find(expression, columns) : Optional.empty();
        return found.flatMap(column -> column.source().table())
                .map(table -> catalog.type(table, found.get().column()))
                .orElse("");
    }

    /// EXISTS whose condition, or IN whose column, is a declared link to a row outside.
    private boolean isOwn(ObjectNode condition, ObjectNode select, Scope outer) throws PacRefusedException {
        Scope scope = Scope.of(select, Optional.of(outer));
        boolean table = SqlTree.type(select.path("from_table")).equals("BASE_TABLE")
                && scope.sources.getFirst().table().flatMap(schema::table).isPresent()
                && !Aggregates.in(select.path("select_list"));
        if (!table) {
            return false;
        }
        if (condition.path("subquery_type").asText().equals("EXISTS")) {
            return Scope.equalities(select.path("where_clause")).stream()
                    .anyMatch(e -> binds(e.path("left"), e.path("right"), scope, outer)
                            || binds(e.path("right"), e.path("left"), scope, outer));
        }
        JsonNode item = select.path("select_list").path(0);
        JsonNode child = condition.path("child");
        return select.path("select_list").size() == 1
                && SqlTree.type(item).equals("COLUMN_REF")
                && SqlTree.type(child).equals("COLUMN_REF")
                && binds(item, child, scope, outer);
    }

    /// Whether equal values mean that the inner row is the outer row's unit's.
    private boolean binds(JsonNode inner, JsonNode outside, Scope scope, Scope outer) {
        Optional<Scope.Found> own = scope.find(inner, columns).filter(f -> scope.sources.contains(f.source()));
        Optional<Scope.Found> other = outer.find(outside, columns)
                .filter(f -> outer.sources.contains(f.source()) && !f.source().nullable());
        Optional<String> one = own.flatMap(f -> f.source().table());
        Optional<String> two = other.flatMap(f -> f.source().table());
        return one.isPresent()
                && two.isPresent()
                && schema.linked(
                        one.get(), own.get().column(), two.get(), other.get().column());
    }

    /// One count, sum or average of a column over at least half a group's units in each world; of fewer it has no
    /// value, and a comparison with it does not hold.
    private void threshold(ObjectNode select, Scope outer) throws PacRefusedException, SQLException {
        Scope scope = Scope.of(select, Optional.of(outer));
        JsonNode list = select.path("select_list");
        Aggregates aggregates = new Aggregates();
        aggregates.without(list.path(0));
        boolean many = list.size() == 1 && !aggregates.all().isEmpty();
        for (ObjectNode aggregate : aggregates.all()) {
            JsonNode argument = aggregate.path("children").path(0);
            many &= OF_MANY.contains(aggregate.path("function_name").asText())
                    && !aggregate.path("distinct").asBoolean()
                    && (aggregate.path("children").isEmpty() || isBounded(argument, scope));
        }
        Optional<ObjectNode> mask = masks.oneUnit(select, Optional.of(outer));
        if (!many || mask.isEmpty()) {
            throw new PacRefusedException("a condition looks at rows of others: expected a comparison with one count,"
                    + " sum or avg of a column with declared bounds");
        }
        int least = Math.max(2, (schema.unitsMin() + 1) / 2);
        ObjectNode guarded = (ObjectNode) tree.parse("SELECT CASE WHEN count(DISTINCT m) >= " + least + " THEN v END")
                .path("select_list")
                .get(0);
        ObjectNode check = (ObjectNode) guarded.path("case_checks").get(0);
        ((ArrayNode) check.path("when_expr").path("left").path("children")).set(0, mask.get());
        check.set("then_expr", SqlTree.named(list.get(0), ""));
        guarded.put("alias", list.get(0).path("alias").asText());
        ((ArrayNode) list).set(0, guarded);
    }

    private boolean isBounded(JsonNode argument, Scope scope) {
        Optional<Scope.Found> found =
                SqlTree.type(argument).equals("COLUMN_REF") ? scope.find(argument, columns) : Optional.empty();
        return found.filter(column -> scope.sources.contains(column.source()))
                .flatMap(column -> column.source().table())
                .flatMap(schema::table)
                .map(table -> table.bounds().containsKey(found.get().column()))
                .orElse(false);
    }
}
