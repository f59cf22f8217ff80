package org.vitrail.magic.view;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dflib.DataFrame;
import org.dflib.Series;

/// The distribution of one synthetic column, ready to be drawn.
///
/// @param column its name
/// @param labels one for each bar, in order
/// @param counts how many rows each bar has
record Histogram(String column, List<String> labels, List<Long> counts) {
    private static final int CATEGORIES_MAX = 12;
    private static final int BINS = 20;

    /// The histograms of the first columns.
    static List<Histogram> of(DataFrame frame, int columnsMax) {
        List<Histogram> out = new ArrayList<>();
        for (int c = 0; c < Math.min(columnsMax, frame.width()); c++) {
            out.add(of(frame.getColumnsIndex().get(c), frame.getColumn(c)));
        }
        return out;
    }

    private static Histogram of(String name, Series<?> series) {
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        boolean numeric = series.size() > 0;
        boolean whole = true;
        for (int i = 0; i < series.size() && numeric; i++) {
            Object value = series.get(i);
            if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
                min = Math.min(min, number.doubleValue());
                max = Math.max(max, number.doubleValue());
                whole &= value instanceof Long || value instanceof Integer;
            } else {
                numeric = value == null || value instanceof Number;
            }
        }
        return numeric && min <= max ? numbers(name, series, min, max, whole) : categories(name, series);
    }

    private static Histogram numbers(String name, Series<?> series, double min, double max, boolean whole) {
        boolean each = whole && max - min < BINS;
        // Bins of whole numbers hold equally many of them.
        double width = each ? 1 : whole ? Math.ceil((max - min + 1) / BINS) : (max - min) / BINS;
        width = Math.max(width, Double.MIN_NORMAL);
        int bins = whole ? (int) ((max - min) / width) + 1 : BINS;
        long[] counts = new long[bins];
        long missing = 0;
        for (int i = 0; i < series.size(); i++) {
            if (series.get(i) instanceof Number number && Double.isFinite(number.doubleValue())) {
                counts[Math.clamp((long) ((number.doubleValue() - min) / width), 0, bins - 1)]++;
            } else {
                missing++;
            }
        }
        List<String> labels = new ArrayList<>();
        List<Long> heights = new ArrayList<>();
        for (int b = 0; b < bins; b++) {
            String from = Html.number(min + b * width);
            labels.add(each ? from : from + " – " + Html.number(min + (b + 1) * width - (whole ? 1 : 0)));
            heights.add(counts[b]);
        }
        if (missing > 0) {
            labels.add("missing");
            heights.add(missing);
        }
        return new Histogram(name, List.copyOf(labels), List.copyOf(heights));
    }

    private static Histogram categories(String name, Series<?> series) {
        Map<String, Long> counts = new HashMap<>();
        for (int i = 0; i < series.size(); i++) {
            counts.merge(series.get(i) == null ? "missing" : TableView.cell(series.get(i)), 1L, Long::sum);
        }
        List<Map.Entry<String, Long>> sorted = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .toList();
        List<String> labels = new ArrayList<>();
        List<Long> heights = new ArrayList<>();
        long rest = 0;
        for (int i = 0; i < sorted.size(); i++) {
            if (i < CATEGORIES_MAX) {
                labels.add(sorted.get(i).getKey());
                heights.add(sorted.get(i).getValue());
            } else {
                rest += sorted.get(i).getValue();
            }
        }
        if (rest > 0) {
            labels.add((sorted.size() - CATEGORIES_MAX) + " others");
            heights.add(rest);
        }
        return new Histogram(name, List.copyOf(labels), List.copyOf(heights));
    }

    /// The highest bar, at least 1.
    long top() {
        return Math.max(1, counts.stream().mapToLong(Long::longValue).max().orElse(1));
    }
}
