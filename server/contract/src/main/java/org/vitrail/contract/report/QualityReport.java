package org.vitrail.contract.report;

import java.util.List;
import java.util.stream.Stream;

/// How good one release's synthetic rows are.
///
/// @param level for whom
/// @param box what the release promises
/// @param rows how many synthetic rows
/// @param figures of the whole table
/// @param columns one entry for each column, in the table's order
/// @param notes what was left out, subsampled or assumed, one line each
public record QualityReport(
        Level level, PrivacyBox box, int rows, List<Figure> figures, List<ColumnReport> columns, List<String> notes) {

    /// For whom a report is.
    public enum Level {
        /// For everybody who may see the release: computed from it alone.
        PUBLIC,
        /// For the dataset's owner: also computed from private rows, without noise.
        OWNER
    }

    public QualityReport {
        figures = List.copyOf(figures);
        columns = List.copyOf(columns);
        notes = List.copyOf(notes);
        if (level == Level.PUBLIC && statuses(figures, columns).anyMatch(FigureStatus.NOT_PRIVATE::equals)) {
            throw new IllegalArgumentException(
                    "a public report must not hold a figure that is not private; make an owner report instead");
        }
    }

    /// Whether every figure may be published.
    public boolean publishable() {
        return level == Level.PUBLIC;
    }

    private static Stream<FigureStatus> statuses(List<Figure> figures, List<ColumnReport> columns) {
        return Stream.concat(
                figures.stream().map(Figure::status),
                columns.stream()
                        .flatMap(column -> Stream.concat(
                                column.bars().stream().map(Bars::status),
                                column.figures().stream().map(Figure::status))));
    }
}
