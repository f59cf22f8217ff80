package org.vitrail.privacy.accounting.rdp;

import org.vitrail.privacy.accounting.numeric.Excess;
import org.vitrail.privacy.accounting.numeric.LogSum;
import org.vitrail.privacy.accounting.numeric.Outward;

/// Rényi divergence of a mechanism whose privacy loss takes finitely many values, whole or Poisson-sampled.
///
/// Holds the losses log(P/Q) and the logarithms of their probabilities under Q. The pair must dominate the
/// mechanism
/// in both directions, which all symmetric pairs here do.
final class LossAtoms {
    private final double[] losses;
    private final double[] logMasses;

    private LossAtoms(double[] losses, double[] logMasses) {
        this.losses = losses;
        this.logMasses = logMasses;
    }

    /// The pair that dominates every ε-DP mechanism: two-valued randomized response (Kairouz, Oh, Viswanath 2015).
    static LossAtoms pure(double epsilon) {
        double unlikely = -LogSum.log1pExp(epsilon);
        double likely = -LogSum.log1pExp(-epsilon);
        return new LossAtoms(new double[] {epsilon, -epsilon}, new double[] {unlikely, likely});
    }

    /// Discrete Laplace noise, shifted by the sensitivity: loss −aΔ at and below 0, a(2x − Δ) between, aΔ from Δ
    /// on.
    ///
    /// @param sensitivity at most 1e5, as there is an atom for each value between
    static LossAtoms discreteLaplace(double a, long sensitivity) {
        int values = Math.toIntExact(sensitivity) + 1;
        double[] losses = new double[values];
        double[] masses = new double[values];
        double half = Math.log(Math.tanh(a / 2));
        for (int x = 0; x < values; x++) {
            losses[x] = a * (2.0 * x - sensitivity);
            masses[x] = half - a * x;
        }
        masses[0] = -LogSum.log1pExp(-a); // all of x <= 0
        masses[values - 1] = -a * sensitivity - LogSum.log1pExp(-a); // all of x >= Δ
        return new LossAtoms(losses, masses);
    }

    /// Randomized response over k buckets, two true buckets (Mironov 2017, generalised): replace-one.
    ///
    /// @param noise p of (0, 1)
    static LossAtoms response(double noise, long buckets) {
        double k = buckets;
        double gain = Math.log1p((1 - noise) * k / noise);
        return new LossAtoms(
                new double[] {gain, -gain, 0},
                new double[] {Math.log(noise / k), Math.log1p(-noise * (k - 1) / k), Math.log((k - 2) / k * noise)});
    }

    /// Randomized response against the uniform answer of a special record: zero-out.
    ///
    /// @param noise p of (0, 1)
    static LossAtoms responseToNobody(double noise, long buckets) {
        double k = buckets;
        return new LossAtoms(
                new double[] {Math.log1p((1 - noise) * (k - 1)), Math.log(noise)},
                new double[] {-Math.log(k), Math.log1p(-1 / k)});
    }

    /// Upper bound of the larger of D_α(P‖Q) and D_α(Q‖P), within 1e-11 relatively.
    double divergence(double order) {
        return sampled(1, order);
    }

    /// The same for P replaced by (1 − q)Q + qP: Poisson sampling under add-or-remove (Zhu, Dong, Wang 2022, Thm
    /// 11).
    ///
    /// @param q in (0, 1]
    double sampled(double q, double order) {
        return Math.max(oneWay(order, q, order), oneWay(1 - order, q, order));
    }

    private double oneWay(double power, double q, double order) {
        LogSum sum = new LogSum();
        double size = 1;
        for (int i = 0; i < losses.length; i++) {
            sum.add(logMasses[i] + Excess.sampled(power, q, losses[i]));
            size = Math.max(size, Math.abs(power * losses[i]));
        }
        double log = sum.log();
        if (log == Double.NEGATIVE_INFINITY) {
            return 0;
        }
        return SampledGaussian.fromExcess(
                Outward.up(log, size + Math.abs(log), 8) + Excess.ERROR + losses.length * 0x1p-52, order);
    }
}
