package org.vitrail.magic.view;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// One output of a cell in several forms; a front end shows the richest form that it knows.
///
/// @param forms MIME type → text, or a tree of maps, lists, texts, finite numbers and truth values
public record Bundle(Map<String, Object> forms) {
    /// The chart type that JupyterLab draws itself.
    public static final String VEGA_LITE = "application/vnd.vegalite.v5+json";

    public Bundle {
        forms = Collections.unmodifiableMap(new LinkedHashMap<>(forms));
    }

    /// Text and HTML of the same content.
    public static Bundle of(String text, String html) {
        Map<String, Object> forms = new LinkedHashMap<>();
        forms.put("text/plain", text);
        forms.put("text/html", html);
        return new Bundle(forms);
    }

    /// A chart: text, a Vega-Lite tree and a drawing of the same content. It has no HTML form on purpose: JupyterLab
    /// 4.6
    /// ranks `text/html` (50) before Vega-Lite (57), so beside HTML the Vega-Lite chart is never drawn; the drawing
    /// (`image/svg+xml`, 80) comes after it and serves every front end without Vega.
    public static Bundle chart(String text, Map<String, Object> vegaLite, String svg) {
        Map<String, Object> forms = new LinkedHashMap<>();
        forms.put("text/plain", text);
        forms.put(VEGA_LITE, vegaLite);
        forms.put("image/svg+xml", svg);
        return new Bundle(forms);
    }

    /// The same output with one more form.
    public Bundle with(String mime, Object form) {
        Map<String, Object> more = new LinkedHashMap<>(forms);
        more.put(mime, form);
        return new Bundle(more);
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
