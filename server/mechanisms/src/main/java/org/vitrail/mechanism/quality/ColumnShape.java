package org.vitrail.mechanism.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.mechanism.port.Table;

/// A column's chart, with bins made from the declared domain alone, so that they tell nothing of the rows.
final class ColumnShape {
    /// Bins of a number column; a smaller whole-number range gets one for each value.
    static final int NUMBER_BINS = 20;

    /// Categories beyond this many share one bin.
    static final int CATEGORY_BINS = 40;

    private final Column column;
    private final List<String> bins;
    private final int valueBins;

    private ColumnShape(Column column, List<String> bins, int valueBins) {
        this.column = column;
        this.bins = bins;
        this.valueBins = valueBins;
    }

    /// The chart of one column.
    static ColumnShape of(Column column) {
        List<String> bins = new ArrayList<>();
        switch (column.domain()) {
            case Domain.Categorical categorical -> {
                List<String> values = categorical.values();
                int own = values.size() <= CATEGORY_BINS ? values.size() : CATEGORY_BINS - 1;
                bins.addAll(values.subList(0, own));
                if (own < values.size()) {
                    bins.add("(" + (values.size() - own) + " others)");
                }
            }
            case Domain.IntegerRange range -> {
                // saturates for ranges beyond a long
                double span = (double) range.max() - (double) range.min();
                if (span < NUMBER_BINS) {
                    for (long value = range.min(); value <= range.max(); value++) {
                        bins.add(Long.toString(value));
                    }
                } else {
                    intervals((double) range.min(), (double) range.max(), bins);
                }
            }
            case Domain.RealRange range -> intervals(range.min(), range.max(), bins);
        }
        int valueBins = bins.size();
        if (column.nullable()) {
            bins.add("(missing)");
        }
        return new ColumnShape(column, List.copyOf(bins), valueBins);
    }

    /// The bins' names.
    List<String> bins() {
        return bins;
    }

    /// The share of rows in each bin; all 0 for a table without rows.
    List<Double> shares(Table table, int index) {
        long[] counts = new long[bins.size()];
        switch (column.domain()) {
            case Domain.Categorical categorical -> {
                int missing = categorical.values().size();
                for (int code : table.codes(index)) {
                    counts[code == missing ? bins.size() - 1 : Math.min(code, valueBins - 1)]++;
                }
            }
            case Domain.IntegerRange range -> {
                double span = (double) range.max() - (double) range.min();
                double width = span < NUMBER_BINS ? valueBins : span;
                count(table.numbers(index), (double) range.min(), width, span < NUMBER_BINS, counts);
            }
            case Domain.RealRange range ->
                count(table.numbers(index), range.min(), range.max() - range.min(), false, counts);
        }
        double rows = Math.max(table.rowCount(), 1);
        return Arrays.stream(counts).mapToObj(c -> c / rows).toList();
    }

    private void count(double[] numbers, double min, double span, boolean each, long[] counts) {
        for (double number : numbers) {
            if (Double.isNaN(number)) {
                counts[bins.size() - 1]++;
            } else if (each) {
                counts[(int) (number - min)]++;
            } else {
                counts[span == 0 ? 0 : (int) Math.min(valueBins - 1, (number - min) / span * valueBins)]++;
            }
        }
    }

    private static void intervals(double min, double max, List<String> bins) {
        int count = min == max ? 1 : NUMBER_BINS;
        for (int b = 0; b < count; b++) {
            bins.add(edge(min + (max - min) * b / count) + " to " + edge(min + (max - min) * (b + 1) / count));
        }
    }

    private static String edge(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    /// The Kolmogorov-Smirnov statistic of two samples, in [0, 1]: the largest difference of their distribution
    /// functions; missing values are left out. 1 if one of the samples is empty and the other is not.
    static double kolmogorovSmirnov(double[] first, double[] second) {
        double[] a = present(first);
        double[] b = present(second);
        if (a.length == 0 || b.length == 0) {
            return a.length == b.length ? 0 : 1;
        }
        double largest = 0;
        int i = 0;
        int j = 0;
        while (i < a.length && j < b.length) {
            double at = Math.min(a[i], b[j]);
            while (i < a.length && a[i] == at) {
                i++;
            }
            while (j < b.length && b[j] == at) {
                j++;
            }
            largest = Math.max(largest, Math.abs(i / (double) a.length - j / (double) b.length));
        }
        return largest;
    }

    /// The values that are not missing, ascending.
    static double[] present(double[] numbers) {
        return Arrays.stream(numbers).filter(v -> !Double.isNaN(v)).sorted().toArray();
    }
}
