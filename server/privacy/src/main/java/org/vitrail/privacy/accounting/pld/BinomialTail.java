package org.vitrail.privacy.accounting.pld;

/// P(Bin(n, p) >= v) in doubles, for n up to 2^53 and tails down to 1e-300.
///
/// The largest term by Loader's saddle-point form (2000), the others by their ratios. Relative error below
/// [#ERROR]: 1e-14 times the exponent of the largest term, and 2^-53 for each of at most a few hundred thousand
/// ratios.
final class BinomialTail {
    static final double ERROR = 1e-9;

    private static final double ENOUGH = 1e-17;
    private static final double HALF_LOG_TWO_PI = 0.9189385332046728;

    private BinomialTail() {}

    static double atLeast(long trials, double probability, long least) {
        if (least <= 0) {
            return 1;
        }
        if (least > trials || probability == 0) {
            return 0;
        }
        if (probability == 1) {
            return 1;
        }
        if (least > trials * probability) {
            return sum(trials, probability, least, 1);
        }
        return 1 - sum(trials, probability, least - 1, -1);
    }

    private static double sum(long trials, double probability, long start, int step) {
        double odds = probability / (1 - probability);
        double term = mass(trials, probability, start);
        double sum = 0;
        long x = start;
        while (x >= 0 && x <= trials && term > ENOUGH * sum) {
            sum += term;
            term *= step > 0 ? odds * ((double) (trials - x) / (x + 1)) : x / (odds * (trials - x + 1));
            x += step;
        }
        return sum;
    }

    private static double mass(long trials, double probability, long x) {
        if (x == 0) {
            return Math.exp(trials * Math.log1p(-probability));
        }
        if (x == trials) {
            return Math.exp(trials * Math.log(probability));
        }
        double rest = trials - x;
        double exponent = stirlingError((double) trials)
                - stirlingError((double) x)
                - stirlingError(rest)
                - deviance((double) x, trials * probability)
                - deviance(rest, trials * (1 - probability));
        return Math.exp(exponent) * Math.sqrt(trials / (2 * Math.PI * x * rest));
    }

    /// log x! − (x + ½) log x + x − ½ log 2π.
    private static double stirlingError(double x) {
        if (x < 16) {
            double log = 0;
            for (int i = 2; i <= x; i++) {
                log += Math.log(i);
            }
            return log - (x + 0.5) * Math.log(x) + x - HALF_LOG_TWO_PI;
        }
        double s = x * x;
        return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / s) / s) / s) / s) / x;
    }

    /// x log(x/m) + m − x.
    private static double deviance(double x, double mean) {
        double gap = x - mean;
        if (Math.abs(gap) >= 0.1 * (x + mean)) {
            return x * Math.log(x / mean) - gap;
        }
        double v = gap / (x + mean);
        double sum = gap * v;
        double term = 2 * x * v;
        for (int j = 1; j < 60; j++) {
            term *= v * v;
            double next = sum + term / (2 * j + 1);
            if (next == sum) {
                break;
            }
            sum = next;
        }
        return sum;
    }
}
