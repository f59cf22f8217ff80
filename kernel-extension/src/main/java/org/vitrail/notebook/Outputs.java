package org.vitrail.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Folds the messages of a kernel into the outputs of cells.
///
/// Prints of one stream become one output, with `\r` overwriting its line; an update of a display changes every
/// output with that id, also those of earlier cells.
final class Outputs {
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    private final Map<String, List<ObjectNode>> displays = new HashMap<>();

    /// Applies one message to the outputs of the running cell; types that are no output are ignored.
    void apply(ArrayNode outputs, String type, JsonNode content) {
        switch (type) {
            case "stream" -> stream(outputs, content);
            case "display_data" -> display(outputs, content, false);
            case "execute_result" -> display(outputs, content, true);
            case "update_display_data" -> update(content);
            case "clear_output" -> outputs.removeAll();
            case "error" -> {
                ObjectNode error = outputs.addObject().put("output_type", "error");
                error.set("ename", content.path("ename"));
                error.set("evalue", content.path("evalue"));
                error.set("traceback", content.path("traceback"));
            }
            default -> {}
        }
    }

    private static void stream(ArrayNode outputs, JsonNode content) {
        String name = content.path("name").asText();
        String text = content.path("text").asText();
        JsonNode last = outputs.isEmpty() ? null : outputs.get(outputs.size() - 1);
        if (last instanceof ObjectNode stream
                && stream.path("output_type").asText().equals("stream")
                && stream.path("name").asText().equals(name)) {
            stream.put("text", overwrite(stream.path("text").asText() + text));
        } else {
            outputs.addObject().put("output_type", "stream").put("name", name).put("text", overwrite(text));
        }
    }

    /// A carriage return that is not part of a line end takes the line back; the last one may still be open.
    static String overwrite(String text) {
        if (text.indexOf('\r') < 0) {
            return text;
        }
        String unix = text.replace("\r\n", "\n");
        StringBuilder out = new StringBuilder();
        int start = 0;
        while (start <= unix.length()) {
            int end = unix.indexOf('\n', start);
            String line = unix.substring(start, end < 0 ? unix.length() : end);
            boolean open = line.endsWith("\r");
            String kept = open ? line.substring(0, line.length() - 1) : line;
            out.append(kept.substring(kept.lastIndexOf('\r') + 1)).append(open ? "\r" : "");
            if (end < 0) {
                break;
            }
            out.append('\n');
            start = end + 1;
        }
        return out.toString();
    }

    private void display(ArrayNode outputs, JsonNode content, boolean result) {
        ObjectNode output = outputs.addObject().put("output_type", result ? "execute_result" : "display_data");
        output.set("data", object(content.path("data")));
        output.set("metadata", object(content.path("metadata")));
        if (result) {
            output.set("execution_count", content.path("execution_count"));
        }
        String id = content.path("transient").path("display_id").asText("");
        if (!id.isEmpty()) {
            displays.computeIfAbsent(id, key -> new ArrayList<>()).add(output);
        }
    }

    private void update(JsonNode content) {
        String id = content.path("transient").path("display_id").asText("");
        for (ObjectNode output : displays.getOrDefault(id, List.of())) {
            output.set("data", object(content.path("data")));
            output.set("metadata", object(content.path("metadata")));
        }
    }

    private static JsonNode object(JsonNode node) {
        return node.isObject() ? node : Wire.JSON.createObjectNode();
    }

    /// An output as text, ending in a line end if it has any.
    static String text(JsonNode output) {
        String text = switch (output.path("output_type").asText()) {
            case "stream" -> join(output.path("text"));
            case "error" -> plain(join(output.path("traceback"), "\n"));
            default -> join(output.path("data").path("text/plain"));
        };
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }

    static String plain(String text) {
        return COLOUR.matcher(text).replaceAll("");
    }

    /// A text that may be one string or several lines.
    static String join(JsonNode node) {
        return join(node, "");
    }

    static String join(JsonNode node, String between) {
        if (!node.isArray()) {
            return node.asText("");
        }
        List<String> parts = new ArrayList<>();
        node.forEach(part -> parts.add(part.asText()));
        return String.join(between, parts);
    }
}
