package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Which names a query may use: none that begin as ours do, and none whose case DuckDB and we fold differently.
final class QueryForm {
    private QueryForm() {}

    /// Whether a name or text anywhere holds what names of ours begin with: a column that a query calls like a mask
    /// would be taken for one, and aggregates are put in their places by such names.
    static boolean isOurs(ObjectNode node) {
        return anyText(node, true, text -> text.contains("__"));
    }

    /// Names are compared without case here and by DuckDB; beyond ASCII the two differ.
    static boolean isPlain(ObjectNode node) {
        return !anyText(node, false, name -> !isAscii(name));
    }

    /// @param constants whether texts that the query compares with are looked at too
    private static boolean anyText(ObjectNode node, boolean constants, Predicate<String> wrong) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            JsonNode value = field.getValue();
            if (value.isTextual() && (constants || !field.getKey().equals("value")) && wrong.test(value.asText())) {
                return true;
            }
            for (JsonNode name : value.isArray() ? value : List.<JsonNode>of()) {
                if (name.isTextual() && wrong.test(name.asText())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isAscii(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 128) {
                return false;
            }
        }
        return true;
    }
}
