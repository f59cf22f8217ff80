package org.vitrail.privacy.accounting.rdp;

import org.vitrail.privacy.accounting.numeric.Outward;

/// Rényi divergence of a mechanism whose privacy loss has a range of at most ε: min(ε, ξ + ε²α/8) with ξ = x − 1 −
/// log
/// x
/// − ε²/8, x = ε/(e^ε − 1) (Dong, Durfee, Rogers 2020, §3), which is never positive.
final class BoundedRange {
    private static final double SMALL = 0.5;

    private BoundedRange() {}

    /// Upper bound, within 1e-12 relatively.
    static double divergence(double epsilon, double order) {
        double square = epsilon * epsilon / 8;
        if (epsilon < SMALL) {
            // x − 1 − log x with v = x − 1 in (−ε/2, 0): Σ over k >= 2 of (−v)^k/k, then less ε²/8, of order ε³
            double slope = square * (order - 1);
            return Math.min(epsilon, Outward.up(slope + atOne(epsilon), 32));
        }
        double ratio = epsilon / Math.expm1(epsilon);
        double logRatio = Math.log(epsilon) - (epsilon + Math.log(-Math.expm1(-epsilon)));
        double value = ratio - 1 - logRatio - square + square * order;
        return Math.min(epsilon, Math.max(0, Outward.up(value, epsilon + 2 + square * order, 16)));
    }

    /// The divergence at order 1: x − 1 − log x, without cancellation for small ε.
    private static double atOne(double epsilon) {
        // 1 − x = (e^ε − 1 − ε)/(e^ε − 1)
        double rest = 0;
        double term = epsilon;
        for (int k = 2; k < 30; k++) {
            term *= epsilon / k;
            rest += term;
        }
        double v = rest / Math.expm1(epsilon);
        double sum = 0;
        double power = v;
        for (int k = 2; k < 80; k++) {
            power *= v;
            sum += power / k;
        }
        return sum;
    }
}
