package org.vitrail.mechanism.synthesis.evolution;

import java.util.Arrays;

/// A released histogram over a partition of the space, with its noise: what a [Fit] explains.
final class Measurement {
    private final double[] noisy;
    private final double deviation;
    private final double total;

    /// Made once for a run; see the class.
    ///
    /// @param noisy `[cells]`, released
    /// @param deviation of the noise in one cell
    /// @param total the estimated sum of the cells without noise; > 0
    Measurement(double[] noisy, double deviation, double total) {
        this.noisy = noisy;
        this.deviation = deviation;
        this.total = total;
    }

    /// A histogram whose sum is `total` where a row is the unit, and its own noisy sum where a person is (a
    /// person's
    /// vector is scaled by its shape, so that no two histograms have the same sum).
    static Measurement of(double[] noisy, double deviation, double total, boolean persons) {
        return new Measurement(
                noisy, deviation, persons ? Math.max(Arrays.stream(noisy).sum(), deviation) : total);
    }

    int cells() {
        return noisy.length;
    }

    double noisy(int cell) {
        return noisy[cell];
    }

    double deviation() {
        return deviation;
    }

    double total() {
        return total;
    }
}
