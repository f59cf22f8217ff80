package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.privacy.accounting.text.Nearest;

/// Finds in a query what its declared categories show to be a slip: comparing with a text that is none of them, or
/// reading numbers from them where none is one. Categories are public, so it is told before anything is paid.
final class Categories {
    private static final Set<String> COMPARISONS =
            Set.of("COMPARE_EQUAL", "COMPARE_NOTEQUAL", "COMPARE_IN", "COMPARE_NOT_IN");
    private static final Pattern NUMERIC = Pattern.compile("U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL");
    private static final Pattern NUMBER = Pattern.compile("\\s*[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?\\s*");
    private static final int LISTED = 10;

    private final RegisteredTables tables;
    private final ObjectNode root;

    private Categories(RegisteredTables tables, ObjectNode root) {
        this.tables = tables;
        this.root = root;
    }

    /// @throws PacRefusedException one line: what is none of the categories, and which it may be
    static void check(ObjectNode root, RegisteredTables tables) throws PacRefusedException {
        Categories categories = new Categories(tables, root);
        for (ObjectNode node : SqlTree.objects(root)) {
            if (COMPARISONS.contains(SqlTree.type(node))) {
                categories.compared(node);
            } else if (SqlTree.type(node).equals("OPERATOR_CAST")) {
                categories.cast(node);
            }
        }
    }

    private void compared(ObjectNode comparison) throws PacRefusedException {
        List<JsonNode> sides = new ArrayList<>();
        sides.add(comparison.path("left"));
        sides.add(comparison.path("right"));
        comparison.path("children").forEach(sides::add);
        for (JsonNode side : sides) {
            List<String> known = categories(side);
            for (JsonNode other : known.isEmpty() ? List.<JsonNode>of() : sides) {
                Optional<String> text = text(other);
                if (text.isPresent() && !known.contains(text.get())) {
                    throw new PacRefusedException("no '" + text.get() + "' among the categories of "
                            + SqlTree.column(side)
                            + Nearest.to(text.get(), known)
                                    .map(name -> ", did you mean '" + name + "'?")
                                    .orElse(".")
                            + " There are " + known.stream().limit(LISTED).toList()
                            + (known.size() > LISTED ? " and " + (known.size() - LISTED) + " more" : ""));
                }
            }
        }
    }

    private void cast(ObjectNode cast) throws PacRefusedException {
        List<String> known = categories(cast.path("child"));
        boolean number =
                NUMERIC.matcher(cast.path("cast_type").path("id").asText()).matches();
        if (number
                && !known.isEmpty()
                && known.stream().noneMatch(name -> NUMBER.matcher(name).matches())) {
            throw new PacRefusedException("expected a number to cast, got the categories of "
                    + SqlTree.column(cast.path("child")) + ", none of which is one: count them, or use CASE");
        }
    }

    /// Of a column that can be no other; none if it may be.
    private List<String> categories(JsonNode expression) {
        if (!SqlTree.type(expression).equals("COLUMN_REF")) {
            return List.of();
        }
        String name = SqlTree.column(expression);
        List<String> known = new ArrayList<>();
        for (Column column : tables.columns(name)) {
            if (!(column.domain() instanceof Domain.Categorical(List<String> values, Optional<String> _))) {
                return List.of();
            }
            known.addAll(values);
        }
        boolean renamed = SqlTree.any(root, node -> isRenamed(node, name));
        return renamed ? List.of() : known.stream().distinct().toList();
    }

    /// Whether something else has that name, or may have it.
    private static boolean isRenamed(JsonNode node, String name) {
        for (JsonNode alias : node.path("column_name_alias")) {
            if (alias.asText().equalsIgnoreCase(name)) {
                return true;
            }
        }
        for (JsonNode alias : node.path("aliases")) {
            if (alias.asText().equalsIgnoreCase(name)) {
                return true;
            }
        }
        return node.path("alias").asText().equalsIgnoreCase(name);
    }

    private static Optional<String> text(JsonNode expression) {
        JsonNode value = expression.path("value");
        return SqlTree.type(expression).equals("VALUE_CONSTANT")
                        && value.path("type").path("id").asText().equals("VARCHAR")
                        && value.path("value").isTextual()
                ? Optional.of(value.path("value").asText())
                : Optional.empty();
    }
}
