package org.vitrail.mechanism.synthesis.evolution;

import java.util.random.RandomGenerator;

/// Weights and draws by weight.
final class Weights {
    private Weights() {}

    /// The weights scaled to sum 1; equal shares where no weight is positive. NaN and negative weights count as 0.
    static double[] normalised(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight > 0 ? weight : 0;
        }
        double[] shares = new double[weights.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] =
                    sum > 0 && Double.isFinite(sum) ? (weights[i] > 0 ? weights[i] / sum : 0) : 1.0 / weights.length;
        }
        return shares;
    }

    /// Running sums `[n]` of weights; the last is the total.
    static double[] cumulative(double[] weights) {
        double[] sums = new double[weights.length];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            sums[i] = sum;
        }
        return sums;
    }

    /// One index, with probability proportional to its weight.
    ///
    /// @param cumulative from [#cumulative], total > 0
    static int draw(double[] cumulative, RandomGenerator random) {
        double target = random.nextDouble() * cumulative[cumulative.length - 1];
        int low = 0;
        int high = cumulative.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (cumulative[middle] > target) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /// `count` indices whose multiplicities differ from count · weight by less than 1 (systematic resampling).
    ///
    /// @param shares sum 1
    static int[] systematic(double[] shares, int count, RandomGenerator random) {
        int[] picked = new int[count];
        double start = random.nextDouble();
        double sum = 0;
        int next = 0;
        for (int i = 0; i < shares.length && next < count; i++) {
            sum += shares[i] * count;
            while (next < count && start + next < sum) {
                picked[next++] = i;
            }
        }
        while (next < count) { // rounding of the sums
            picked[next++] = shares.length - 1;
        }
        return picked;
    }

    /// Whole shares of `total` by largest remainder; ties to the lowest index.
    static int[] apportion(double[] shares, int total) {
        int[] parts = new int[shares.length];
        double[] rest = new double[shares.length];
        int given = 0;
        for (int i = 0; i < shares.length; i++) {
            double exact = shares[i] * total;
            parts[i] = (int) Math.floor(exact);
            rest[i] = exact - parts[i];
            given += parts[i];
        }
        while (given < total) {
            int best = 0;
            for (int i = 1; i < rest.length; i++) {
                if (rest[i] > rest[best]) {
                    best = i;
                }
            }
            parts[best]++;
            rest[best] = -1;
            given++;
        }
        return parts;
    }
}
