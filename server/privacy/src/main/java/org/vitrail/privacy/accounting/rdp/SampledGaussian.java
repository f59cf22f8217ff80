package org.vitrail.privacy.accounting.rdp;

import org.vitrail.privacy.accounting.numeric.Binomial;
import org.vitrail.privacy.accounting.numeric.Excess;
import org.vitrail.privacy.accounting.numeric.LogSum;
import org.vitrail.privacy.accounting.numeric.Outward;

/// Rényi divergence of the Poisson-sampled Gaussian: D_α of (1 − q) N(0, σ²) + q N(1, σ²) from N(0, σ²), which is
/// the
/// larger direction (Mironov, Talwar, Zhang 2019, Thms 4 and 5).
///
/// With r the likelihood ratio, D_α = log(1 + E\[r^α − 1 − α(r − 1)\]) / (α − 1), in which nothing cancels.
final class SampledGaussian {
    /// How far the windows of the quadrature reach, in standard deviations: what is left out is below e^-98.
    private static final double REACH = 14;

    /// More points than this are not worth the wait; a convex bound takes their place.
    private static final double POINTS_MAX = 2e6;

    private static final int KEPT = 256;

    private final double q;
    private final double sigma;
    private final double step;
    private final double first;
    private double[] us = {};
    private double[] logs = {};
    private double[] weights = {};

    /// @param q in [0, 1]
    /// @param sigma > 0
    SampledGaussian(double q, double sigma) {
        this.q = q;
        this.sigma = sigma;
        this.step = Math.min(0.9 * Math.PI * sigma, 2) / 12;
        this.first = Math.floor(-REACH / step) * step;
    }

    /// Upper bound, within 1e-11 relatively.
    ///
    /// @param order > 1
    double divergence(double order) {
        if (q == 0) {
            return 0;
        }
        if (q == 1) {
            return whole(sigma, order);
        }
        if (order == Math.rint(order)) {
            return fromExcess(integer((long) order), order);
        }
        if (order < 1.01 || 4 * REACH / step > POINTS_MAX) {
            return convex(order);
        }
        return fromExcess(moment(order), order);
    }

    /// Everybody takes part: α/(2σ²) (Mironov 2017, Prop. 7).
    static double whole(double sigma, double order) {
        return Outward.up(order / (2 * sigma * sigma), 4);
    }

    /// log(1 + e^`logExcess`) / (order − 1).
    static double fromExcess(double logExcess, double order) {
        return Outward.up(LogSum.log1pExp(logExcess) / (order - 1), 8);
    }

    /// log Σ over i >= 2 of C(α, i) (1 − q)^(α − i) q^i (e^((i² − i)/(2σ²)) − 1): the binomial sum less its total
    /// mass.
    private double integer(long order) {
        LogSum sum = new LogSum();
        double largest = 0;
        for (long i = 2; i <= order; i++) {
            double gain = i * (i - 1.0) / (2 * sigma * sigma);
            double weight = Binomial.log(order, i, q, 1 - q);
            if (gain > 0) {
                sum.add(weight + LogSum.logExpm1(gain));
                largest = Math.max(largest, Math.min(gain - weight, gain + 1500));
            }
        }
        double log = sum.log();
        return Outward.up(log, largest + Math.abs(log), 8) + Binomial.ERROR + order * 0x1p-52;
    }

    /// log E\[r^a − 1 − a(r − 1)\] over N(0, 1) scaled by σ, by the trapezoidal rule on two windows, about 0 and
    /// about
    /// a/σ, where all the mass lies.
    ///
    /// The integrand continues analytically to the strip |Im z| < πσ, where |r| <= r(Re z); so the rule with step
    /// s is
    /// off by at most 2 e^(c²/2 − 2πc/s) (E\[r^a\] + 1 + 2a), c = min(0.9 πσ, 2), which steps of c/12 make less
    /// than e^-70
    /// (E\[r^a\] + 1 + 2a) (Trefethen, Weideman 2014, Thm 5.1). That bound is added.
    private double moment(double a) {
        LogSum large = new LogSum();
        double small = 0;
        double centre = a / sigma;
        double last = Math.max(REACH, centre + REACH);
        boolean apart = centre - REACH > REACH;
        double largest = 1;
        for (int k = 0; first + k * step <= last; k++) {
            double z = first + k * step;
            if (apart && z > REACH && z < centre - REACH) {
                k = (int) Math.ceil((centre - REACH - first) / step) - 1;
                continue;
            }
            boolean kept = k < kept();
            double loss = z / sigma - 1 / (2 * sigma * sigma);
            double u = kept ? us[k] : Excess.sampledU(q, loss);
            double logRatio = kept ? logs[k] : Excess.logSampled(q, loss, u);
            double power = a * logRatio;
            if (power > Excess.LARGE) {
                large.add(Excess.large(a, u, logRatio) - z * z / 2);
            } else {
                small += Excess.small(a, u, logRatio) * (kept ? weights[k] : Math.exp(-z * z / 2));
            }
            largest = Math.max(largest, Math.max(0, a * Math.max(loss, 0)) + z * z);
        }
        large.add(Math.log(small));
        double log = large.log() + Math.log(step) - 0.5 * Math.log(2 * Math.PI);
        double rule = -70 + Math.max(0, log) + Math.log(3 + 2 * Math.abs(a));
        double rounding = Excess.ERROR + largest * 0x1p-49;
        return Math.max(log, rule) + Math.log1p(Math.exp(-Math.abs(log - rule))) + rounding;
    }

    /// How many points from the left are remembered, since every order meets them.
    private int kept() {
        if (us.length == 0) {
            us = new double[KEPT];
            logs = new double[KEPT];
            weights = new double[KEPT];
            for (int k = 0; k < KEPT; k++) {
                double z = first + k * step;
                double loss = z / sigma - 1 / (2 * sigma * sigma);
                us[k] = Excess.sampledU(q, loss);
                logs[k] = Excess.logSampled(q, loss, us[k]);
                weights[k] = Math.exp(-z * z / 2);
            }
        }
        return KEPT;
    }

    /// (α − 1) D_α is convex in α (van Erven, Harremoës 2014, Cor. 2), so between integers the chord is above it.
    private double convex(double order) {
        double below = Math.floor(order);
        double t = order - below;
        double upper = below * divergence(below + 1);
        double lower = below == 1 ? 0 : (below - 1) * divergence(below);
        return Outward.up(((1 - t) * lower + t * upper) / (order - 1), 8);
    }
}
