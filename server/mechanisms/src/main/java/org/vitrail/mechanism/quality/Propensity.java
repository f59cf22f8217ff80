package org.vitrail.mechanism.quality;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.vitrail.mechanism.port.Judge;
import org.vitrail.mechanism.port.Table;

/// Can a classifier tell synthetic rows from real ones? Trained on one half, asked on the other, and the reverse
/// (Snoke
/// et al. 2018, with held-out propensities, because trees learn their own training rows).
///
/// @param meanSquaredError pMSE: mean of (p - 1/2)², in [0, 1/4]; 0 if nothing can be told
/// @param auc of the classifier; 0.5 if nothing can be told, 1 if everything
record Propensity(double meanSquaredError, double auc) {
    /// Compares equally many rows of two tables of the same columns.
    ///
    /// @param first at least 4 rows
    /// @param second as many rows as `first`
    /// @param random decides which rows are in which half
    static Propensity between(Judge judge, Table first, Table second, RandomGenerator random) {
        int n = first.rowCount();
        if (n < 4 || second.rowCount() != n) {
            throw new IllegalArgumentException(
                    "expected two tables of equally many rows, at least 4, got " + n + " and " + second.rowCount());
        }
        float[][] features = new float[2 * n][];
        System.arraycopy(Utility.features(first, -1), 0, features, 0, n);
        System.arraycopy(Utility.features(second, -1), 0, features, n, n);
        int[] labels = IntStream.range(0, 2 * n).map(i -> i < n ? 0 : 1).toArray();
        boolean[] inFirstHalf = halves(n, random);
        float[][] predicted = new float[2 * n][];
        for (boolean trained : new boolean[] {true, false}) {
            int[] train = IntStream.range(0, 2 * n)
                    .filter(i -> inFirstHalf[i] == trained)
                    .toArray();
            int[] test = IntStream.range(0, 2 * n)
                    .filter(i -> inFirstHalf[i] != trained)
                    .toArray();
            float[][] answers = judge.probabilities(
                    pick(features, train),
                    Arrays.stream(train).map(i -> labels[i]).toArray(),
                    2,
                    pick(features, test));
            for (int t = 0; t < test.length; t++) {
                predicted[test[t]] = answers[t];
            }
        }
        double error = Arrays.stream(predicted)
                .mapToDouble(p -> (p[1] - 0.5) * (p[1] - 0.5))
                .average()
                .orElse(0);
        return new Propensity(error, Score.of(predicted, labels).auc().orElse(0.5));
    }

    /// Half of either table's rows.
    private static boolean[] halves(int n, RandomGenerator random) {
        boolean[] chosen = new boolean[2 * n];
        for (int table = 0; table < 2; table++) {
            int[] order = Samples.permutation(n, random);
            for (int k = 0; k < n / 2; k++) {
                chosen[table * n + order[k]] = true;
            }
        }
        return chosen;
    }

    private static float[][] pick(float[][] rows, int[] indices) {
        return Arrays.stream(indices).mapToObj(i -> rows[i]).toArray(float[][]::new);
    }
}
