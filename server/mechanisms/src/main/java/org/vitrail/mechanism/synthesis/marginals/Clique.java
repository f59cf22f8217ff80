package org.vitrail.mechanism.synthesis.marginals;

import java.util.Arrays;

/// Columns counted together: the label and one or two features. Cells are in row-major order, the label slowest.
///
/// @param label the label's column, or the constant column
/// @param a a feature
/// @param b another feature, or the constant column
/// @param sizeLabel codes of `label`
/// @param sizeA codes of `a`
/// @param sizeB codes of `b`
record Clique(int label, int a, int b, int sizeLabel, int sizeA, int sizeB) {

    int cells() {
        return sizeLabel * sizeA * sizeB;
    }

    int cell(Coded rows, int i) {
        return (rows.column(label)[i] * sizeA + rows.column(a)[i]) * sizeB + rows.column(b)[i];
    }

    /// How many rows fall into each cell; one row adds 1 to one cell.
    long[] counts(Coded rows) {
        long[] counts = new long[cells()];
        short[] ys = rows.column(label);
        short[] as = rows.column(a);
        short[] bs = rows.column(b);
        for (int i = 0; i < ys.length; i++) {
            counts[(ys[i] * sizeA + as[i]) * sizeB + bs[i]]++;
        }
        return counts;
    }

    /// The sum of the weights in each cell.
    double[] weigh(Coded rows, double[] weights) {
        double[] sums = new double[cells()];
        short[] ys = rows.column(label);
        short[] as = rows.column(a);
        short[] bs = rows.column(b);
        for (int i = 0; i < ys.length; i++) {
            sums[(ys[i] * sizeA + as[i]) * sizeB + bs[i]] += weights[i];
        }
        return sums;
    }

    /// Sum over the feature `b`: `[label][a]`.
    double[] overB(double[] table) {
        double[] sums = new double[sizeLabel * sizeA];
        for (int k = 0; k < table.length; k++) {
            sums[k / sizeB] += table[k];
        }
        return sums;
    }

    /// Sum over the feature `a`: `[label][b]`.
    double[] overA(double[] table) {
        double[] sums = new double[sizeLabel * sizeB];
        for (int k = 0; k < table.length; k++) {
            sums[k / (sizeA * sizeB) * sizeB + k % sizeB] += table[k];
        }
        return sums;
    }

    /// Sum over the label: `[a][b]`.
    double[] overLabel(double[] table) {
        double[] sums = new double[sizeA * sizeB];
        for (int k = 0; k < table.length; k++) {
            sums[k % sums.length] += table[k];
        }
        return sums;
    }

    /// The table in which the features are independent given the label.
    ///
    /// @param byA `[label][a]` counts
    /// @param byB `[label][b]` counts with the same label sums
    double[] independent(double[] byA, double[] byB) {
        double[] table = new double[cells()];
        for (int y = 0; y < sizeLabel; y++) {
            double sum = 0;
            for (int v = 0; v < sizeA; v++) {
                sum += byA[y * sizeA + v];
            }
            for (int v = 0; sum > 0 && v < sizeA; v++) {
                for (int w = 0; w < sizeB; w++) {
                    table[(y * sizeA + v) * sizeB + w] = byA[y * sizeA + v] * byB[y * sizeB + w] / sum;
                }
            }
        }
        return table;
    }

    /// Fits `table` in place to the three margins by iterative proportional fitting (Deming, Stephan 1940).
    void fit(double[] table, double[] byA, double[] byB, double[] byPair, int rounds) {
        for (int round = 0; round < rounds; round++) {
            multiply(table, byPair, overLabel(table), k -> k % (sizeA * sizeB));
            multiply(table, byA, overB(table), k -> k / sizeB);
            multiply(table, byB, overA(table), k -> k / (sizeA * sizeB) * sizeB + k % sizeB);
        }
    }

    private static void multiply(
            double[] table, double[] wanted, double[] present, java.util.function.IntUnaryOperator marginOf) {
        double[] factors = new double[wanted.length];
        Arrays.setAll(factors, m -> present[m] > 0 ? wanted[m] / present[m] : 0);
        for (int k = 0; k < table.length; k++) {
            table[k] *= factors[marginOf.applyAsInt(k)];
        }
    }

    /// Denoises a released table in two steps, each by [Simplex#shrink]: first the features' pair, summed
    /// over the
    /// label, then the departures from it within each label.
    ///
    /// @param prior `[cells]` what is expected without this measurement; >= 0
    double[] denoise(double[] noisy, double[] prior, double variance) {
        double[] pairPrior = overLabel(prior);
        double[] pair = Simplex.shrink(overLabel(noisy), pairPrior, variance * sizeLabel);
        double[] updated = prior.clone();
        for (int k = 0; k < updated.length; k++) {
            double before = pairPrior[k % pair.length];
            updated[k] = before > 0 ? prior[k] * pair[k % pair.length] / before : 0;
        }
        if (sizeLabel == 1) {
            return updated;
        }
        return Simplex.shrink(noisy, updated, variance);
    }
}
