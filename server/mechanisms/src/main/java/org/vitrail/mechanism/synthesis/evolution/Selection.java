package org.vitrail.mechanism.synthesis.evolution;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Which candidates survive a noisy histogram; pure post-processing.
final class Selection {
    private static final int PASSES = 3;

    private Selection() {}

    /// The `count` candidates with the most noisy votes, at most all of them; ties to the lowest index; NaN is
    /// never
    /// selected.
    static int[] rank(Measurement votes, int count) {
        return IntStream.range(0, votes.cells())
                .filter(i -> !Double.isNaN(votes.noisy(i)))
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -votes.noisy(i))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(count)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /// The level above which no bin without votes lies in any of `histograms` rounds, except with probability 0.05.
    static double threshold(double deviation, int histograms, int bins) {
        return deviation * Math.sqrt(2 * Math.log(6.0 * histograms * bins / 0.05));
    }

    /// Survivors that cover the votes: a k-median local search over the candidates above `threshold` (after
    /// McMillan,
    /// Talwar and Zhou, "GAPE"); free places, or all of them if nothing is above it, go by rank.
    static int[] coverage(Space space, Points candidates, Measurement votes, int count, double threshold) {
        int[] ranked = rank(votes, votes.cells());
        int above = 0;
        while (above < ranked.length && votes.noisy(ranked[above]) > threshold) {
            above++;
        }
        if (above <= count) {
            return Arrays.copyOf(ranked, Math.min(count, ranked.length));
        }
        int[] pool = Arrays.copyOf(ranked, above);
        double[][] distance = new double[above][above];
        double[] weight = new double[above];
        for (int i = 0; i < above; i++) {
            weight[i] = votes.noisy(pool[i]);
            for (int j = 0; j < above; j++) {
                distance[i][j] = space.distance(candidates, pool[i], candidates, pool[j]);
            }
        }
        int[] medians = IntStream.range(0, count).toArray();
        boolean improved = true;
        for (int pass = 0; pass < PASSES && improved; pass++) {
            improved = improve(medians, distance, weight);
        }
        return Arrays.stream(medians).map(m -> pool[m]).toArray();
    }

    /// Tries to swap every point in once; whether any swap lowered the cost.
    private static boolean improve(int[] medians, double[][] distance, double[] weight) {
        boolean improved = false;
        for (int in = 0; in < weight.length; in++) {
            int candidate = in;
            if (Arrays.stream(medians).anyMatch(m -> m == candidate)) {
                continue;
            }
            double[] change = changes(medians, in, distance, weight);
            int out = 0;
            for (int m = 1; m < change.length; m++) {
                out = change[m] < change[out] ? m : out;
            }
            if (change[out] < -1e-9) {
                medians[out] = in;
                improved = true;
            }
        }
        return improved;
    }

    /// The change of cost if `in` replaced each of the medians.
    private static double[] changes(int[] medians, int in, double[][] distance, double[] weight) {
        double gain = 0;
        double[] loss = new double[medians.length];
        for (int i = 0; i < weight.length; i++) {
            int nearest = 0;
            double first = Double.POSITIVE_INFINITY;
            double second = Double.POSITIVE_INFINITY;
            for (int m = 0; m < medians.length; m++) {
                double d = distance[i][medians[m]];
                if (d < first) {
                    second = first;
                    first = d;
                    nearest = m;
                } else if (d < second) {
                    second = d;
                }
            }
            double fresh = distance[i][in];
            double saved = Math.max(0, first - fresh);
            gain += weight[i] * saved;
            loss[nearest] += weight[i] * (Math.min(second, fresh) - first + saved);
        }
        double all = gain;
        return Arrays.stream(loss).map(l -> l - all).toArray();
    }
}
