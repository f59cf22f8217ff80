package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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

    private final SqlTree tree;
    private final List<ObjectNode> found = new ArrayList<>();

    Aggregates(SqlTree tree) {
        this.tree = tree;
    }

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

    /// The expression's text with `__a0 …` in place of its aggregates.
    String without(JsonNode item) throws SQLException {
        return tree.expression(replaced(item.deepCopy()));
    }

    private JsonNode replaced(JsonNode node) {
        if (isAggregate(node)) {
            ObjectNode place = JsonNodeFactory.instance.objectNode();
            place.put("class", "COLUMN_REF").put("type", "COLUMN_REF").put("alias", "").put("query_location", 0);
            place.putArray("column_names").add(PLACE + index((ObjectNode) node));
            return place;
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

    /// Text of partial aggregates, how to fold them, and what each aggregate is in terms of them.
    record Parts(List<String> columns, List<Fold> folds, List<String> wholes) {}

    /// The parts of all aggregates. A half stands for the whole: sums and counts are doubled.
    Parts parts() throws SQLException {
        List<String> columns = new ArrayList<>();
        List<Fold> folds = new ArrayList<>();
        List<String> wholes = new ArrayList<>();
        for (ObjectNode aggregate : found) {
            String at = "a" + columns.size();
            String argument = aggregate.path("children").isEmpty()
                    ? "*"
                    : tree.expression(aggregate.path("children").get(0));
            String name = aggregate.path("function_name").asText();
            switch (name) {
                case "sum", "count", "count_star" -> {
                    columns.add((name.equals("sum") ? "sum(" : "count(") + argument + ")");
                    folds.add(Fold.SUM);
                    wholes.add("(2 * " + at + ")");
                }
                case "avg" -> {
                    columns.add("sum(" + argument + ")");
                    columns.add("count(" + argument + ")");
                    folds.add(Fold.SUM);
                    folds.add(Fold.SUM);
                    wholes.add("(" + at + " / nullif(a" + (columns.size() - 1) + ", 0))");
                }
                default -> {
                    columns.add(name + "(" + argument + ")");
                    folds.add(name.equals("min") ? Fold.LEAST : Fold.LARGEST);
                    wholes.add("(CASE WHEN isfinite(" + at + ") THEN " + at + " END)");
                }
            }
        }
        return new Parts(columns, folds, wholes);
    }

    /// Each aggregate as a world computes it, sums and counts doubled.
    List<String> doubled() throws SQLException {
        List<String> wholes = new ArrayList<>();
        for (ObjectNode aggregate : found) {
            String text = tree.expression(aggregate);
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
