package org.vitrail.privacy.accounting.numeric;

/// What a moment exceeds 1 by: with E_Q\[r\] = 1 for a likelihood ratio r, E_Q\[r^a\] − 1 = E_Q\[r^a − 1 − a(r − 1)\],
/// and that integrand is never negative, so nothing cancels between points. It is what makes a Rényi divergence of
/// 1e-20 as accurate as one of 100.
public final class Excess {
    /// Relative error of [#log] for |a − 1| >= 0.01, on e^result; the largest part is the subtraction at its threshold.
    public static final double ERROR = 2e-12;

    private static final double SERIES_U = 0.25;
    private static final double SERIES_AU = 0.5;
    private static final double LARGE = 30;
    private static final double OVERFLOW = 700;

    private Excess() {}

    /// log(r^a − 1 − a(r − 1)) for a > 1 or a < 0; negative infinity at r = 1.
    ///
    /// Example: a = 2, r = 3 gives log 4, as (r − 1)² = 4.
    ///
    /// @param logRatio log r; finite or negative infinity (a > 1)
    public static double log(double a, double logRatio) {
        double u = logRatio < OVERFLOW ? Math.expm1(logRatio) : Double.POSITIVE_INFINITY;
        return log(a, u, logRatio);
    }

    /// The same for r of a sampled mechanism, r = 1 − q + q e^`loss`.
    ///
    /// @param q in (0, 1]
    public static double sampled(double a, double q, double loss) {
        if (loss < OVERFLOW) {
            double u = q * Math.expm1(loss);
            return log(a, u, q == 1 ? loss : Math.log1p(u));
        }
        return log(a, Double.POSITIVE_INFINITY, Math.log(q) + loss);
    }

    private static double log(double a, double u, double logRatio) {
        if (Math.abs(u) <= SERIES_U && Math.abs(a * u) <= SERIES_AU) {
            return u == 0 ? Double.NEGATIVE_INFINITY : series(a, u);
        }
        double power = a * logRatio;
        if (power > LARGE) {
            double rest = Double.isInfinite(u) ? 0 : (1 + a * u) * Math.exp(-power);
            return power + Math.log1p(-rest);
        }
        return Math.log(Math.expm1(power) - a * u);
    }

    /// Σ over k >= 2 of C(a, k) u^k, by the ratio of neighbouring terms; at most 60 terms as that ratio is below 1/2.
    private static double series(double a, double u) {
        double term = 1;
        double sum = 1;
        for (int k = 3; k < 200 && Math.abs(term) > 1e-18; k++) {
            term *= (a - k + 1) / k * u;
            sum += term;
        }
        return Math.log(a * (a - 1) / 2) + 2 * Math.log(Math.abs(u)) + Math.log(sum);
    }
}
