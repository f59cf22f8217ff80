package org.vitrail.notebook;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/// A notebook with its outputs as one HTML page that loads nothing.
final class HtmlPage {
    private static final String STYLE = """
            body{font:16px/1.55 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#22223b}
            pre{background:#f6f6f8;border-radius:6px;padding:.7rem .9rem;overflow:auto;font-size:13.5px;line-height:1.45}
            pre.code{border-left:4px solid #1d4e89}
            pre.out{background:none;padding:.1rem .9rem}
            pre.err{background:#fdecea;border-left:4px solid #c8553d}
            .cell{margin:1.1rem 0}.output{margin:.4rem 0;overflow:auto}
            table{border-collapse:collapse;font-size:14px}th,td{padding:.25rem .6rem;border-bottom:1px solid #ddd}
            img,svg{max-width:100%}code{background:#f6f6f8;border-radius:3px;padding:0 .2em}
            pre code{background:none;padding:0}
            """;

    private final Parser parser =
            Parser.builder().extensions(List.of(TablesExtension.create())).build();
    private final HtmlRenderer renderer =
            HtmlRenderer.builder().extensions(List.of(TablesExtension.create())).build();
    private final StringBuilder page = new StringBuilder();

    private HtmlPage() {}

    static String of(NotebookFile notebook, String title) {
        HtmlPage made = new HtmlPage();
        made.page
                .append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
                .append(escape(title))
                .append("</title><meta name=\"viewport\" content=\"width=device-width\">\n<style>")
                .append(STYLE)
                .append("</style></head><body>\n");
        notebook.cells().forEach(made::cell);
        return made.page.append("</body></html>\n").toString();
    }

    private void cell(JsonNode cell) {
        String source = NotebookFile.source(cell);
        page.append("<div class=\"cell\">");
        switch (cell.path("cell_type").asText()) {
            case "markdown" -> page.append(renderer.render(parser.parse(source)));
            case "code" -> {
                if (!source.isBlank()) {
                    pre("code", source);
                }
                cell.path("outputs").forEach(this::output);
            }
            default -> pre("out", source);
        }
        page.append("</div>\n");
    }

    private void output(JsonNode output) {
        page.append("<div class=\"output\">");
        switch (output.path("output_type").asText()) {
            case "stream" ->
                pre(output.path("name").asText().equals("stderr") ? "err" : "out", Outputs.join(output.path("text")));
            case "error" -> pre("err", Outputs.text(output));
            default -> rich(output.path("data"));
        }
        page.append("</div>\n");
    }

    /// The richest form that needs no script.
    private void rich(JsonNode data) {
        if (data.has("text/html")) {
            page.append(Outputs.join(data.path("text/html")));
        } else if (data.has("image/svg+xml")) {
            page.append(Outputs.join(data.path("image/svg+xml")));
        } else if (data.has("image/png")) {
            page.append("<img alt=\"\" src=\"data:image/png;base64,")
                    .append(escape(Outputs.join(data.path("image/png")).replaceAll("\\s", "")))
                    .append("\">");
        } else if (data.has("text/markdown")) {
            page.append(renderer.render(parser.parse(Outputs.join(data.path("text/markdown")))));
        } else {
            pre("out", Outputs.join(data.path("text/plain")));
        }
    }

    private void pre(String kind, String text) {
        page.append("<pre class=\"")
                .append(kind)
                .append("\">")
                .append(escape(Outputs.plain(text)))
                .append("</pre>");
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
