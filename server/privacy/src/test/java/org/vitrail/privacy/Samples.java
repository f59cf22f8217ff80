package org.vitrail.privacy;

import java.util.function.IntToDoubleFunction;

/// Pearson's test of samples against masses.
public final class Samples {
    private Samples() {}

    /// Pearson's statistic minus its limit: above 0 with probability at most 1e-6 for samples of the law
    /// (Laurent, Massart 2000, for the chi-square law; each expected count should be 20 or more).
    ///
    /// @param counts observed, by cell
    /// @param mass of a cell; all together 1
    public static double excess(long[] counts, IntToDoubleFunction mass) {
        double total = 0;
        for (long count : counts) {
            total += count;
        }
        double statistic = 0;
        for (int cell = 0; cell < counts.length; cell++) {
            double expected = total * mass.applyAsDouble(cell);
            statistic += (counts[cell] - expected) * (counts[cell] - expected) / expected;
        }
        double freedom = counts.length - 1.0;
        double t = -Math.log(5e-7);
        return statistic - (freedom + 2 * Math.sqrt(freedom * t) + 2 * t);
    }

    /// Counts of the integers −last … last, the outermost taking in all beyond.
    public static long[] counts(long[] samples, int last) {
        long[] counts = new long[2 * last + 1];
        for (long sample : samples) {
            counts[last + Math.clamp(sample, -last, last)]++;
        }
        return counts;
    }

    /// Φ(x) to 1e-14: 1/2 + φ(x) Σ x^(2k+1)/(2k+1)!!.
    public static double normal(double x) {
        if (Math.abs(x) > 8) {
            return x < 0 ? 0 : 1;
        }
        double term = x;
        double sum = 0;
        for (int odd = 1; sum + term != sum; odd += 2) {
            sum += term;
            term *= x * x / (odd + 2);
        }
        return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }
}
