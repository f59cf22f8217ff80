package org.vitrail.privacy.accounting.numeric;

/// Binomial probabilities to nearly full precision for any size (Loader 2000, "Fast and accurate computation of
/// binomial probabilities").
public final class Binomial {
    /// Absolute error of [#log], beside 2^-50 of its absolute value.
    public static final double ERROR = 1e-14;

    private static final double HALF_LOG_TWO_PI = 0.9189385332046728;
    private static final double[] SMALL = {
        0.0,
        0.08106146679532726,
        0.0413406959554093,
        0.02767792568499834,
        0.020790672103765093,
        0.016644691189821193,
        0.013876128823070748,
        0.01189670994589177,
        0.010411265261972096,
        0.009255462182712733,
        0.00833056343336287,
        0.007573675487951841,
        0.00694284010720736,
        0.006408994188004207,
        0.0059513701127588475,
        0.005554733551962801
    };

    private Binomial() {}

    /// log of C(n, k) p^k (1 − p)^(n − k), with p and 1 − p both given, so that neither cancels.
    ///
    /// @param k in [0, n]
    /// @param p in (0, 1)
    /// @param complement 1 − p
    public static double log(long n, long k, double p, double complement) {
        if (k == 0) {
            return n * (p < 0.5 ? Math.log1p(-p) : Math.log(complement));
        }
        if (k == n) {
            return n * (complement < 0.5 ? Math.log1p(-complement) : Math.log(p));
        }
        double x = k;
        double rest = n - k;
        double deviance = deviance(x, n * p) + deviance(rest, n * complement);
        return stirling(n)
                - stirling(k)
                - stirling(n - k)
                - deviance
                - HALF_LOG_TWO_PI
                + 0.5 * (Math.log((double) n) - Math.log(x) - Math.log(rest));
    }

    /// x log(x / m) + m − x >= 0, without cancellation near x = m.
    private static double deviance(double x, double m) {
        if (Math.abs(x - m) < 0.1 * (x + m)) {
            double v = (x - m) / (x + m);
            double s = (x - m) * v;
            double e = 2 * x * v;
            for (int j = 1; j < 1000; j++) {
                e *= v * v;
                double next = s + e / (2 * j + 1);
                if (next == s) {
                    break;
                }
                s = next;
            }
            return s;
        }
        return x * Math.log(x / m) + m - x;
    }

    /// log n! − log(sqrt(2πn) (n/e)^n).
    private static double stirling(long n) {
        if (n < SMALL.length) {
            return SMALL[(int) n];
        }
        double x = n;
        double s = 1 / (x * x);
        return (1 / 12.0 - (1 / 360.0 - (1 / 1260.0 - (1 / 1680.0 - s / 1188) * s) * s) * s) / x;
    }
}
