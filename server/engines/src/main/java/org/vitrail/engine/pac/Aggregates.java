package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.vitrail.engine.pac.WorldQuery.Fold;
import org.vitrail.engine.pac.WorldQuery.Whole;

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

    /// The aggregate that an expression without aggregates is, as it stands.
    static OptionalInt alone(JsonNode cell) {
        String name = SqlTree.type(cell).equals("COLUMN_REF") ? SqlTree.column(cell) : "";
        return name.startsWith(PLACE) && cell.path("column_names").size() == 1
                ? OptionalInt.of(Integer.parseInt(name.substring(PLACE.length())))
                : OptionalInt.empty();
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
    record Parts(List<JsonNode> columns, List<Fold> folds, List<Whole> wholes) {}

    /// The parts of all aggregates.
    ///
    /// @param filled whether an expression is a column without missing values: counting it counts rows
    Parts parts(Predicate<JsonNode> filled) {
        Parts parts = new Parts(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (ObjectNode aggregate : found) {
            String name = aggregate.path("function_name").asText();
            parts.wholes()
                    .add(
                            switch (name) {
                                case "sum" -> new Whole.Doubled(part(aggregate, "sum", Fold.SUM, parts));
                                case "count", "count_star" -> new Whole.Doubled(count(aggregate, filled, parts));
                                case "avg" ->
                                    new Whole.Mean(
                                            part(aggregate, "sum", Fold.SUM, parts), count(aggregate, filled, parts));
                                case "min" -> new Whole.Extreme(part(aggregate, "min", Fold.LEAST, parts));
                                default -> new Whole.Extreme(part(aggregate, "max", Fold.LARGEST, parts));
                            });
        }
        return parts;
    }

    private static int count(ObjectNode aggregate, Predicate<JsonNode> filled, Parts parts) {
        JsonNode children = aggregate.path("children");
        boolean rows = children.isEmpty() || (children.size() == 1 && filled.test(children.get(0)));
        if (!rows) {
            return part(aggregate, "count", Fold.SUM, parts);
        }
        ObjectNode star = aggregate.deepCopy();
        star.putArray("children");
        return part(star, "count_star", Fold.SUM, parts);
    }

    /// Index of a partial aggregate, which is added if it is not there yet.
    private static int part(ObjectNode aggregate, String function, Fold fold, Parts parts) {
        ObjectNode wanted = aggregate.deepCopy();
        wanted.put("function_name", function);
        List<JsonNode> columns = parts.columns();
        for (int i = 0; i < columns.size(); i++) {
            if (SqlTree.same(columns.get(i), wanted)) {
                return i;
            }
        }
        columns.add(SqlTree.named(wanted, "a" + columns.size()));
        parts.folds().add(fold);
        return columns.size() - 1;
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
