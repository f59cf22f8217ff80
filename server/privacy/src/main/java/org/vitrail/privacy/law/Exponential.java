package org.vitrail.privacy.law;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/// e^(−x) for rationals, without the loss of digits that a rounded exponent brings.
final class Exponential {
    private static final MathContext DIGITS = new MathContext(40);
    private static final int UNDERFLOW = 750; // e^-750 < the smallest double

    private Exponential() {}

    /// e^(−above/below) within 3 units of the last place: the exponent is split into a double and what it
    /// lacks.
    ///
    /// @param above >= 0
    /// @param below > 0
    static double minus(BigInteger above, BigInteger below) {
        BigDecimal exponent = new BigDecimal(above).divide(new BigDecimal(below), DIGITS);
        if (exponent.compareTo(BigDecimal.valueOf(UNDERFLOW)) > 0) {
            return 0;
        }
        double high = exponent.doubleValue();
        double low = exponent.subtract(new BigDecimal(high)).doubleValue();
        return Math.exp(-high) * (1 - low);
    }

    static void check(String name, long numerator, long denominator) {
        if (numerator < 1 || denominator < 1) {
            throw new IllegalArgumentException(
                    name + ": expected a fraction of integers >= 1, got " + numerator + "/" + denominator);
        }
    }
}
