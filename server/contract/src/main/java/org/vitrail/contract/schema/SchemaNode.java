package org.vitrail.contract.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// A place in a schema file: a value and where it stands, so that every error names line and column.
record SchemaNode(Node node) {

    static SchemaNode of(@Nullable Node node) {
        if (node == null) {
            throw new IllegalArgumentException("schema file: the keys unit and columns expected, got an empty file");
        }
        return new SchemaNode(node);
    }

    boolean isScalar() {
        return node instanceof ScalarNode;
    }

    Map<String, SchemaNode> mapping(String expected) {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(expected + " expected, got " + kind());
        }
        Map<String, SchemaNode> keys = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            SchemaNode key = new SchemaNode(tuple.getKeyNode());
            if (keys.put(key.text(), new SchemaNode(tuple.getValueNode())) != null) {
                throw key.wrong("the key '" + key.text() + "' stands here twice; keep one");
            }
        }
        return keys;
    }

    List<SchemaNode> sequence(String expected) {
        if (!(node instanceof SequenceNode sequence)) {
            throw wrong(expected + " expected, got " + kind());
        }
        return sequence.getValue().stream().map(SchemaNode::new).toList();
    }

    /// The text as written, whatever YAML would make of it.
    String text() {
        if (!(node instanceof ScalarNode scalar)) {
            throw wrong("a text or number expected, got " + kind());
        }
        return scalar.getValue();
    }

    long whole() {
        try {
            return Long.parseLong(text().replace("_", ""));
        } catch (NumberFormatException e) {
            throw wrong("a whole number of at most 64 bits expected, got '" + text() + "'");
        }
    }

    double real() {
        String text = text();
        if (text.matches("[+-]?(\\d[\\d_]*)?(\\.\\d*)?([eE][+-]?\\d+)?") && text.matches(".*\\d.*")) {
            try {
                return Double.parseDouble(text.replace("_", ""));
            } catch (NumberFormatException e) {
                throw wrong("a decimal number expected, got '" + text + "'");
            }
        }
        throw wrong("a decimal number expected, got '" + text + "'");
    }

    boolean truth() {
        return switch (text()) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong("true or false expected, got '" + text() + "'");
        };
    }

    SchemaNode required(Map<String, SchemaNode> keys, String key) {
        return optional(keys, key)
                .orElseThrow(() -> wrong("the key '" + key + "' expected, got only " + new TreeSet<>(keys.keySet())));
    }

    /// A key that is missing and a key without a value (empty, `null` or `~`) are the same.
    Optional<SchemaNode> optional(Map<String, SchemaNode> keys, String key) {
        return Optional.ofNullable(keys.get(key)).filter(n -> !n.isNull());
    }

    void onlyKeys(Map<String, SchemaNode> keys, Set<String> allowed) {
        keys.forEach((key, value) -> {
            if (!allowed.contains(key)) {
                throw value.wrong("one of the keys " + new TreeSet<>(allowed) + " expected, got '" + key + "'");
            }
        });
    }

    /// What the record's own validation says, with the position in front.
    <T> T checked(Supplier<T> made) {
        try {
            return made.get();
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(
                "schema file, line " + (node.getStartMark().getLine() + 1) + ", column "
                        + (node.getStartMark().getColumn() + 1) + ": " + what);
    }

    private boolean isNull() {
        return node instanceof ScalarNode scalar
                && scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN
                && Set.of("", "~", "null").contains(scalar.getValue());
    }

    private String kind() {
        return switch (node) {
            case MappingNode m -> "a mapping";
            case SequenceNode s -> "a list";
            case ScalarNode s when isNull() -> "nothing";
            case ScalarNode s -> "'" + s.getValue() + "'";
            default -> "something else";
        };
    }
}
