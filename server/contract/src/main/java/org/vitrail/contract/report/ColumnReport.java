package org.vitrail.contract.report;

import java.util.List;

/// One column's chart and figures.
///
/// @param name the column
/// @param bins names of the chart's bins, made from the declared domain: categories, or intervals
/// @param bars one series of shares over `bins` for each table
/// @param figures its summaries and distances
public record ColumnReport(String name, List<String> bins, List<Bars> bars, List<Figure> figures) {
    public ColumnReport {
        bins = List.copyOf(bins);
        bars = List.copyOf(bars);
        figures = List.copyOf(figures);
        int expected = bins.size();
        for (Bars series : bars) {
            if (series.shares().size() != expected) {
                throw new IllegalArgumentException("expected " + expected + " shares in column '" + name + "', got "
                        + series.shares().size());
            }
        }
    }
}
