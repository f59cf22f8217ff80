package org.vitrail.mechanism.synthesis.marginals;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Systematic sampling: every index is drawn its expected number of times, up to one (Madow 1949).
final class Systematic {
    private Systematic() {}

    /// Draws `count` indices with the given weights, in random order.
    ///
    /// @param weights >= 0; all zero means equal
    static int[] draw(double[] weights, int count, RandomGenerator random) {
        int[] picks = inOrder(weights, count, random);
        for (int i = count - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = picks[i];
            picks[i] = picks[j];
            picks[j] = swap;
        }
        return picks;
    }

    /// As [#draw], ascending.
    static int[] inOrder(double[] weights, int count, RandomGenerator random) {
        double total = Arrays.stream(weights).sum();
        double start = random.nextDouble();
        int[] picks = new int[count];
        int at = 0;
        double sum = 0;
        for (int k = 0; k < weights.length && at < count; k++) {
            sum += total > 0 ? weights[k] / total : 1.0 / weights.length;
            while (at < count && at + start < sum * count) {
                picks[at++] = k;
            }
        }
        int last = weights.length - 1;
        while (last > 0 && total > 0 && weights[last] <= 0) {
            last--; // rounding in the sum must not reach an index of weight 0
        }
        Arrays.fill(picks, at, count, last);
        return picks;
    }
}
