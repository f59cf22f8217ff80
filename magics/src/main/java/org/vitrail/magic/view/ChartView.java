package org.vitrail.magic.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dflib.DataFrame;

/// How the columns of a synthetic table are distributed: a Vega-Lite chart, and the same drawn as SVG and PNG
/// for everywhere else.
final class ChartView {
    private static final int COLUMNS_MAX = 16;
    private static final int PER_LINE = 4;
    private static final int WIDTH = 150;
    private static final int HEIGHT = 90;

    private ChartView() {}

    /// One small bar chart for each of the first 16 columns.
    static Bundle columns(DataFrame frame, String title) {
        List<Histogram> histograms = Histogram.of(frame, COLUMNS_MAX);
        return Bundle.chart(text(histograms, title), vegaLite(histograms, title), bars(histograms, title));
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
            chart.put("width", WIDTH);
            chart.put("height", HEIGHT);
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

    static BarChart bars(List<Histogram> histograms, String title) {
        return new BarChart(title, histograms.stream().map(ChartView::panel).toList(), true);
    }

    private static BarChart.Panel panel(Histogram histogram) {
        List<Double> heights = new ArrayList<>();
        List<String> tips = new ArrayList<>();
        for (int i = 0; i < histogram.labels().size(); i++) {
            heights.add((double) histogram.counts().get(i));
            tips.add(histogram.labels().get(i) + ": "
                    + Html.count(histogram.counts().get(i)));
        }
        return new BarChart.Panel(
                histogram.column(), histogram.labels(), List.of(new BarChart.Heights("synthetic rows", heights, tips)));
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
