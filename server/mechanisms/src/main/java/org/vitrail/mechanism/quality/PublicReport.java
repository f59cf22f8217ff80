package org.vitrail.mechanism.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.vitrail.contract.report.Bars;
import org.vitrail.contract.report.ColumnReport;
import org.vitrail.contract.report.Figure;
import org.vitrail.contract.report.FigureStatus;
import org.vitrail.contract.report.PrivacyBox;
import org.vitrail.contract.report.QualityReport;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.mechanism.port.Table;

/// A report from the released rows alone.
final class PublicReport {
    private PublicReport() {}

    static QualityReport of(Table synthetic, PrivacyBox box) {
        List<ColumnReport> columns = new ArrayList<>();
        for (int j = 0; j < synthetic.schema().columns().size(); j++) {
            columns.add(column(synthetic, j));
        }
        return new QualityReport(
                QualityReport.Level.PUBLIC,
                box,
                synthetic.rowCount(),
                figures(synthetic),
                columns,
                List.of("This report says how the synthetic rows look, not how close they are to the private rows; the "
                        + "dataset's owner can ask for that."));
    }

    /// Figures of the whole table; none for a table without rows.
    static List<Figure> figures(Table synthetic) {
        if (synthetic.rowCount() == 0) {
            return List.of();
        }
        double rows = synthetic.rowCount();
        return List.of(
                released(
                        "valid rows",
                        validRows(synthetic) / rows,
                        "share of rows whose every value is in its column's declared domain; 1 is best"),
                released(
                        "different rows",
                        Records.of(synthetic).distinct() / rows,
                        "different rows divided by rows; 1: no row repeats another"));
    }

    /// One column's chart and summaries.
    static ColumnReport column(Table synthetic, int index) {
        Column column = synthetic.schema().columns().get(index);
        ColumnShape shape = ColumnShape.of(column);
        Bars bars = new Bars("synthetic", shape.shares(synthetic, index), FigureStatus.PRIVATE_RELEASE);
        return new ColumnReport(column.name(), shape.bins(), List.of(bars), summaries(synthetic, index));
    }

    private static List<Figure> summaries(Table synthetic, int index) {
        Column column = synthetic.schema().columns().get(index);
        return switch (column.domain()) {
            case Domain.Categorical categorical -> categorySummaries(synthetic.codes(index), categorical);
            case Domain.IntegerRange _, Domain.RealRange _ -> numberSummaries(synthetic.numbers(index));
        };
    }

    private static List<Figure> categorySummaries(int[] codes, Domain.Categorical categorical) {
        int values = categorical.values().size();
        long used =
                Arrays.stream(codes).filter(code -> code < values).distinct().count();
        return List.of(released(
                "share of categories used",
                used / (double) values,
                "share of the " + values + " declared categories that occur in the synthetic rows"));
    }

    private static List<Figure> numberSummaries(double[] numbers) {
        double[] sorted = ColumnShape.present(numbers);
        if (sorted.length == 0) {
            return List.of();
        }
        return List.of(
                released("mean", Arrays.stream(sorted).average().orElse(0), "of the synthetic rows, without missing"),
                released("minimum", sorted[0], "of the synthetic rows"),
                released("lower quartile", quantile(sorted, 0.25), "of the synthetic rows"),
                released("median", quantile(sorted, 0.5), "of the synthetic rows"),
                released("upper quartile", quantile(sorted, 0.75), "of the synthetic rows"),
                released("maximum", sorted[sorted.length - 1], "of the synthetic rows"));
    }

    /// The value at rank ceil(share · n), from 1: the inverse of the distribution function.
    static double quantile(double[] sorted, double share) {
        return sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
    }

    private static int validRows(Table table) {
        boolean[] invalid = new boolean[table.rowCount()];
        for (int j = 0; j < table.schema().columns().size(); j++) {
            Column column = table.schema().columns().get(j);
            for (int i = 0; i < invalid.length; i++) {
                invalid[i] |= !switch (column.domain()) {
                    case Domain.Categorical categorical ->
                        table.codes(j)[i] >= 0
                                && table.codes(j)[i] < categorical.values().size() + (column.nullable() ? 1 : 0);
                    case Domain.IntegerRange range -> {
                        double value = table.numbers(j)[i];
                        yield inside(value, (double) range.min(), (double) range.max(), column)
                                && (Double.isNaN(value) || value == Math.rint(value));
                    }
                    case Domain.RealRange range -> inside(table.numbers(j)[i], range.min(), range.max(), column);
                };
            }
        }
        int valid = 0;
        for (boolean bad : invalid) {
            valid += bad ? 0 : 1;
        }
        return valid;
    }

    private static boolean inside(double value, double min, double max, Column column) {
        return Double.isNaN(value) ? column.nullable() : value >= min && value <= max;
    }

    private static Figure released(String name, double value, String meaning) {
        return new Figure(name, value, Map.of(), FigureStatus.PRIVATE_RELEASE, meaning);
    }
}
