package org.vitrail.privacy.accounting.numeric;

/// Rounding to the safe side. An operation of [Math] is off by at most 1 ulp (the JDK's promise for `exp`, `log`,
/// `log1p`, `expm1`), so a value made of n positive parts by n operations is within n · 2^-52 of the truth.
public final class Outward {
    private static final double ULP = 0x1p-52;

    private Outward() {}

    /// A value not below `value · (1 + operations · 2^-52)`, for `value` >= 0.
    public static double up(double value, int operations) {
        return Math.nextUp(value * (1 + (operations + 1) * ULP));
    }

    /// A value not above `value · (1 − operations · 2^-52)`, for `value` >= 0.
    public static double down(double value, int operations) {
        return Math.max(0, Math.nextDown(value * (1 - (operations + 1) * ULP)));
    }

    /// `value` raised by `operations · 2^-52` of the sum of the absolute values of its parts: for sums with signs.
    ///
    /// @param magnitude at least the largest absolute value of every intermediate result; finite
    public static double up(double value, double magnitude, int operations) {
        return Math.nextUp(value + operations * ULP * Math.abs(magnitude));
    }

    /// Upper bound of the sum of two values >= 0.
    public static double sum(double a, double b) {
        return a == 0 ? b : b == 0 ? a : Math.nextUp(a + b);
    }

    /// Upper bound of `count · value` for a value >= 0; 0 if `count` is 0.
    public static double times(long count, double value) {
        if (count == 0 || value == 0) {
            return 0;
        }
        return count == 1 ? value : up(count * value, 2);
    }
}
