package org.vitrail.magic.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dflib.DataFrame;

/// How the columns of a synthetic table are distributed: a Vega-Lite chart, and the same drawn as SVG for
/// everywhere else.
public final class ChartView {
    private static final int COLUMNS_MAX = 16;
    private static final int PER_LINE = 4;
    private static final int WIDTH = 190;
    private static final int HEIGHT = 130;
    private static final int HEADING = 22; // height of the line above the panels

    private ChartView() {}

    /// One small bar chart for each of the first 16 columns.
    public static Bundle columns(DataFrame frame, String title) {
        List<Histogram> histograms = Histogram.of(frame, COLUMNS_MAX);
        return Bundle.chart(text(histograms, title), vegaLite(histograms, title), svg(histograms, title));
    }

    static Map<String, Object> vegaLite(List<Histogram> histograms, String title) {
        List<Object> charts = new ArrayList<>();
        for (Histogram histogram : histograms) {
            List<Object> values = new ArrayList<>();
            for (int i = 0; i < histogram.labels().size(); i++) {
                values.add(Map.of(
                        "i",
                        i,
                        "v",
                        histogram.labels().get(i),
                        "n",
                        histogram.counts().get(i)));
            }
            Map<String, Object> x = new LinkedHashMap<>();
            x.put("field", "v");
            x.put("type", "ordinal");
            x.put("sort", Map.of("field", "i"));
            x.put("axis", Map.of("title", "", "labelLimit", 60, "labelOverlap", true));
            Map<String, Object> encoding = new LinkedHashMap<>();
            encoding.put("x", x);
            encoding.put("y", Map.of("field", "n", "type", "quantitative", "axis", Map.of("title", "")));
            encoding.put(
                    "tooltip",
                    List.of(
                            Map.of("field", "v", "type", "nominal", "title", "value"),
                            Map.of("field", "n", "type", "quantitative", "title", "synthetic rows")));
            Map<String, Object> chart = new LinkedHashMap<>();
            chart.put("title", histogram.column());
            chart.put("width", WIDTH - 40);
            chart.put("height", HEIGHT - 40);
            chart.put("data", Map.of("values", values));
            chart.put("mark", Map.of("type", "bar", "color", Html.ACCENT));
            chart.put("encoding", encoding);
            charts.add(chart);
        }
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("$schema", "https://vega.github.io/schema/vega-lite/v5.json");
        spec.put("title", title);
        spec.put("columns", PER_LINE);
        spec.put("concat", charts);
        spec.put("resolve", Map.of("scale", Map.of("x", "independent", "y", "independent")));
        return spec;
    }

    private static String svg(List<Histogram> histograms, String title) {
        int perLine = Math.clamp(histograms.size(), 1, PER_LINE);
        int lines = Math.max(1, (histograms.size() + perLine - 1) / perLine);
        StringBuilder out = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 ")
                .append(perLine * WIDTH)
                .append(' ')
                .append(HEADING + lines * HEIGHT)
                .append("\" width=\"")
                .append(perLine * WIDTH)
                .append("\" style=\"max-width:100%;font-family:sans-serif\"><title>")
                .append(Html.escape(title))
                .append("</title>");
        label(out, 10, 15, "start", 13, title, perLine * 28); // the front end shows nothing beside the drawing
        for (int i = 0; i < histograms.size(); i++) {
            panel(out, histograms.get(i), i % perLine * WIDTH, HEADING + i / perLine * HEIGHT);
        }
        return out.append("</svg>").toString();
    }

    private static void panel(StringBuilder out, Histogram histogram, int left, int up) {
        int bars = Math.max(1, histogram.labels().size());
        double step = (WIDTH - 20.0) / bars;
        int floor = HEIGHT - 28;
        out.append("<g transform=\"translate(")
                .append(left)
                .append(' ')
                .append(up)
                .append(")\">");
        label(out, 10, 14, "start", 11, histogram.column(), 26);
        for (int i = 0; i < histogram.labels().size(); i++) {
            double height = (floor - 24.0) * histogram.counts().get(i) / histogram.top();
            out.append(String.format(
                            Locale.ROOT,
                            "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"><title>",
                            10 + i * step,
                            floor - height,
                            Math.max(0.5, step - 1),
                            height,
                            Html.ACCENT))
                    .append(Html.escape(histogram.labels().get(i) + ": "
                            + Html.count(histogram.counts().get(i))))
                    .append("</title></rect>");
        }
        out.append("<path d=\"M10 ").append(floor).append("H").append(WIDTH - 10);
        out.append("\" stroke=\"currentColor\" stroke-opacity=\"0.5\"/>");
        if (!histogram.labels().isEmpty()) {
            label(out, 10, floor + 12, "start", 9, histogram.labels().getFirst(), 14);
            label(out, WIDTH - 10, floor + 12, "end", 9, histogram.labels().getLast(), 14);
        }
        out.append("</g>");
    }

    private static void label(
            StringBuilder out, int x, int y, String anchor, int size, String text, int charactersMax) {
        String shown = text.length() <= charactersMax ? text : text.substring(0, charactersMax - 1) + "…";
        out.append("<text x=\"")
                .append(x)
                .append("\" y=\"")
                .append(y)
                .append("\" text-anchor=\"")
                .append(anchor);
        out.append("\" font-size=\"").append(size).append("\" fill=\"currentColor\">");
        out.append(Html.escape(shown)).append("</text>");
    }

    private static String text(List<Histogram> histograms, String title) {
        StringBuilder out = new StringBuilder(title).append('\n');
        int width = histograms.stream()
                .mapToInt(h -> Math.min(20, h.column().length()))
                .max()
                .orElse(0);
        String levels = " ▁▂▃▄▅▆▇█";
        for (Histogram histogram : histograms) {
            String name = histogram.column().replaceAll("\\s", " ");
            name = name.length() > width ? name.substring(0, width) : name;
            out.append("  ").append(name).append(" ".repeat(width - name.length() + 2));
            for (long count : histogram.counts()) {
                out.append(levels.charAt(count == 0 ? 0 : (int) Math.max(1, 8 * count / histogram.top())));
            }
            if (!histogram.labels().isEmpty()) {
                out.append("  ").append(histogram.labels().getFirst());
                out.append(" … ").append(histogram.labels().getLast());
            }
            out.append('\n');
        }
        return out.toString().stripTrailing();
    }
}
