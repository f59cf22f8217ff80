package org.vitrail.magic.view;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One output of a cell in several forms; a front end shows the richest form that it knows.
///
/// @param forms MIME type → text, or a tree of maps, lists, texts, finite numbers and truth values
/// @param metadata MIME type → what to know when showing that form, such as an image's width
public record Bundle(Map<String, Object> forms, Map<String, Object> metadata) {
    /// The chart type that JupyterLab draws itself.
    public static final String VEGA_LITE = "application/vnd.vegalite.v5+json";

    /// A drawing that scales.
    public static final String SVG = "image/svg+xml";

    /// A drawing in pixels, as Base64.
    public static final String PNG = "image/png";

    public Bundle {
        metadata = Map.copyOf(metadata);
        forms = Collections.unmodifiableMap(new LinkedHashMap<>(forms));
    }

    /// Forms that need no more words.
    public Bundle(Map<String, Object> forms) {
        this(forms, Map.of());
    }

    /// Text and HTML of the same content.
    public static Bundle of(String text, String html) {
        Map<String, Object> forms = new LinkedHashMap<>();
        forms.put("text/plain", text);
        forms.put("text/html", html);
        return new Bundle(forms);
    }

    /// A chart: text, a Vega-Lite tree, and drawings of the same content as SVG and PNG.
    ///
    /// It has no HTML form on purpose: JupyterLab 4.6 ranks `text/html` (50) before Vega-Lite (57), so
    /// beside HTML the Vega-Lite chart is never drawn. The drawings (`image/svg+xml`, 80, `image/png`, 90)
    /// come after it and serve every front end without Vega.
    static Bundle chart(String text, Map<String, Object> vegaLite, BarChart drawing) {
        Map<String, Object> forms = new LinkedHashMap<>();
        forms.put("text/plain", text);
        forms.put(VEGA_LITE, vegaLite);
        forms.put(SVG, SvgDrawing.of(drawing));
        PngDrawing.of(drawing).ifPresent(png -> forms.put(PNG, png));
        return new Bundle(forms, Map.of(PNG, Map.of("width", drawing.layout().width())));
    }

    /// The same output with one more form.
    public Bundle with(String mime, Object form) {
        Map<String, Object> more = new LinkedHashMap<>(forms);
        more.put(mime, form);
        return new Bundle(more, metadata);
    }

    /// The plain text form.
    public String text() {
        return String.valueOf(forms.get("text/plain"));
    }

    /// The HTML form; empty if there is none, as for a chart.
    public String html() {
        return forms.get("text/html") instanceof String html ? html : "";
    }
}
