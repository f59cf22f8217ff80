package org.vitrail.privacy.blackbox;

import java.util.Arrays;
import org.vitrail.privacy.discrete.DiscreteNoise;

/// The sparse vector technique and four published variants of it that are not private (Lyu, Su, Li 2017, Fig.
/// 1), with integer noise, threshold 0, sensitivity 1 and a claim of ε = 1.
///
/// A run gives three features: answers "above" in the first half of the queries, in the second half, and the
/// last number published (99 where none is).
final class SparseVectors {
    private static final double NOTHING = 99;

    /// What a variant does. Noise of scale `threshold` on the threshold and `query` on each query (0: none).
    ///
    /// @param cutoff number of "above" after which it stops
    /// @param publishes whether it publishes the noisy value that it compared
    record Variant(int threshold, int query, int cutoff, boolean publishes) {}

    /// Algorithm 1, sound: Lap(2) on the threshold and Lap(4c) on the queries, c = 4.
    static final Variant SOUND = new Variant(2, 16, 4, false);

    /// Algorithm 3 (lecture notes of 2011): publishes the very value that it compared, c = 1.
    static final Variant PUBLISHED_VALUE = new Variant(2, 2, 1, true);

    /// Algorithm 4 (2014): the noise of a query does not grow with c = 4.
    static final Variant UNSCALED = new Variant(4, 1, 4, false);

    /// Algorithm 5 (2014): no noise on the queries, no cutoff.
    static final Variant NO_QUERY_NOISE = new Variant(2, 0, Integer.MAX_VALUE, false);

    /// Algorithm 6 (2015): no cutoff.
    static final Variant NO_CUTOFF = new Variant(2, 2, Integer.MAX_VALUE, false);

    private SparseVectors() {}

    static Outputs outputs(Variant variant, long... queries) {
        return Outputs.divided(() -> alone(DiscreteNoise.secure(), variant, queries));
    }

    private static Outputs alone(DiscreteNoise noise, Variant variant, long... queries) {
        return times -> {
            double[][] rows = new double[times][];
            Arrays.setAll(rows, i -> run(noise, variant, queries));
            return rows;
        };
    }

    private static double[] run(DiscreteNoise noise, Variant variant, long[] queries) {
        double[] row = {0, 0, NOTHING};
        long threshold = noise.addLaplace(new long[1], variant.threshold, 1)[0];
        int above = 0;
        for (int i = 0; i < queries.length && above < variant.cutoff; i++) {
            long value =
                    variant.query == 0 ? queries[i] : noise.addLaplace(new long[] {queries[i]}, variant.query, 1)[0];
            if (value >= threshold) {
                above++;
                row[2 * i < queries.length ? 0 : 1]++;
                row[2] = variant.publishes ? value : NOTHING;
            }
        }
        return row;
    }
}
