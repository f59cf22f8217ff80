package org.vitrail.magic.view;

import java.util.Locale;

/// Draws a chart as SVG: text and lines in the page's own colour, tips where the mouse rests.
final class SvgDrawing {
    private SvgDrawing() {}

    static String of(BarChart chart) {
        BarChart.Drawing drawing = chart.layout();
        StringBuilder out = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\" "
                        + "style=\"max-width:100%%;font-family:sans-serif\">",
                drawing.width(),
                drawing.height(),
                drawing.width()));
        if (!drawing.title().isEmpty()) {
            out.append("<title>").append(Html.escape(drawing.title())).append("</title>");
        }
        drawing.boxes().forEach(box -> box(out, box));
        for (BarChart.Floor floor : drawing.floors()) {
            out.append(String.format(
                    Locale.ROOT,
                    "<path d=\"M%d %dH%d\" stroke=\"currentColor\" stroke-opacity=\"0.5\"/>",
                    floor.from(),
                    floor.y(),
                    floor.to()));
        }
        for (BarChart.Label label : drawing.labels()) {
            out.append(String.format(
                            Locale.ROOT,
                            "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" font-size=\"%d\" fill=\"currentColor\">",
                            label.x(),
                            label.y(),
                            label.right() ? "end" : "start",
                            label.size()))
                    .append(Html.escape(label.text()))
                    .append("</text>");
        }
        return out.append("</svg>").toString();
    }

    private static void box(StringBuilder out, BarChart.Box box) {
        out.append(String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\">",
                box.x(),
                box.y(),
                box.width(),
                box.height(),
                box.colour()));
        if (!box.tip().isEmpty()) {
            out.append("<title>").append(Html.escape(box.tip())).append("</title>");
        }
        out.append("</rect>");
    }
}
