package org.vitrail.privacy.pac;

import java.util.Arrays;

/// How a deviation of an output is weighed against others: its square is `Σ_blocks gᵀ M g` over blocks of equal
/// length, one after the other, where M holds the second moments of what the numbers of a block are multiplied with.
/// Of a linear score w·x that is the mean square by which w's deviation moves it.
///
/// It says along which directions noise is least felt, never how much information an answer tells. It may follow from
/// all rows of a table, as directions do: it is the same in all worlds.
final class Measure {
    /// A part of each column's own moment is added to it, so that columns that say the same, of which differences of
    /// weights move no score, are not drowned in noise.
    private static final double OWN_PART = 0.1;

    /// Factors of places over the largest, at least: products with outputs stay far from the ends of doubles.
    private static final double LEAST_FACTOR = 1e-15;

    /// Least square of a pivot; places of moment 0 have one of 1.
    private static final double LEAST_PIVOT = 0x1p-40;

    /// The factor of each place of a block, and the moments once all places are divided by it.
    private final double[] scale;

    private final double[][] moments;

    private Measure(double[] scale, double[][] moments) {
        this.scale = scale;
        this.moments = moments;
    }

    /// Second moments of rows.
    ///
    /// @param rows `[rows][places]` finite: what the places of a block are multiplied with; of any number
    /// @param places length of a block, >= 1
    static Measure ofMoments(double[][] rows, int places) {
        double[] scale = new double[places];
        for (double[] row : rows) {
            for (int i = 0; i < places; i++) {
                if (!Double.isFinite(row[i])) {
                    throw new IllegalArgumentException("expected rows of finite numbers, one has another");
                }
                scale[i] = Math.max(scale[i], Math.abs(row[i]));
            }
        }
        double[][] moments = new double[places][places];
        double[] x = new double[places];
        for (double[] row : rows) {
            for (int i = 0; i < places; i++) {
                x[i] = scale[i] > 0 ? row[i] / scale[i] : 0;
                for (int j = 0; j <= i; j++) {
                    moments[i][j] += x[i] * x[j] / rows.length;
                }
            }
        }
        double largest = Arrays.stream(scale).max().orElse(0);
        for (int i = 0; i < places; i++) {
            boolean used = scale[i] > 0;
            scale[i] = used ? Math.max(scale[i] / largest, LEAST_FACTOR) : 1;
            moments[i][i] = used ? moments[i][i] * (1 + OWN_PART) : 1;
            for (int j = 0; j < i; j++) {
                moments[j][i] = moments[i][j];
            }
        }
        return new Measure(scale, moments);
    }

    /// The factor F of M = FᵀF among some places of the output, ascending.
    Change among(int[] coordinates) {
        double[][] lower = new double[coordinates.length][];
        int[] starts = new int[coordinates.length];
        for (int a = 0; a < coordinates.length; a++) {
            int block = coordinates[a] / scale.length;
            starts[a] = a > 0 && coordinates[a - 1] / scale.length == block ? starts[a - 1] : a;
            double[] row = new double[a - starts[a] + 1];
            lower[a] = row;
            for (int b = starts[a]; b <= a; b++) {
                double sum = moments[coordinates[a] % scale.length][coordinates[b] % scale.length];
                for (int k = starts[a]; k < b; k++) {
                    sum -= row[k - starts[a]] * lower[b][k - starts[a]];
                }
                row[b - starts[a]] = b == a ? Math.sqrt(Math.max(sum, LEAST_PIVOT)) : sum / lower[b][b - starts[a]];
            }
        }
        double[] factors = Arrays.stream(coordinates)
                .mapToDouble(i -> scale[i % scale.length])
                .toArray();
        return new Change(factors, starts, lower);
    }
}
