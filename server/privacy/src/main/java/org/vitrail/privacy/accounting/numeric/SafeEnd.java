package org.vitrail.privacy.accounting.numeric;

import java.util.function.DoubleUnaryOperator;

/// The root of a monotone function, approached so that the end that comes back is on the safe side.
public final class SafeEnd {
    private static final int EVALUATIONS_MAX = 300;

    private SafeEnd() {}

    /// Narrows a bracket by secants in log x, each aimed a little past the root so that both ends move, with a
    /// bisection whenever three steps did not quarter it.
    ///
    /// @param gap > 0 where x is unsafe, <= 0 where it is safe; of one change of sign between the ends; may be
    /// infinite
    /// @param unsafe > 0, with `gap` > 0; may be on either side of `safe`
    /// @param safe > 0, with `gap` <= 0
    /// @param tight relative width at which to stop
    /// @return an x with `gap` <= 0
    public static double of(DoubleUnaryOperator gap, double unsafe, double safe, double tight) {
        double badX = Math.log(unsafe);
        double goodX = Math.log(safe);
        double good = safe;
        double over = gap.applyAsDouble(unsafe);
        double under = gap.applyAsDouble(safe);
        double width = Math.abs(goodX - badX);
        for (int i = 0; i < EVALUATIONS_MAX && Math.abs(goodX - badX) > tight; i++) {
            double x = (goodX + badX) / 2;
            if (i % 4 == 3 && Math.abs(goodX - badX) > width / 4) {
                width = Math.abs(goodX - badX);
            } else if (Double.isFinite(over) && Double.isFinite(under) && over > under) {
                double root = badX + over / (over - under) * (goodX - badX);
                double past = (i % 2 == 0 ? 0.4 : -0.4) * tight * Math.signum(goodX - badX)
                        + (i % 2 == 0 ? 1e-3 : -1e-3)
                                * Math.min(Math.abs(goodX - root), Math.abs(root - badX))
                                * Math.signum(goodX - badX);
                x = between(root + past, badX, goodX);
            }
            double value = Math.exp(x);
            double at = gap.applyAsDouble(value);
            if (x == badX || x == goodX) {
                break;
            }
            if (at <= 0) {
                goodX = x;
                good = value;
                under = at;
            } else {
                badX = x;
                over = at;
            }
        }
        return good;
    }

    private static double between(double x, double a, double b) {
        double margin = 1e-3 * Math.abs(b - a) * 1e-3;
        return Math.max(Math.min(a, b) + margin, Math.min(Math.max(a, b) - margin, x));
    }
}
