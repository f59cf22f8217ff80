package org.vitrail.magic.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A curve as a Vega-Lite chart, as a drawing and as text.
public final class CurveView {
    private static final int WIDTH = 420;
    private static final int HEIGHT = 220;
    private static final int LEFT = 56;
    private static final int FLOOR = HEIGHT - 40;
    private static final int TOP = 30;

    private CurveView() {}

    /// All forms. Infinite values are left out of the drawing and written in the text.
    public static Bundle of(Curve curve) {
        Map<String, Object> forms = new LinkedHashMap<>();
        forms.put("text/plain", text(curve));
        forms.put(Bundle.VEGA_LITE, vegaLite(curve));
        forms.put(Bundle.SVG, svg(curve));
        return new Bundle(forms);
    }

    private static String text(Curve curve) {
        List<List<String>> rows = curve.points().stream()
                .map(point -> List.of(Html.number(point.x()), Html.number(point.y())))
                .toList();
        return curve.title() + "\n"
                + Html.textTable(List.of(curve.x(), curve.y()), rows, List.of(true, true))
                        .stripTrailing();
    }

    private static List<Curve.Point> finite(Curve curve) {
        return curve.points().stream()
                .filter(point -> Double.isFinite(point.x()) && Double.isFinite(point.y()))
                .toList();
    }

    private static Map<String, Object> vegaLite(Curve curve) {
        List<Object> values = new ArrayList<>();
        for (Curve.Point point : finite(curve)) {
            values.add(Map.of("x", point.x(), "y", point.y()));
        }
        Map<String, Object> encoding = new LinkedHashMap<>();
        encoding.put("x", axis("x", curve.x()));
        encoding.put("y", axis("y", curve.y()));
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("$schema", "https://vega.github.io/schema/vega-lite/v5.json");
        spec.put("title", curve.title());
        spec.put("width", WIDTH - LEFT);
        spec.put("height", FLOOR - TOP);
        spec.put("data", Map.of("values", values));
        spec.put("mark", Map.of("type", "line", "point", true, "tooltip", true, "color", Html.ACCENT));
        spec.put("encoding", encoding);
        return spec;
    }

    private static Map<String, Object> axis(String field, String title) {
        return Map.of("field", field, "type", "quantitative", "title", title);
    }

    private static String svg(Curve curve) {
        StringBuilder out = new StringBuilder(String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\" "
                                + "style=\"max-width:100%%;font-family:sans-serif\"><title>",
                        WIDTH,
                        HEIGHT,
                        WIDTH))
                .append(Html.escape(curve.title()))
                .append("</title>");
        write(out, 10, 16, "start", curve.title());
        out.append(String.format(
                Locale.ROOT,
                "<path d=\"M%d %dV%dH%d\" fill=\"none\" stroke=\"currentColor\" stroke-opacity=\"0.5\"/>",
                LEFT,
                TOP,
                FLOOR,
                WIDTH - 10));
        List<Curve.Point> points = finite(curve);
        if (!points.isEmpty()) {
            line(out, points);
        }
        write(out, (LEFT + WIDTH) / 2, HEIGHT - 6, "middle", curve.x());
        return out.append("</svg>").toString();
    }

    private static void line(StringBuilder out, List<Curve.Point> points) {
        double left = points.getFirst().x();
        double right = points.getLast().x();
        double high = points.stream().mapToDouble(Curve.Point::y).max().orElse(1);
        double low =
                Math.min(0, points.stream().mapToDouble(Curve.Point::y).min().orElse(0));
        StringBuilder path = new StringBuilder();
        for (Curve.Point point : points) {
            double x = LEFT + (WIDTH - 20.0 - LEFT) * (right > left ? (point.x() - left) / (right - left) : 0.5);
            double y = FLOOR - (FLOOR - TOP) * (high > low ? (point.y() - low) / (high - low) : 0.5);
            path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x, y));
            out.append(String.format(
                            Locale.ROOT,
                            "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"><title>",
                            x,
                            y,
                            Html.ACCENT))
                    .append(Html.escape(Html.number(point.x()) + ": " + Html.number(point.y())))
                    .append("</title></circle>");
        }
        out.append("<path d=\"").append(path).append("\" fill=\"none\" stroke-width=\"2\" stroke=\"");
        out.append(Html.ACCENT).append("\"/>");
        write(out, LEFT - 6, TOP + 6, "end", Html.number(high));
        write(out, LEFT - 6, FLOOR, "end", Html.number(low));
        write(out, LEFT, FLOOR + 16, "middle", Html.number(left));
        write(out, WIDTH - 20, FLOOR + 16, "middle", Html.number(right));
    }

    private static void write(StringBuilder out, int x, int y, String anchor, String text) {
        out.append(String.format(
                        Locale.ROOT,
                        "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" font-size=\"11\" fill=\"currentColor\">",
                        x,
                        y,
                        anchor))
                .append(Html.escape(text))
                .append("</text>");
    }

    /// A line of a plot.
    ///
    /// @param x what the horizontal axis shows
    /// @param y what the vertical axis shows
    /// @param points in ascending order of x; y may be infinite
    public record Curve(String title, String x, String y, List<Point> points) {
        public Curve {
            points = List.copyOf(points);
        }

        /// One point.
        public record Point(double x, double y) {}
    }
}
