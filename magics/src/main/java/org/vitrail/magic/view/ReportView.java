package org.vitrail.magic.view;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.vitrail.contract.report.Bars;
import org.vitrail.contract.report.ColumnReport;
import org.vitrail.contract.report.Figure;
import org.vitrail.contract.report.FigureStatus;
import org.vitrail.contract.report.PrivacyBox;
import org.vitrail.contract.report.QualityReport;
import org.vitrail.contract.wire.Json;
import org.vitrail.magic.view.Html.Fact;

/// A quality report: what may be published and what may not is said at the top and beside every figure.
public final class ReportView {
    private static final String UNREADABLE = "Quality report: made by a server of another version, not readable here";

    private static final int SHOWN_IN_TEXT = 2; // guarantee, unit: the receipt has the rest

    private ReportView() {}

    /// The whole report from its JSON form.
    public static Bundle report(String json) {
        try {
            return report(Json.read(json, QualityReport.class));
        } catch (IllegalArgumentException e) {
            return Bundle.of(UNREADABLE, Html.escape(UNREADABLE));
        }
    }

    /// The whole report.
    public static Bundle report(QualityReport report) {
        String title = "Quality report of " + Html.count(report.rows()) + " synthetic rows";
        String right = report.publishable()
                ? "every figure here is computed from the release or paid for: may be published"
                : "NOT PRIVATE: figures so marked come from private rows without noise; do not publish";
        List<Fact> box = new ArrayList<>();
        if (!report.publishable()) {
            box.add(new Fact(
                    "this report",
                    "not private: no guarantee at all, so it costs nothing of the budget; for the dataset's owner alone,"
                            + " kept nowhere; clear this output before you share the notebook"));
        }
        box.addAll(box(report.box()));
        List<String> header = figureHeader(report.figures());
        List<List<String>> figures = figureRows(report.figures(), header);
        List<Boolean> numeric = numeric(header.size());
        List<String> columnHeader = columnHeader(report.columns());
        List<List<String>> columns = columnRows(report.columns(), columnHeader);
        List<Boolean> columnNumeric = new ArrayList<>();
        columnHeader.forEach(h -> columnNumeric.add(!h.equals("column")));

        StringBuilder text =
                new StringBuilder(title).append("\n[").append(right).append("]\n");
        text.append(Html.text(report.publishable() ? box.subList(0, Math.min(SHOWN_IN_TEXT, box.size())) : box));
        text.append(figures.isEmpty() ? "" : Html.textTable(header, figures, numeric));
        text.append(columns.isEmpty() ? "" : Html.textTable(columnHeader, columns, columnNumeric));
        report.notes().forEach(note -> text.append("note: ").append(note).append('\n'));

        StringBuilder html = new StringBuilder(mark(right, report.publishable()));
        html.append(figures.isEmpty() ? "" : Html.table(header, figures, numeric));
        html.append(report.columns().isEmpty() ? "" : SvgDrawing.of(bars(report.columns())));
        html.append(columns.isEmpty() ? "" : Html.table(columnHeader, columns, columnNumeric));
        html.append("<details><summary>what " + (report.publishable() ? "" : "this report does not promise, and what ")
                        + "the release promises</summary>")
                .append(Html.facts(box));
        html.append("</details>");
        report.notes()
                .forEach(note -> html.append("<div style=\"opacity:.75;font-size:12px\">note: ")
                        .append(Html.escape(note))
                        .append("</div>"));
        return Bundle.of(text.toString().stripTrailing(), Html.box(title, html.toString()));
    }

    /// One panel for each column, the tables side by side in each bin.
    static BarChart bars(List<ColumnReport> columns) {
        return new BarChart("", columns.stream().map(ReportView::panel).toList(), false);
    }

    private static BarChart.Panel panel(ColumnReport column) {
        List<BarChart.Heights> series = new ArrayList<>();
        for (Bars bars : column.bars()) {
            List<String> tips = new ArrayList<>();
            for (int b = 0; b < bars.shares().size(); b++) {
                tips.add(String.format(
                        Locale.ROOT,
                        "%s, %s: %.1f %% (%s)",
                        bars.of(),
                        column.bins().get(b),
                        100 * bars.shares().get(b),
                        bars.status().words()));
            }
            series.add(new BarChart.Heights(bars.of(), bars.shares(), tips));
        }
        return new BarChart.Panel(column.name(), column.bins(), series);
    }

    private static String mark(String words, boolean publishable) {
        return "<div style=\"border-left:4px solid " + (publishable ? Html.ACCENT : "#d0342c")
                + ";padding-left:8px;margin:4px 0\">" + Html.escape(words) + "</div>";
    }

    private static List<Fact> box(PrivacyBox box) {
        List<Fact> facts = new ArrayList<>();
        box.epsilon()
                .ifPresent(e -> facts.add(new Fact(
                        "guarantee",
                        "ε = " + Html.upper(e) + " at δ = "
                                + box.delta().map(Html::number).orElse("–")
                                + box.muSquaredPico()
                                        .map(m -> ", μ² = " + BudgetGauge.mu(m))
                                        .orElse(""))));
        facts.add(new Fact("protects", box.unit()));
        facts.add(new Fact("neighbours", box.neighbours()));
        if (box.epsilon().isPresent() && box.delta().isPresent()) {
            facts.add(new Fact(
                    "in words", Meaning.of(box.epsilon().get(), box.delta().get())));
        }
        facts.add(new Fact("mechanism", box.mechanism()));
        facts.add(new Fact("noise from", box.noiseSource()));
        facts.add(new Fact("assumed public", String.join("\n", box.assumedPublic())));
        return facts;
    }

    private static List<String> figureHeader(List<Figure> figures) {
        Set<String> beside = new LinkedHashSet<>();
        figures.forEach(f -> beside.addAll(f.beside().keySet()));
        List<String> header = new ArrayList<>(List.of("figure", "synthetic"));
        header.addAll(beside);
        header.add("may be seen");
        header.add("meaning");
        return header;
    }

    private static List<List<String>> figureRows(List<Figure> figures, List<String> header) {
        List<List<String>> rows = new ArrayList<>();
        for (Figure figure : figures) {
            List<String> row = new ArrayList<>(List.of(figure.name(), Html.number(figure.value())));
            for (String name : header.subList(2, header.size() - 2)) {
                Double value = figure.beside().get(name);
                row.add(value == null ? "" : Html.number(value));
            }
            row.add(figure.status().words());
            row.add(figure.meaning());
            rows.add(row);
        }
        return rows;
    }

    private static List<Boolean> numeric(int columns) {
        List<Boolean> numeric = new ArrayList<>();
        for (int c = 0; c < columns; c++) {
            numeric.add(c > 0 && c < columns - 2);
        }
        return numeric;
    }

    private static List<String> columnHeader(List<ColumnReport> columns) {
        Set<String> names = new LinkedHashSet<>(List.of("column"));
        for (ColumnReport column : columns) {
            for (Figure figure : column.figures()) {
                names.add(name(figure));
            }
        }
        return List.copyOf(names);
    }

    private static String name(Figure figure) {
        return figure.status() == FigureStatus.NOT_PRIVATE ? figure.name() + " (not private)" : figure.name();
    }

    private static List<List<String>> columnRows(List<ColumnReport> columns, List<String> header) {
        List<List<String>> rows = new ArrayList<>();
        for (ColumnReport column : columns) {
            List<String> row = new ArrayList<>(List.of(column.name()));
            for (String wanted : header.subList(1, header.size())) {
                row.add(column.figures().stream()
                        .filter(f -> name(f).equals(wanted))
                        .map(f -> Html.number(f.value()))
                        .findFirst()
                        .orElse(""));
            }
            rows.add(row);
        }
        return rows;
    }
}
