package org.vitrail.magic.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vitrail.contract.wire.Json;
import org.vitrail.magic.view.Html.Fact;

/// A quality report. It is drawn from its JSON form as it stands: every figure the server reports is shown, under
/// its own name, whatever version made it.
public final class ReportView {
    private static final int DEPTH_MAX = 6;

    private ReportView() {}

    /// The whole report.
    ///
    /// @param json a JSON document
    public static Bundle report(String json) {
        JsonNode root;
        try {
            root = Json.read(json, JsonNode.class);
        } catch (IllegalArgumentException e) {
            return Bundle.of("Quality report: unreadable", Html.box("Quality report", "unreadable"));
        }
        StringBuilder text = new StringBuilder("Quality report\n");
        StringBuilder html = new StringBuilder();
        section(root, text, html, 0);
        return Bundle.of(text.toString().stripTrailing(), Html.box("Quality report", html.toString()));
    }

    private static void section(JsonNode node, StringBuilder text, StringBuilder html, int depth) {
        List<Fact> facts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (isPlain(field.getValue())) {
                facts.add(new Fact(words(field.getKey()), value(field.getValue())));
            }
        }
        text.append(Html.text(facts));
        html.append(Html.facts(facts));
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            JsonNode child = field.getValue();
            if (isPlain(child) || child.isEmpty() || depth >= DEPTH_MAX) {
                continue;
            }
            text.append(words(field.getKey())).append('\n');
            html.append("<div style=\"font-weight:600;margin:6px 0 2px\">")
                    .append(Html.escape(words(field.getKey())))
                    .append("</div>");
            if (child.isArray()) {
                array(child, text, html);
            } else {
                section(child, text, html, depth + 1);
            }
        }
    }

    private static void array(JsonNode items, StringBuilder text, StringBuilder html) {
        List<String> header = new ArrayList<>();
        List<Boolean> numeric = new ArrayList<>();
        items.get(0).properties().forEach(field -> {
            header.add(field.getKey());
            numeric.add(field.getValue().isNumber());
        });
        List<List<String>> rows = new ArrayList<>();
        if (header.isEmpty()) {
            header.add("");
            numeric.add(false);
        }
        List<String> shown = header.stream().map(ReportView::words).toList();
        for (JsonNode item : items) {
            List<String> row = new ArrayList<>();
            for (String key : header) {
                row.add(item.isObject() ? value(item.path(key)) : row.isEmpty() ? value(item) : "");
            }
            rows.add(row);
        }
        text.append(Html.textTable(shown, rows, numeric));
        html.append(Html.table(shown, rows, numeric));
    }

    private static boolean isPlain(JsonNode node) {
        return node.isValueNode();
    }

    private static String value(JsonNode node) {
        if (node.isFloatingPointNumber()) {
            return Html.number(node.asDouble());
        }
        if (node.isNumber()) {
            return Html.count(node.asLong());
        }
        return node.isMissingNode() || node.isNull() ? "–" : node.isValueNode() ? node.asText() : node.toString();
    }

    /// `trainOnSyntheticAuc` → `train on synthetic auc`.
    private static String words(String key) {
        return key.replaceAll("([a-z0-9])([A-Z])", "$1 $2").replace('_', ' ').toLowerCase(java.util.Locale.ROOT);
    }
}
