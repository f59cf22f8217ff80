package org.vitrail.privacy.accounting.composition;

import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.Require;
import org.vitrail.privacy.accounting.numeric.Outward;

/// δ(ε) of one Poisson-sampled Gaussian, in both directions, by its closed form (Balle, Barthe, Gaboardi 2018, Thm
/// 2).
///
/// Example: q = 0.25, σ = 4, ε = 2 gives 3.2e-41 when the record is removed and 0 when it is added.
///
/// @param q sampling probability, in [0, 1]
/// @param sigma noise multiplier; finite, > 0
public record SampledGaussianProfile(double q, double sigma) {
    public SampledGaussianProfile {
        Require.probability("q", q);
        Require.positive("sigma", sigma);
    }

    /// P has the record: q δ_G(log(1 + (e^ε − 1)/q)); upper bound, within 1e-12 relatively for σ < 100.
    ///
    /// @param epsilon finite
    public double remove(double epsilon) {
        if (epsilon < 0) {
            return Math.min(1, Outward.up(-Math.expm1(epsilon) + Math.exp(epsilon) * add(-epsilon), 8));
        }
        if (q == 0) {
            return 0;
        }
        double shifted = q == 1 ? epsilon : epsilon < 700 ? Math.log1p(Math.expm1(epsilon) / q) : epsilon - Math.log(q);
        return Math.min(1, Outward.up(q * gaussian(q == 1 ? epsilon : Outward.down(shifted, 8)), 2));
    }

    /// P lacks the record: e^ε (q − 1 + e^−ε) δ_G(−log(1 − (1 − e^−ε)/q)), in which the 1 − e^ε has cancelled by
    /// hand; exactly 0 for ε >= −log(1 − q).
    ///
    /// @param epsilon finite
    public double add(double epsilon) {
        if (epsilon < 0) {
            return Math.min(1, Outward.up(-Math.expm1(epsilon) + Math.exp(epsilon) * remove(-epsilon), 8));
        }
        if (q == 1) {
            return gaussian(epsilon);
        }
        double lost = -Math.expm1(-epsilon); // 1 − e^−ε
        double kept = q - lost;
        if (!(kept > 0)) {
            return 0;
        }
        double shifted = Outward.down(-Math.log1p(-lost / q), 8);
        double scale = epsilon < 700 ? Math.exp(epsilon) * kept : 0;
        // kept cancels near its zero: its error is that of lost
        double error = epsilon < 700 ? Math.exp(epsilon) * 4 * 0x1p-52 * q : 0;
        return Math.min(1, Outward.up((scale + error) * gaussian(shifted), 8));
    }

    private double gaussian(double epsilon) {
        return GaussianAccountant.delta(epsilon, GaussianAccountant.muSquared(sigma, 1));
    }
}
