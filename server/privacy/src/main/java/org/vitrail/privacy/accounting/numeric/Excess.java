package org.vitrail.privacy.accounting.numeric;

/// What a moment exceeds 1 by: with E_Q\[r\] = 1 for a likelihood ratio r, E_Q\[r^a\] − 1 = E_Q\[r^a − 1 − a(r −
/// 1)\],
/// and that integrand is never negative, so nothing cancels between points. It is what makes a Rényi divergence of
/// 1e-20 as accurate as one of 100.
public final class Excess {
    /// Relative error of [#small] for |a − 1| >= 0.01: the largest part is the subtraction at its threshold.
    public static final double ERROR = 2e-12;

    private static final double SERIES_U = 0.25;
    private static final double SERIES_AU = 0.5;
    /// Which of [#small] and [#large] to use, by a log r.
    public static final double LARGE = 30;

    private static final double OVERFLOW = 700;

    private Excess() {}

    /// log(r^a − 1 − a(r − 1)) for a > 1 or a < 0 and r = 1 − q + q e^`loss`; negative infinity at r = 1.
    ///
    /// Example: a = 2, q = 1, loss = log 3 gives log 4, as (r − 1)² = 4.
    ///
    /// @param q in (0, 1]
    public static double sampled(double a, double q, double loss) {
        double u = sampledU(q, loss);
        return log(a, u, logSampled(q, loss, u));
    }

    /// log r of a sampled mechanism.
    ///
    /// @param u r − 1
    public static double logSampled(double q, double loss, double u) {
        if (loss >= OVERFLOW) {
            return Math.log(q) + loss;
        }
        return q == 1 ? loss : Math.log1p(u);
    }

    /// r − 1 of a sampled mechanism; infinite if it overflows.
    public static double sampledU(double q, double loss) {
        return loss < OVERFLOW ? q * Math.expm1(loss) : Double.POSITIVE_INFINITY;
    }

    private static double log(double a, double u, double logRatio) {
        return a * logRatio > LARGE ? large(a, u, logRatio) : Math.log(small(a, u, logRatio));
    }

    /// r^a − 1 − a(r − 1) itself, for a log r of at most 30.
    ///
    /// @param u r − 1
    public static double small(double a, double u, double logRatio) {
        return Math.abs(u) <= SERIES_U && Math.abs(a * u) <= SERIES_AU
                ? series(a, u)
                : Math.expm1(a * logRatio) - a * u;
    }

    /// Its logarithm, for a log r above 30.
    ///
    /// @param u r − 1, may be infinite
    public static double large(double a, double u, double logRatio) {
        double power = a * logRatio;
        double rest = Double.isInfinite(u) ? 0 : (1 + a * u) * Math.exp(-power);
        return power + Math.log1p(-rest);
    }

    /// Σ over k >= 2 of C(a, k) u^k, by the ratio of neighbouring terms; at most 60 terms as that ratio is below
    /// 1/2.
    private static double series(double a, double u) {
        double term = 1;
        double sum = 1;
        for (int k = 3; k < 200 && Math.abs(term) > 1e-18; k++) {
            term *= (a - k + 1) / k * u;
            sum += term;
        }
        return a * (a - 1) / 2 * u * u * sum;
    }
}
