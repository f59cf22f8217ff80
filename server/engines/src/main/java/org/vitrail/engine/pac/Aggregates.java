package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vitrail.engine.pac.WorldQuery.Fold;

/// The aggregates in the columns of one SELECT, taken out of the expressions around them.
final class Aggregates {
    /// Those that units' parts can be put together from.
    private static final Set<String> IN_PARTS = Set.of("sum", "count", "count_star", "avg", "min", "max");
    /// Those that every world computes for itself.
    private static final Set<String> WHOLE =
            Set.of("median", "quantile_cont", "stddev", "stddev_samp", "stddev_pop", "variance", "var_samp", "var_pop");

    private static final String PLACE = "__a";

    private final List<ObjectNode> found = new ArrayList<>();

    static boolean isAggregate(JsonNode node) {
        String name = node.path("function_name").asText();
        return SqlTree.type(node).equals("FUNCTION") && (IN_PARTS.contains(name) || WHOLE.contains(name));
    }

    /// Whether an expression holds an aggregate of its own SELECT.
    static boolean in(JsonNode expression) {
        if (isAggregate(expression)) {
            return true;
        }
        if (SqlTree.type(expression).equals("SUBQUERY")) {
            return false;
        }
        for (JsonNode child : expression) {
            if (in(child)) {
                return true;
            }
        }
        return false;
    }

    /// The expression with `__a0 …` in place of its aggregates.
    JsonNode without(JsonNode item) {
        return replaced(item.deepCopy());
    }

    private JsonNode replaced(JsonNode node) {
        if (isAggregate(node)) {
            return SqlTree.reference(PLACE + index((ObjectNode) node));
        }
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> object.set(name, replaced(object.get(name))));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, replaced(array.get(i)));
            }
        }
        return node;
    }

    private int index(ObjectNode aggregate) {
        for (int i = 0; i < found.size(); i++) {
            if (SqlTree.same(found.get(i), aggregate)) {
                return i;
            }
        }
        found.add(aggregate);
        return found.size() - 1;
    }

    /// All that were taken out.
    List<ObjectNode> all() {
        return found;
    }

    /// Whether units' parts can be put together to all of them.
    boolean inParts() {
        return found.stream()
                .allMatch(a -> IN_PARTS.contains(a.path("function_name").asText())
                        && !a.path("distinct").asBoolean()
                        && SqlTree.type(a.path("filter")).isEmpty());
    }

    /// Partial aggregates, named `a0 …`, how to fold them, and what each aggregate is in terms of them.
    record Parts(List<JsonNode> columns, List<Fold> folds, List<String> wholes) {}

    /// The parts of all aggregates. A half stands for the whole: sums and counts are doubled.
    Parts parts() {
        List<JsonNode> columns = new ArrayList<>();
        List<Fold> folds = new ArrayList<>();
        List<String> wholes = new ArrayList<>();
        for (ObjectNode aggregate : found) {
            String name = aggregate.path("function_name").asText();
            wholes.add(
                    switch (name) {
                        case "sum", "count", "count_star" ->
                            "(2 * " + part(aggregate, name, Fold.SUM, columns, folds) + ")";
                        case "avg" ->
                            "(" + part(aggregate, "sum", Fold.SUM, columns, folds) + " / nullif("
                                    + part(aggregate, "count", Fold.SUM, columns, folds) + ", 0))";
                        default -> {
                            Fold fold = name.equals("min") ? Fold.LEAST : Fold.LARGEST;
                            String at = part(aggregate, name, fold, columns, folds);
                            yield "(CASE WHEN isfinite(" + at + ") THEN " + at + " END)";
                        }
                    });
        }
        return new Parts(columns, folds, wholes);
    }

    /// Name of a partial aggregate, which is added if it is not there yet.
    private static String part(
            ObjectNode aggregate, String function, Fold fold, List<JsonNode> columns, List<Fold> folds) {
        ObjectNode wanted = aggregate.deepCopy();
        wanted.put("function_name", function);
        for (int i = 0; i < columns.size(); i++) {
            if (SqlTree.same(columns.get(i), wanted)) {
                return "a" + i;
            }
        }
        columns.add(SqlTree.named(wanted, "a" + columns.size()));
        folds.add(fold);
        return "a" + (columns.size() - 1);
    }

    /// Each aggregate as a world computes it, sums and counts doubled.
    List<String> doubled(SqlTree tree) throws SQLException {
        List<String> wholes = new ArrayList<>();
        for (ObjectNode aggregate : found) {
            String text = tree.text(List.of(SqlTree.named(aggregate, "")), Optional.empty())
                    .replaceFirst("^SELECT ", "");
            boolean total = Set.of("sum", "count", "count_star")
                    .contains(aggregate.path("function_name").asText());
            wholes.add(total && !aggregate.path("distinct").asBoolean() ? "(2 * " + text + ")" : "(" + text + ")");
        }
        return wholes;
    }

    /// A text with each place filled.
    static String filled(String text, List<String> wholes) {
        String filled = text;
        for (int i = wholes.size() - 1; i >= 0; i--) {
            filled = filled.replace(PLACE + i, wholes.get(i));
        }
        return filled;
    }

    /// The argument whose size matters, if any does.
    static Optional<JsonNode> measured(ObjectNode aggregate) {
        boolean counts = aggregate.path("function_name").asText().startsWith("count");
        return counts || aggregate.path("children").isEmpty()
                ? Optional.empty()
                : Optional.of(aggregate.path("children").get(0));
    }
}
