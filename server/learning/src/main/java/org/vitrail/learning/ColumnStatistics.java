package org.vitrail.learning;

import java.util.Arrays;
import java.util.function.Function;

/// Figures of columns: means, quantiles, histograms, covariances.
public final class ColumnStatistics implements Learner {
    private final int length;
    private final Function<Examples, double[]> statistic;

    private ColumnStatistics(int length, Function<Examples, double[]> statistic) {
        this.length = length;
        this.statistic = statistic;
    }

    /// The mean of each column; 0 for no rows. Output: f numbers.
    public static ColumnStatistics means(int columns) {
        return new ColumnStatistics(columns, ColumnStatistics::mean);
    }

    private static double[] mean(Examples half) {
        double[] mean = new double[half.columns()];
        for (int i = 0; i < half.size(); i++) {
            for (int c = 0; c < mean.length; c++) {
                mean[c] += half.row(i)[c] / half.size();
            }
        }
        return mean;
    }

    /// Quantiles of each column, with linear interpolation (Hyndman, Fan 1996, type 7); 0 for no rows. Output: for
    /// each
    /// column the quantiles in the given order.
    ///
    /// @param levels each in [0, 1]
    public static ColumnStatistics quantiles(int columns, double... levels) {
        double[] at = levels.clone();
        return new ColumnStatistics(columns * at.length, half -> {
            double[] output = new double[columns * at.length];
            if (half.size() == 0) {
                return output;
            }
            double[] values = new double[half.size()];
            for (int c = 0; c < columns; c++) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = half.row(i)[c];
                }
                Arrays.sort(values);
                for (int l = 0; l < at.length; l++) {
                    double place = at[l] * (values.length - 1);
                    int below = (int) place;
                    int above = Math.min(below + 1, values.length - 1);
                    output[c * at.length + l] = values[below] + (place - below) * (values[above] - values[below]);
                }
            }
            return output;
        });
    }

    /// How many rows are in each of equal bins of a column, doubled, as a half stands for the whole. Output: for each
    /// column its bins. The first and the last bin take in what lies outside.
    ///
    /// @param low public, `[columns]`
    /// @param high public, `[columns]`
    public static ColumnStatistics histograms(double[] low, double[] high, int bins) {
        double[] from = low.clone();
        double[] to = high.clone();
        return new ColumnStatistics(from.length * bins, half -> {
            double[] output = new double[from.length * bins];
            for (int i = 0; i < half.size(); i++) {
                for (int c = 0; c < from.length; c++) {
                    double share = (half.row(i)[c] - from[c]) / (to[c] - from[c]);
                    output[c * bins + Math.clamp((int) Math.floor(share * bins), 0, bins - 1)] += 2;
                }
            }
            return output;
        });
    }

    /// The columns' covariance, divided by the number of rows; 0 for no rows. Output: the lower triangle by rows,
    /// f (f + 1) / 2 numbers.
    public static ColumnStatistics covariance(int columns) {
        return new ColumnStatistics(columns * (columns + 1) / 2, half -> {
            double[][] full = covarianceOf(half);
            double[] output = new double[columns * (columns + 1) / 2];
            int at = 0;
            for (int i = 0; i < columns; i++) {
                for (int j = 0; j <= i; j++) {
                    output[at] = full[i][j];
                    at++;
                }
            }
            return output;
        });
    }

    static double[][] covarianceOf(Examples half) {
        double[] mean = mean(half);
        int columns = half.columns();
        double[][] sum = new double[columns][columns];
        for (int i = 0; i < half.size(); i++) {
            double[] row = half.row(i);
            for (int a = 0; a < columns; a++) {
                for (int b = 0; b < columns; b++) {
                    sum[a][b] += (row[a] - mean[a]) * (row[b] - mean[b]) / half.size();
                }
            }
        }
        return sum;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public double[] learn(Examples half) {
        return statistic.apply(half);
    }
}
