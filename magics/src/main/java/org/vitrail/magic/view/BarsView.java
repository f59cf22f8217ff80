package org.vitrail.magic.view;

import java.util.List;
import java.util.Locale;
import org.vitrail.contract.report.Bars;
import org.vitrail.contract.report.ColumnReport;

/// Small charts of a report: one for each column, the series of one bin side by side.
final class BarsView {
    private static final int WIDTH = 190;
    private static final int HEIGHT = 112;
    private static final int PER_LINE = 4;
    private static final List<String> COLOURS = List.of(Html.ACCENT, Html.PENDING, "#7aa65a");

    private BarsView() {}

    /// One drawing for all columns; empty if there are none.
    static String svg(List<ColumnReport> columns) {
        if (columns.isEmpty()) {
            return "";
        }
        int perLine = Math.min(PER_LINE, columns.size());
        int lines = (columns.size() + perLine - 1) / perLine;
        StringBuilder out = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\" "
                        + "style=\"max-width:100%%;font-family:sans-serif\">",
                perLine * WIDTH,
                lines * HEIGHT,
                perLine * WIDTH));
        for (int i = 0; i < columns.size(); i++) {
            panel(out, columns.get(i), i % perLine * WIDTH, i / perLine * HEIGHT);
        }
        return out.append("</svg>").toString();
    }

    private static void panel(StringBuilder out, ColumnReport column, int left, int up) {
        int floor = HEIGHT - 10;
        double top = column.bars().stream()
                .flatMap(b -> b.shares().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        String name = column.name().length() > 28 ? column.name().substring(0, 27) + "…" : column.name();
        out.append("<g transform=\"translate(")
                .append(left)
                .append(' ')
                .append(up)
                .append(")\">");
        out.append("<text x=\"10\" y=\"14\" font-size=\"11\" fill=\"currentColor\">")
                .append(Html.escape(name))
                .append("</text>");
        double step = (WIDTH - 20.0) / Math.max(1, column.bins().size());
        double bar = step / Math.max(1, column.bars().size());
        for (int s = 0; s < column.bars().size(); s++) {
            Bars series = column.bars().get(s);
            for (int b = 0; b < series.shares().size(); b++) {
                double height = top > 0 ? (floor - 24) * series.shares().get(b) / top : 0;
                String tip = series.of() + ", " + column.bins().get(b) + ": "
                        + String.format(
                                Locale.ROOT, "%.1f %%", 100 * series.shares().get(b)) + " ("
                        + series.status().words() + ")";
                out.append(String.format(
                                Locale.ROOT,
                                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"><title>",
                                10 + b * step + s * bar,
                                floor - height,
                                Math.max(0.4, bar - 0.6),
                                height,
                                COLOURS.get(s % COLOURS.size())))
                        .append(Html.escape(tip))
                        .append("</title></rect>");
            }
        }
        out.append("<path d=\"M10 ").append(floor).append("H").append(WIDTH - 10);
        out.append("\" stroke=\"currentColor\" stroke-opacity=\"0.5\"/></g>");
    }
}
