package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;

/// Makes a query one that no row can make fail: that it did would tell of that row. What may fail has no value
/// instead.
final class Guard {
    private final Known known;

    Guard(Known known) {
        this.known = known;
    }

    /// All but the outermost columns, of which only keys and aggregates are used.
    void outermost(ObjectNode root) throws PacRefusedException {
        SqlTree.each(root, node -> {
            if (SqlTree.type(node).equals("OPERATOR_CAST")) {
                node.put("try_cast", true);
            }
        });
        Scope scope = Scope.of(root, Optional.empty());
        rows(root, scope);
        groups(root, scope);
    }

    private void groups(ObjectNode select, Scope scope) {
        ArrayNode groups = (ArrayNode) select.path("group_expressions");
        for (int i = 0; i < groups.size(); i++) {
            groups.set(i, safe(groups.get(i), scope));
        }
    }

    private void select(ObjectNode select, Optional<Scope> outer) throws PacRefusedException {
        Scope scope = Scope.of(select, outer);
        rows(select, scope);
        ArrayNode list = (ArrayNode) select.path("select_list");
        for (int i = 0; i < list.size(); i++) {
            if (Aggregates.in(list.get(i))) {
                aggregates(list.get(i), scope);
                whole(list.get(i), scope);
            } else {
                list.set(i, safe(list.get(i), scope));
            }
        }
        groups(select, scope);
        if (select.path("having").isObject()) {
            aggregates(select.path("having"), scope);
            whole(select.path("having"), scope);
        }
    }

    /// An expression with aggregates cannot be tried.
    private void whole(JsonNode expression, Scope scope) throws PacRefusedException {
        if (known.kind(expression, scope) == Kind.FAILING) {
            throw new PacRefusedException("expected plain arithmetic and comparisons of aggregates in a SELECT in FROM,"
                    + " with numbers below 1e12");
        }
    }

    private void aggregates(JsonNode node, Scope scope) {
        if (Aggregates.isAggregate(node)) {
            ArrayNode children = (ArrayNode) node.path("children");
            boolean counts = node.path("function_name").asText().startsWith("count");
            if (!children.isEmpty()) {
                JsonNode argument = safe(children.get(0), scope);
                boolean real = counts || known.kind(argument, scope) == Kind.REAL;
                children.set(0, real ? argument : SqlTree.real(argument));
            }
            return;
        }
        for (JsonNode child : node) {
            aggregates(child, scope);
        }
    }

    private void rows(ObjectNode select, Scope scope) throws PacRefusedException {
        for (Scope.Source source : scope.sources) {
            if (source.derived().isPresent()) {
                select(source.derived().get(), Optional.empty());
            }
        }
        on(select.path("from_table"), scope);
        if (select.path("where_clause").isObject()) {
            select.set("where_clause", condition(select.path("where_clause"), scope));
        }
    }

    private void on(JsonNode from, Scope scope) throws PacRefusedException {
        if (from instanceof ObjectNode join && SqlTree.type(from).equals("JOIN")) {
            on(join.path("left"), scope);
            on(join.path("right"), scope);
            if (join.path("condition").isObject()) {
                join.set("condition", condition(join.path("condition"), scope));
            }
        }
    }

    private JsonNode condition(JsonNode node, Scope scope) throws PacRefusedException {
        switch (SqlTree.type(node)) {
            case "CONJUNCTION_AND", "CONJUNCTION_OR", "OPERATOR_NOT" -> {
                ArrayNode children = (ArrayNode) node.path("children");
                for (int i = 0; i < children.size(); i++) {
                    children.set(i, condition(children.get(i), scope));
                }
                return node;
            }
            case "SUBQUERY" -> {
                select((ObjectNode) node.path("subquery").path("node"), Optional.of(scope));
                return node;
            }
            default -> {
                if (SqlTree.type(node.path("right")).equals("SUBQUERY")) { // with a number
                    JsonNode left = node.path("left");
                    boolean number = Set.of(Kind.REAL, Kind.WHOLE).contains(known.kind(left, scope));
                    ((ObjectNode) node).set("left", number ? left : SqlTree.real(safe(left, scope)));
                    condition(node.path("right"), scope);
                    return node;
                }
                return known.kind(node, scope) == Kind.TRUTH ? node : SqlTree.tried(node);
            }
        }
    }

    private JsonNode safe(JsonNode expression, Scope scope) {
        return known.kind(expression, scope) == Kind.FAILING ? SqlTree.tried(expression) : expression;
    }
}
