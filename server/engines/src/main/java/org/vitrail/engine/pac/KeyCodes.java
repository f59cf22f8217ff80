package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Where a query may mention keys that are codes: numbers that keys got in the order in which files name them first.
///
/// One row more or less shifts the codes of all keys behind it. Compared or computed with, as in `id % 2 = 0`, it would
/// change what everyone's rows are counted for. So codes may only be what does not change when they are dealt out
/// anew: equal or not along a declared link, missing or not, counted, and what rows of a unit are grouped by.
final class KeyCodes {
    private final PacSchema schema;
    private final Map<String, Set<String>> codes;
    private final Map<String, Set<String>> columns;
    private final Known known;

    /// @param codes the columns of each table that hold codes, all in lower case
    KeyCodes(PacSchema schema, Map<String, Set<String>> codes, Map<String, Set<String>> columns, Known known) {
        this.schema = schema;
        this.codes = codes;
        this.columns = columns;
        this.known = known;
    }

    /// @param select resolved, and no number of others' rows in it
    /// @throws PacRefusedException if anything else is made of a code
    void check(ObjectNode select) throws PacRefusedException {
        if (!codes.isEmpty()) {
            select(select, Optional.empty());
        }
    }

    private void select(ObjectNode select, Optional<Scope> outer) throws PacRefusedException {
        Scope scope = Scope.of(select, outer);
        for (Scope.Source source : scope.sources) {
            if (source.derived().isPresent()) {
                select(source.derived().get(), Optional.empty());
            }
        }
        joins(select.path("from_table"), scope);
        expression(select.path("where_clause"), scope);
        expression(select.path("having"), scope);
        for (String list : new String[] {"select_list", "group_expressions"}) {
            for (JsonNode item : select.path(list)) {
                if (!SqlTree.type(item).equals("COLUMN_REF")) { // passed on as it is, it is looked at where it arrives
                    expression(item, scope);
                }
            }
        }
    }

    private void joins(JsonNode from, Scope scope) throws PacRefusedException {
        if (SqlTree.type(from).equals("JOIN")) {
            joins(from.path("left"), scope);
            joins(from.path("right"), scope);
            expression(from.path("condition"), scope);
        }
    }

    private void expression(JsonNode node, Scope scope) throws PacRefusedException {
        switch (SqlTree.type(node)) {
            case "COLUMN_REF" -> {
                if (code(node, scope).isPresent()) {
                    throw refused(node);
                }
            }
            case "COMPARE_EQUAL" -> {
                if (!isLink(node.path("left"), node.path("right"), scope, scope)) {
                    all(node, scope);
                }
            }
            case "OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL" -> {
                if (code(node.path("children").path(0), scope).isEmpty()) {
                    all(node, scope);
                }
            }
            case "SUBQUERY" -> subquery(node, scope);
            default -> {
                if (node.path("function_name").asText().equals("count")
                        && node.path("children").size() == 1) {
                    counted(node, scope);
                } else {
                    all(node, scope);
                }
            }
        }
    }

    private void all(JsonNode node, Scope scope) throws PacRefusedException {
        for (JsonNode child : node) {
            if (child.isContainerNode()) {
                expression(child, scope);
            }
        }
    }

    /// How many rows have one, or how many different ones there are: also of those that a condition holds for.
    private void counted(JsonNode count, Scope scope) throws PacRefusedException {
        JsonNode child = count.path("children").get(0);
        expression(count.path("filter"), scope);
        Optional<JsonNode> kept = SqlTree.onlyWhen(child);
        if (code(kept.orElse(child), scope).isEmpty()) {
            expression(child, scope);
        } else if (kept.isPresent()) {
            expression(child.path("case_checks").path(0).path("when_expr"), scope);
        }
    }

    /// EXISTS, or IN along a link.
    private void subquery(JsonNode node, Scope scope) throws PacRefusedException {
        ObjectNode inner = (ObjectNode) node.path("subquery").path("node");
        JsonNode item = inner.path("select_list").path(0);
        if (!isLink(item, node.path("child"), Scope.of(inner, Optional.of(scope)), scope)) {
            expression(node.path("child"), scope);
            if (node.path("child").isObject() && SqlTree.type(item).equals("COLUMN_REF")) {
                expression(item, Scope.of(inner, Optional.of(scope)));
            }
        }
        select(inner, Optional.of(scope));
    }

    /// Whether two codes are of one kind: the two ends of a declared link, or one end twice.
    private boolean isLink(JsonNode one, JsonNode other, Scope scope, Scope outer) {
        Optional<Scope.Found> left = code(one, scope);
        Optional<Scope.Found> right = code(other, outer);
        return left.isPresent()
                && right.isPresent()
                && schema.linked(
                        left.get().source().table().orElseThrow(),
                        left.get().column(),
                        right.get().source().table().orElseThrow(),
                        right.get().column());
    }

    /// The table's column whose codes an expression is, as they are.
    private Optional<Scope.Found> code(JsonNode expression, Scope scope) {
        return scope.column(expression, columns).isEmpty()
                ? Optional.empty()
                : known.stored(expression, scope)
                        .filter(found -> codes.getOrDefault(
                                        found.source().table().orElseThrow(), Set.of())
                                .contains(found.column()));
    }

    private static PacRefusedException refused(JsonNode column) {
        return new PacRefusedException("expected the key '" + SqlTree.column(column)
                + "' in joins along declared links, in count and as what a SELECT in FROM is grouped by, got it"
                + " elsewhere: a server has a number of its own in place of each key, so nothing can be computed from"
                + " it; ask about other columns");
    }
}
