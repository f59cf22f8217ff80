package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What SELECTs in a condition may look at: public tables, and rows of the own unit. A number of other people's rows is
/// another question, which is answered first.
final class Conditions {
    private final PacSchema schema;
    private final Catalog catalog;
    private final Map<String, Set<String>> columns;

    Conditions(PacSchema schema, Catalog catalog) {
        this.schema = schema;
        this.catalog = catalog;
        columns = catalog.columns();
    }

    /// SELECTs that conditions compare with a number of protected rows, in the order of the text.
    static List<ObjectNode> numbers(JsonNode query, PacSchema schema) {
        List<ObjectNode> found = new ArrayList<>();
        SqlTree.each(query, node -> {
            if (SqlTree.type(node).equals("SUBQUERY")
                    && node.path("subquery_type").asText().equals("SCALAR")
                    && schema.protects(node)) {
                found.add((ObjectNode) node.path("subquery").path("node"));
            }
        });
        return found;
    }

    /// The same query with those numbers in their places.
    static ObjectNode answered(ObjectNode query, PacSchema schema, List<Double> numbers) {
        ObjectNode copy = query.deepCopy();
        List<Double> left = new ArrayList<>(numbers);
        SqlTree.each(copy, node -> {
            JsonNode select = node.path("right");
            if (SqlTree.type(select).equals("SUBQUERY")
                    && select.path("subquery_type").asText().equals("SCALAR")
                    && schema.protects(select)) {
                node.set("right", SqlTree.number(left.removeFirst()));
            }
        });
        return copy;
    }

    /// @throws PacRefusedException if it looks at other people's rows
    void check(ObjectNode condition, Scope outer) throws PacRefusedException {
        ObjectNode select = (ObjectNode) condition.path("subquery").path("node");
        if (!select.path("group_expressions").isEmpty()
                || !select.path("having").isNull()) {
            throw new PacRefusedException("expected a SELECT without GROUP BY and HAVING in a condition, got one with"
                    + " them: ask in a simpler form");
        }
        if (!schema.protects(select)) {
            checkPublic(condition, select, outer);
        } else if (!isOwn(condition, select, outer)) {
            throw new PacRefusedException("a condition looks at rows of others: expected EXISTS or IN over one table,"
                    + " bound by a declared link, or a comparison with one count, sum or avg");
        }
    }

    private void checkPublic(ObjectNode condition, ObjectNode select, Scope outer) throws PacRefusedException {
        String item = typeOf(select.path("select_list").path(0), Scope.of(select, Optional.of(outer)));
        boolean fits = switch (condition.path("subquery_type").asText()) {
            case "EXISTS" -> true;
            case "ANY" ->
                select.path("select_list").size() == 1
                        && !item.isEmpty()
                        && item.equals(typeOf(condition.path("child"), outer));
            default -> false; // it could have two rows for some rows outside
        };
        if (!fits || Aggregates.in(select.path("select_list"))) {
            throw new PacRefusedException("expected EXISTS, or IN of two columns of one type, over public tables:"
                    + " ask for the number first and write it into the query");
        }
    }

    private String typeOf(JsonNode expression, Scope scope) {
        return scope.column(expression, columns).map(catalog::type).orElse("");
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
        return condition.path("subquery_type").asText().equals("ANY")
                && select.path("select_list").size() == 1
                && SqlTree.type(item).equals("COLUMN_REF")
                && SqlTree.type(child).equals("COLUMN_REF")
                && binds(item, child, scope, outer);
    }

    /// Whether equal values mean that the inner row is the outer row's unit's.
    private boolean binds(JsonNode inner, JsonNode outside, Scope scope, Scope outer) {
        Optional<Scope.Found> own = scope.find(inner, columns).filter(f -> scope.sources.contains(f.source()));
        Optional<Scope.Found> other = outer.find(outside, columns)
                .filter(f -> outer.sources.contains(f.source()) && !f.source().nullable());
        return own.isPresent() && other.isPresent() && own.get().isLinked(other.get(), schema);
    }
}
