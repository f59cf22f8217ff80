package org.vitrail.learning;

import java.util.Arrays;

/// Rows of numbers with a class each, and subsets of them that share the rows. Not to be changed by whoever reads it.
public final class Examples {
    private final double[][] features;
    private final int[] labels;
    private final int classes;
    private final int columns;
    private final int[] rows;

    private Examples(double[][] features, int[] labels, int classes, int columns, int[] rows) {
        this.features = features;
        this.labels = labels;
        this.classes = classes;
        this.columns = columns;
        this.rows = rows;
    }

    /// All rows.
    ///
    /// @param features `[rows][columns]`, finite
    /// @param labels `[rows]`, each 0 to below `classes`
    /// @param classes number of classes, public; >= 1
    /// @param columns number of columns, public; >= 1
    public static Examples of(double[][] features, int[] labels, int classes, int columns) {
        if (features.length != labels.length) {
            throw new IllegalArgumentException(
                    "expected a label for each of " + features.length + " rows, got " + labels.length);
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes || features[i].length != columns) {
                throw new IllegalArgumentException(
                        "expected rows of " + columns + " numbers and labels below " + classes + ", one row differs");
            }
        }
        int[] rows = new int[labels.length];
        Arrays.setAll(rows, i -> i);
        return new Examples(features, labels, classes, columns, rows);
    }

    /// Some of these rows.
    public Examples subset(int[] chosen) {
        int[] picked = new int[chosen.length];
        Arrays.setAll(picked, i -> rows[chosen[i]]);
        return new Examples(features, labels, classes, columns, picked);
    }

    /// Each column moved from its public bounds to [0, 1]; values outside are cut.
    ///
    /// @param low `[columns]`
    /// @param high `[columns]`, each above `low`
    public Examples scaled(double[] low, double[] high) {
        double[][] scaled = new double[features.length][columns];
        for (int i = 0; i < scaled.length; i++) {
            for (int c = 0; c < columns; c++) {
                scaled[i][c] = Math.clamp((features[i][c] - low[c]) / (high[c] - low[c]), 0, 1);
            }
        }
        return new Examples(scaled, labels, classes, columns, rows);
    }

    /// Number of rows.
    public int size() {
        return rows.length;
    }

    /// Number of columns.
    public int columns() {
        return columns;
    }

    /// Number of classes.
    public int classes() {
        return classes;
    }

    /// A row; not a copy.
    public double[] row(int at) {
        return features[rows[at]];
    }

    /// A row's class.
    public int label(int at) {
        return labels[rows[at]];
    }

    @Override
    public String toString() {
        return "Examples[?]";
    }
}
