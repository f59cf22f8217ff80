package org.vitrail.mechanism.synthesis.marginals;

import java.util.Arrays;

/// Post-processing of noisy counts that keeps them counts: not negative, with a given total.
final class Simplex {
    private Simplex() {}

    /// Moves `values` to the nearest point (L2) with no negative entry and sum `total` (Duchi et al. 2008).
    ///
    /// @param total > 0
    static void project(double[] values, double total) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double sum = 0;
        double shift = 0;
        for (int k = 1; k <= sorted.length; k++) {
            double value = sorted[sorted.length - k];
            sum += value;
            double candidate = (sum - total) / k;
            if (value - candidate > 0) {
                shift = candidate;
            }
        }
        for (int k = 0; k < values.length; k++) {
            values[k] = Math.max(0, values[k] - shift);
        }
    }

    /// Multiplies to the sum `total`; all zero becomes uniform.
    static void scale(double[] values, double total) {
        double sum = Arrays.stream(values).sum();
        for (int k = 0; k < values.length; k++) {
            values[k] = sum > 0 ? values[k] * (total / sum) : total / values.length;
        }
    }

    /// Empirical-Bayes estimate of counts: each cell's departure from `prior` is taken as normal with variance
    /// t·prior^1.5, t by weighted moments, and the noisy departure is shrunk accordingly; then made a
    /// count again.
    /// A table that shows no departure beyond its noise comes back as the prior
    /// (James and Stein 1961; Efron and Morris 1973).
    ///
    /// @param prior >= 0, with the wanted total
    /// @param variance of the noise on a cell
    static double[] shrink(double[] noisy, double[] prior, double variance) {
        double total = Arrays.stream(prior).sum();
        double[] scale = new double[prior.length];
        for (int k = 0; k < prior.length; k++) {
            scale[k] = Math.pow(prior[k], 1.5) + 1e-9;
        }
        double spread = 0;
        for (int round = 0; round < 8; round++) {
            double above = 0;
            double below = 0;
            for (int k = 0; k < prior.length; k++) {
                double departure = noisy[k] - prior[k];
                double expected = spread * scale[k] + variance;
                double weight = scale[k] / (expected * expected);
                above += weight * (departure * departure - variance);
                below += weight * scale[k];
            }
            spread = Math.max(0, above / below);
        }
        double[] estimate = new double[prior.length];
        for (int k = 0; k < prior.length; k++) {
            double keep = spread * scale[k] / (spread * scale[k] + variance);
            estimate[k] = Math.max(0, prior[k] + keep * (noisy[k] - prior[k]));
        }
        scale(estimate, total);
        return estimate;
    }
}
