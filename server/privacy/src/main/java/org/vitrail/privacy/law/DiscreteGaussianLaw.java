package org.vitrail.privacy.law;

import java.math.BigInteger;

/// The integer law with mass proportional to e^(−x²/(2σ²)), σ² = numerator / denominator (Canonne, Kamath,
/// Steinke 2020, Def. 1).
///
/// Sums run over the integers for σ² < 1 and over their Fourier transform for σ² >= 1 (Poisson summation):
/// either way the terms left out after a few are below the last digit.
///
/// @param numerator of σ²; >= 1
/// @param denominator of σ²; >= 1
public record DiscreteGaussianLaw(long numerator, long denominator) {
    private static final double TWO_PI_SQUARED = 2 * Math.PI * Math.PI;

    public DiscreteGaussianLaw {
        Exponential.check("sigma2", numerator, denominator);
    }

    /// P(X = x), in [0, 1].
    public double mass(long x) {
        BigInteger square = BigInteger.valueOf(x).pow(2).multiply(BigInteger.valueOf(denominator));
        return Exponential.minus(square, BigInteger.valueOf(numerator).shiftLeft(1)) / normalizer();
    }

    /// Its true variance: a little below σ², most of all where σ² < 1.
    public double variance() {
        double squared = squared();
        if (squared < 1) {
            return series(1 / (2 * squared), 2) / normalizer();
        }
        double dual = TWO_PI_SQUARED * squared;
        return squared * (1 - 2 * dual * series(dual, 2) / (1 + series(dual, 0)));
    }

    /// Σ over all integers of e^(−k²/(2σ²)).
    private double normalizer() {
        double squared = squared();
        return squared < 1
                ? 1 + series(1 / (2 * squared), 0)
                : Math.sqrt(2 * Math.PI * squared) * (1 + series(TWO_PI_SQUARED * squared, 0));
    }

    /// 2 Σ over k >= 1 of k^power e^(−rate k²).
    private static double series(double rate, int power) {
        double sum = 0;
        double term = 1;
        for (int k = 1; term > 0; k++) {
            term = Math.pow(k, power) * Math.exp(-rate * k * k);
            sum += term;
        }
        return 2 * sum;
    }

    private double squared() {
        return (double) numerator / denominator;
    }
}
