package org.vitrail.privacy.accounting.numeric;

/// Binomial probabilities to nearly full precision for any size (Loader 2000, "Fast and accurate computation of
/// binomial probabilities").
public final class Binomial {
    /// Absolute error of [#log], beside 2^-50 of its absolute value.
    public static final double ERROR = 1e-14;

    private static final double HALF_LOG_TWO_PI = 0.91893853320467274178;
    private static final double[] SMALL = {
        0.0,
        0.0810614667953272582196702635943823601,
        0.0413406959554092940938220814071175080,
        0.0276779256849983391487892927462446667,
        0.0207906721037650931328282304074500577,
        0.0166446911898211921631948653734018009,
        0.0138761288230707479670264579823104180,
        0.0118967099458917700950557241120764064,
        0.0104112652619720964967475671313150297,
        0.0092554621827127329177286366331209316,
        0.0083305634333628706468303100024164106,
        0.0075736754879518407949720242050189010,
        0.0069428401072073598256789101118129490,
        0.0064089941880042070684396310829830530,
        0.0059513701127588475683301400217420700,
        0.0055547335519628013710386899592540260
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
                + 0.5 * (Math.log(n) - Math.log(x) - Math.log(rest));
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
