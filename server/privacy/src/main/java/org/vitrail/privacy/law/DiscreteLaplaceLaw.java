package org.vitrail.privacy.law;

import java.math.BigInteger;

/// The integer law with mass tanh(1/(2t)) e^(−|x|/t), t = numerator / denominator.
///
/// @param numerator of the scale t; >= 1
/// @param denominator of the scale t; >= 1
public record DiscreteLaplaceLaw(long numerator, long denominator) {
    public DiscreteLaplaceLaw {
        Exponential.check("scale", numerator, denominator);
    }

    /// P(X = x), in [0, 1].
    public double mass(long x) {
        BigInteger above = BigInteger.valueOf(x).abs().multiply(BigInteger.valueOf(denominator));
        return Math.tanh(half()) * Exponential.minus(above, BigInteger.valueOf(numerator));
    }

    /// 1 / (2 sinh²(1/(2t))); 0 where it is below the smallest double.
    public double variance() {
        double sinh = Math.sinh(half());
        return 1 / (2 * sinh * sinh);
    }

    private double half() {
        return (double) denominator / numerator / 2;
    }
}
