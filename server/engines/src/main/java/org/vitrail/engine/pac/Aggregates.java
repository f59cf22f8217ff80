package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The aggregates in the columns of one SELECT, taken out of the expressions around them.
final class Aggregates {
    /// Those that units' parts can be put together from.
    private static final Set<String> IN_PARTS = Set.of(
            "sum",
            "count",
            "count_star",
            "avg",
            "min",
            "max",
            "stddev",
            "stddev_samp",
            "stddev_pop",
            "variance",
            "var_samp",
            "var_pop");
    /// Those that every world computes for itself.
    private static final Set<String> WHOLE = Set.of("median", "quantile_cont");

    private static final String PLACE = "__a";

    private final List<ObjectNode> found = new ArrayList<>();

    /// What may be asked for.
    static Stream<String> names() {
        return Stream.concat(IN_PARTS.stream(), WHOLE.stream()).filter(name -> !name.contains("_star"));
    }

    static boolean isAggregate(JsonNode node) {
        if (!SqlTree.type(node).equals("FUNCTION")) {
            return false;
        }
        String name = node.path("function_name").asText();
        return IN_PARTS.contains(name) || WHOLE.contains(name);
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
            if (child.isContainerNode() && in(child)) {
                return true;
            }
        }
        return false;
    }

    /// The expression with `__a0 …` in place of its aggregates.
    JsonNode without(JsonNode item) {
        return replaced(item.deepCopy(), aggregate -> SqlTree.reference(PLACE + SqlTree.index(found, aggregate)));
    }

    /// An expression with something else in place of each aggregate, changed where it stands.
    private static JsonNode replaced(JsonNode node, UnaryOperator<ObjectNode> other) {
        if (isAggregate(node)) {
            return other.apply((ObjectNode) node);
        }
        if (node instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                if (object.get(name).isContainerNode()) {
                    object.set(name, replaced(object.get(name), other));
                }
            }
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, replaced(array.get(i), other));
            }
        }
        return node;
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

    /// The same expression with FILTER as what it means: of other rows there is no value.
    static JsonNode unfiltered(JsonNode expression) {
        return replaced(expression, Aggregates::filtered);
    }

    private static ObjectNode filtered(ObjectNode aggregate) {
        JsonNode filter = aggregate.path("filter");
        if (!filter.isObject()) {
            return aggregate;
        }
        ObjectNode whole = aggregate.deepCopy();
        whole.putNull("filter");
        ArrayNode children = (ArrayNode) whole.path("children");
        JsonNode value = children.isEmpty() ? SqlTree.one() : children.get(0);
        ObjectNode cases = SqlTree.when(filter, value);
        if (children.isEmpty()) {
            children.add(cases);
            whole.put("function_name", "count");
        } else {
            children.set(0, cases);
        }
        return whole;
    }

    /// The argument whose size matters, if any does.
    static Optional<JsonNode> measured(ObjectNode aggregate) {
        boolean counts = aggregate.path("function_name").asText().startsWith("count");
        return counts || aggregate.path("children").isEmpty()
                ? Optional.empty()
                : Optional.of(aggregate.path("children").get(0));
    }
}
