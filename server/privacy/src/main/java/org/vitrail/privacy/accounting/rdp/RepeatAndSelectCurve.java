package org.vitrail.privacy.accounting.rdp;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.privacy.accounting.numeric.Outward;

/// Rényi divergence of the best of a random number of runs (Papernot, Steinke 2021).
final class RepeatAndSelectCurve {
    private static final double TIGHT = 1e-14;

    private RepeatAndSelectCurve() {}

    /// @param one curve of a single run, without failure
    /// @param mean of the number of runs, >= 1
    /// @param shape >= 0; infinite for the Poisson law
    static RdpCurve of(RdpCurve one, double mean, double shape) {
        List<Double> values = new ArrayList<>();
        double shared = Double.isInfinite(shape) ? 0 : shared(one, mean, shape);
        for (int i = 0; i < one.orders().size(); i++) {
            double order = one.orders().get(i);
            double perOrder = Outward.up(Math.log(mean) / (order - 1), 4);
            double rest = Double.isInfinite(shape) ? poisson(one, order, mean) : shared;
            values.add(Outward.sum(one.divergences().get(i), Outward.sum(perOrder, rest)));
        }
        for (int i = values.size() - 2; i >= 0; i--) { // a divergence grows with its order
            values.set(i, Math.min(values.get(i), values.get(i + 1)));
        }
        return new RdpCurve(one.orders(), values, 0);
    }

    /// Thm 6: mean · δ̂, for δ̂ of a single run at ε̂ = log(1 + 1/(α − 1)).
    private static double poisson(RdpCurve one, double order, double mean) {
        double hat = Outward.down(Math.log1p(1 / (order - 1)), 4);
        return Outward.up(mean * one.delta(hat).value(), 2);
    }

    /// Thm 2: (1 + shape) times the minimum over orders of (1 − 1/α̂) r(α̂) + log(1/γ)/α̂.
    private static double shared(RdpCurve one, double mean, double shape) {
        double least = Double.POSITIVE_INFINITY;
        double logInverse = -Math.log(stopping(mean, shape));
        for (int i = 0; i < one.orders().size(); i++) {
            double order = one.orders().get(i);
            least = Math.min(least, (1 - 1 / order) * one.divergences().get(i) + logInverse / order);
        }
        return Outward.up((1 + shape) * least, 16);
    }

    /// γ of the truncated negative binomial law with this mean, not above the exact one (Papernot, Steinke 2021,
    /// Def. 1): mean = shape (1/γ − 1)/(1 − γ^shape), for shape 0 the limit (1/γ − 1)/log(1/γ).
    static double stopping(double mean, double shape) {
        if (mean == 1) {
            return 1;
        }
        if (shape == 1) {
            return Outward.down(1 / mean, 2);
        }
        double low = -Math.log(mean) - Math.log1p(shape) - 745; // of x = log γ
        double high = 0;
        while (high - low > TIGHT * -low) {
            double middle = (low + high) / 2;
            if (meanOf(middle, shape) < mean) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return Math.exp(low * (1 + 1e-12));
    }

    private static double meanOf(double logGamma, double shape) {
        double inverseLessOne = Math.expm1(-logGamma);
        return shape == 0 ? inverseLessOne / -logGamma : shape * inverseLessOne / -Math.expm1(shape * logGamma);
    }
}
