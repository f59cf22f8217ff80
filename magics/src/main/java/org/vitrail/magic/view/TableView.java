package org.vitrail.magic.view;

import java.util.ArrayList;
import java.util.List;
import org.dflib.DataFrame;
import org.jspecify.annotations.Nullable;

/// The first rows of a data frame.
public final class TableView {
    private static final int COLUMNS_MAX = 30;

    private TableView() {}

    /// A preview.
    ///
    /// @param title above the table
    /// @param rows how many to show at most
    public static Bundle preview(DataFrame frame, String title, int rows) {
        int width = Math.min(frame.width(), COLUMNS_MAX);
        int height = Math.min(frame.height(), rows);
        List<String> header = new ArrayList<>();
        List<Boolean> numeric = new ArrayList<>();
        for (int c = 0; c < width; c++) {
            header.add(frame.getColumnsIndex().get(c));
            numeric.add(Number.class.isAssignableFrom(frame.getColumn(c).getInferredType())
                    || frame.getColumn(c).getNominalType().isPrimitive());
        }
        List<List<String>> cells = new ArrayList<>();
        for (int r = 0; r < height; r++) {
            List<String> row = new ArrayList<>();
            for (int c = 0; c < width; c++) {
                row.add(cell(frame.get(c, r)));
            }
            cells.add(row);
        }
        String size = Html.count(frame.height()) + " rows × " + frame.width() + " columns"
                + (frame.height() > height ? ", the first " + height + " shown" : "")
                + (frame.width() > width ? ", the first " + width + " columns shown" : "");
        String text = title + "\n" + Html.textTable(header, cells, numeric) + size;
        String html = "<div style=\"font-weight:600;font-size:13px;margin:4px 0\">" + Html.escape(title) + "</div>"
                + Html.table(header, cells, numeric) + "<div style=\"opacity:.7;font-size:12px\">" + Html.escape(size)
                + "</div>";
        return Bundle.of(text, html);
    }

    /// Rows of texts, and lines below them.
    ///
    /// @param rightAligned which columns hold numbers
    public static Bundle rows(
            String title,
            List<String> header,
            List<List<String>> rows,
            List<Boolean> rightAligned,
            List<String> below) {
        StringBuilder text = new StringBuilder(title).append('\n');
        StringBuilder html = new StringBuilder();
        if (!rows.isEmpty()) {
            text.append(Html.textTable(header, rows, rightAligned));
            html.append(Html.table(header, rows, rightAligned));
        }
        for (String line : below) {
            text.append(line).append('\n');
            html.append("<div style=\"opacity:.8;margin:3px 0\">")
                    .append(Html.escape(line))
                    .append("</div>");
        }
        return Bundle.of(text.toString().stripTrailing(), Html.box(title, html.toString()));
    }

    /// One cell: `null` as nothing, numbers short, long texts cut.
    static String cell(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Double number) {
            return Html.number(number);
        }
        String text = value.toString();
        return text.length() <= 80 ? text : text.substring(0, 79) + "…";
    }

    /// Its columns, drawn.
    public static Bundle charts(DataFrame frame, String title) {
        return ChartView.columns(frame, title);
    }
}
