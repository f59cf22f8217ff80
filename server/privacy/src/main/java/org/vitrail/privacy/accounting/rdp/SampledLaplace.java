package org.vitrail.privacy.accounting.rdp;

import org.vitrail.privacy.accounting.numeric.Excess;
import org.vitrail.privacy.accounting.numeric.LogSum;
import org.vitrail.privacy.accounting.numeric.Outward;

/// Rényi divergence of Laplace noise, whole (Mironov 2017, Prop. 6) and Poisson-sampled (the pair of Zhu, Dong,
/// Wang
/// 2022, Thm 11, both directions).
///
/// With e = 1/scale the loss is −e with probability 1/2 under Q, e with probability e^-e / 2, and (2x − 1)e at x of
/// (0, 1) with density e · e^(−ex) / 2.
final class SampledLaplace {
    /// Nodes and weights of the 8-point Gauss-Legendre rule on [−1, 1], positive half (Abramowitz, Stegun 25.4.30).
    private static final double[] NODES = {0.1834346424956498, 0.525532409916329, 0.7966664774136267, 0.9602898564975363
    };

    private static final double[] WEIGHTS = {
        0.362683783378362, 0.31370664587788727, 0.22238103445337448, 0.10122853629037626
    };

    /// Width of a panel, as a change of the exponent: the rule's error on e^(cx) with c · width <= 1/2 is below
    /// 1e-20.
    private static final double PANEL = 0.5;

    /// More panels than this are not worth the wait: the pure ε takes their place.
    private static final int PANELS_MAX = 5000;

    private SampledLaplace() {}

    /// ε + log(1 + (α − 1)(e^((1 − 2α)ε) − 1)/(2α − 1)) / (α − 1), arranged so that little cancels.
    static double whole(double scale, double order) {
        return sampled(1, scale, order);
    }

    /// Upper bound, within 1e-11 relatively.
    ///
    /// @param q in (0, 1]
    static double sampled(double q, double scale, double order) {
        double e = 1 / scale;
        if (!(e <= Double.MAX_VALUE)) {
            return Double.POSITIVE_INFINITY;
        }
        if (q == 1) {
            return closed(e, order);
        }
        double both = Math.max(oneWay(order, q, e, order), oneWay(1 - order, q, e, order));
        double most = e < 700 ? Math.log1p(q * Math.expm1(e)) : e;
        return Math.min(both, Outward.up(most, 8)); // a divergence never exceeds the pure ε
    }

    private static double closed(double e, double order) {
        double odd = 2 * order - 1;
        // E[r^α] − 1 = (α (e^((α−1)ε) − 1) + (α − 1)(e^(−αε) − 1)) / (2α − 1); for small ε by its two positive halves
        double logExcess;
        if (order * e < 0.5) {
            logExcess = Math.log(shortSeries(e, order) / odd);
        } else {
            double up = Math.log(order) + LogSum.logExpm1((order - 1) * e);
            double down = (order - 1) * -Math.expm1(-order * e);
            logExcess = up + Math.log1p(-down * Math.exp(-up)) - Math.log(odd);
        }
        double size = order * e + 1;
        double divergence = LogSum.log1pExp(logExcess + 4e-12 + size * 0x1p-50) / (order - 1);
        return Math.min(Outward.up(divergence, 8), Math.nextUp(Math.nextUp(e)));
    }

    /// α(e^x − 1) + (α − 1)(e^−y − 1) with x = (α − 1)ε and y = αε: first orders cancel, Σ over k >= 2 remains.
    private static double shortSeries(double e, double order) {
        double x = (order - 1) * e;
        double y = -order * e;
        double sum = 0;
        double xs = x;
        double ys = y;
        for (int k = 2; k < 40; k++) {
            xs *= x / k;
            ys *= y / k;
            sum += order * xs + (order - 1) * ys;
        }
        return sum;
    }

    private static double oneWay(double power, double q, double e, double order) {
        LogSum sum = new LogSum();
        sum.add(Math.log(0.5) + Excess.sampled(power, q, -e));
        sum.add(Math.log(0.5) - e + Excess.sampled(power, q, e));
        double panels = Math.ceil(e * (2 * Math.abs(power) + 3) / PANEL);
        if (panels > PANELS_MAX) {
            return Double.POSITIVE_INFINITY;
        }
        double width = 1 / panels;
        for (int i = 0; i < panels; i++) {
            for (int k = 0; k < 2 * NODES.length; k++) {
                double node = k < NODES.length ? NODES[k] : -NODES[k - NODES.length];
                double x = (i + 0.5 + node / 2) * width;
                double weight = WEIGHTS[k % NODES.length] * width / 2;
                sum.add(Math.log(weight * e / 2) - e * x + Excess.sampled(power, q, (2 * x - 1) * e));
            }
        }
        double log = sum.log();
        double size = (Math.abs(power) + 2) * e + Math.abs(log);
        return SampledGaussian.fromExcess(Outward.up(log, size, 16) + Excess.ERROR + 1e-13 + panels * 0x1p-48, order);
    }
}
