package org.vitrail.engine.pac;

/// The least and the largest that an expression can be: interval arithmetic (R. E. Moore, Interval Analysis, 1966).
/// What it is computed from and to is rounded outward to FLOAT, since DuckDB computes in FLOAT, DOUBLE or exactly, as
/// columns have it: rounding keeps order, so a value within such bounds rounds to one within them.
///
/// @param low at most `high`; may be infinite, as `high`
record Range(double low, double high) {
    static final Range ANY = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /// A truth value, as the number it is cast to.
    static final Range TRUTH = new Range(0, 1);

    /// Far above what C libraries' functions differ by, and what rounding to FLOAT adds.
    private static final double LOOSE = 0x1p-20;

    Range {
        if (!(low <= high)) {
            throw new IllegalArgumentException("expected LOW <= HIGH, got " + low + " and " + high);
        }
    }

    /// A step of a computation, rounded outward; anything if it is no number.
    static Range of(double low, double high) {
        return low <= high ? new Range(down(low), up(high)) : ANY;
    }

    /// A result of a function that libraries compute to few units in the last place.
    static Range loosely(double low, double high) {
        return of(looseDown(low), -looseDown(-high));
    }

    Range outward() {
        return of(low, high);
    }

    boolean isBounded() {
        return Double.isFinite(low) && Double.isFinite(high);
    }

    double width() {
        return high - low;
    }

    double middle() {
        return low + (high - low) / 2;
    }

    /// A number, or the end beyond which it lies.
    double cut(double x) {
        return Math.clamp(x, low, high);
    }

    /// Of a sum of at most that many, or of none.
    Range total(double number) {
        return of(Math.min(low, 0) * number, Math.max(high, 0) * number);
    }

    boolean excludesZero() {
        return low > 0 || high < 0;
    }

    /// The largest absolute value.
    double magnitude() {
        return Math.max(Math.abs(low), Math.abs(high));
    }

    Range hull(Range other) {
        return new Range(Math.min(low, other.low), Math.max(high, other.high));
    }

    /// What of this lies in `other`; `other` if nothing does.
    Range within(Range other) {
        double from = Math.max(low, other.low);
        double to = Math.min(high, other.high);
        return from <= to ? new Range(from, to) : other;
    }

    Range negative() {
        return new Range(0 - high, 0 - low);
    }

    Range absolute() {
        double least = excludesZero() ? Math.min(Math.abs(low), Math.abs(high)) : 0;
        return new Range(least, magnitude());
    }

    Range floor() {
        return of(Math.floor(low), Math.floor(high));
    }

    Range ceil() {
        return of(Math.ceil(low), Math.ceil(high));
    }

    Range plus(Range other) {
        return of(sumDown(low, other.low), -sumDown(-high, -other.high));
    }

    Range times(Range other) {
        return corners(other, Range::productDown);
    }

    Range over(Range other) {
        return other.excludesZero() ? corners(other, Range::quotientDown) : ANY;
    }

    /// Rounded to a multiple of `step`.
    Range rounded(double step) {
        double half = 0.5 * step;
        return loosely(sumDown(low, -half), -sumDown(-high, -half));
    }

    /// With the dividend's sign, and smaller than the divisor.
    Range remainder(Range divisor) {
        if (!divisor.excludesZero()) {
            return ANY;
        }
        double most = Math.min(magnitude(), divisor.magnitude());
        return of(low >= 0 ? 0 : -most, high <= 0 ? 0 : most);
    }

    Range power(int exponent) {
        double first = Math.pow(low, exponent);
        double last = Math.pow(high, exponent);
        if (exponent % 2 == 1) {
            return loosely(first, last);
        }
        double least = excludesZero() || exponent == 0 ? Math.min(first, last) : 0;
        return loosely(least, Math.max(first, last));
    }

    /// A lower bound of an operation on two numbers; up to the sign of `x`, an upper one too.
    private interface Down {
        double of(double x, double y);
    }

    /// An operation's extremes are at ends of its operands.
    private Range corners(Range other, Down operation) {
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double x : new double[] {low, high}) {
            for (double y : new double[] {other.low, other.high}) {
                least = Math.min(least, operation.of(x, y)); // NaN stays, and makes it anything
                most = Math.max(most, -operation.of(-x, y));
            }
        }
        return of(least, most);
    }

    private static double sumDown(double x, double y) {
        double sum = x + y;
        double rest = sum - x;
        double error = (x - (sum - rest)) + (y - rest); // exact (Knuth's two-sum); NaN if infinite
        return error < 0 ? Math.nextDown(sum) : sum;
    }

    private static double productDown(double x, double y) {
        double product = x * y;
        boolean exact = x == 0 || y == 0 || (normal(product) && Math.fma(x, y, -product) == 0);
        return exact || Double.isInfinite(product) ? product : Math.nextDown(product);
    }

    private static double quotientDown(double x, double y) {
        double quotient = x / y;
        boolean exact = x == 0 || Double.isInfinite(y) || (normal(quotient) && Math.fma(-quotient, y, x) == 0);
        return exact || Double.isInfinite(quotient) ? quotient : Math.nextDown(quotient);
    }

    /// Whether what rounding cut off is a number of its own.
    private static boolean normal(double x) {
        return Math.abs(x) > 1e-250;
    }

    private static double looseDown(double x) {
        return Double.isInfinite(x) ? x : x - LOOSE * Math.abs(x);
    }

    private static double up(double x) {
        return 0 - down(-x);
    }

    private static double down(double x) {
        if (x == Double.POSITIVE_INFINITY) {
            return Double.MAX_VALUE; // numbers are finite
        }
        if (Math.abs(x) > Float.MAX_VALUE) {
            return Math.nextDown(x);
        }
        float rounded = (float) x;
        return 0.0 + (rounded <= x ? rounded : Math.nextDown(rounded)); // no negative zero
    }
}
