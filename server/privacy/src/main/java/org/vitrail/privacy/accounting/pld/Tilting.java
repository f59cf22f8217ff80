package org.vitrail.privacy.accounting.pld;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/// The exponential tilt c at which a composition's tail is looked at, and what the tilted sum looks like there.
///
/// Every c > 0 gives a valid bound; the one chosen here, the saddle point, keeps the rounding errors small against δ.
final class Tilting {
    private static final double EXPONENT_MAX = 500;
    private static final double TILT_MIN = 1e-4;
    private static final double TILT_MOST = 1e9;
    private static final int STEPS = 80;
    private static final double WRAPPED = 22; // in logs
    private static final double ROUNDING = 2e-14; // of one step
    private static final double BEARABLE = 1e-7; // of δ
    private static final int SHIFTS = 5;
    private static final double RATIO = 1.12;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    private final List<Sketch> sketches = new ArrayList<>();
    private final List<Steps.Counted> laws;
    private final double tiltMax;
    private double tilt;
    private double epsilon;

    private Tilting(List<Steps.Counted> laws) {
        this.laws = laws;
        double largest = 0;
        for (Steps.Counted step : laws) {
            Sketch sketch = Sketch.of(step.law());
            sketches.add(sketch);
            largest = Math.max(largest, sketch.largest());
        }
        tiltMax = Math.clamp(EXPONENT_MAX / largest, 2 * TILT_MIN, TILT_MOST); // largest is 0 where nothing is told
    }

    private Tilting(Tilting other) {
        laws = other.laws;
        tiltMax = other.tiltMax;
        sketches.addAll(other.sketches);
    }

    static Tilting forDelta(List<Steps.Counted> laws, double delta) {
        Tilting tilting = new Tilting(laws);
        double log = Math.log(delta);
        DoubleUnaryOperator bound = c -> (tilting.logMoment(c) - log + logPeak(c)) / c;
        tilting.tilt = tilting.least(bound);
        tilting.epsilon = Math.max(0, bound.applyAsDouble(tilting.tilt));
        tilting.shorten(delta);
        return tilting;
    }

    static Tilting forEpsilon(List<Steps.Counted> laws, double epsilon) {
        Tilting tilting = new Tilting(laws);
        tilting.toEpsilon(epsilon);
        tilting.shorten(tilting.delta());
        return tilting;
    }

    /// The same laws, tilted to `epsilon`, where δ is about `delta`.
    Tilting at(double epsilon, double delta) {
        Tilting tilting = new Tilting(this);
        tilting.toEpsilon(epsilon);
        tilting.shorten(delta);
        return tilting;
    }

    private void toEpsilon(double target) {
        epsilon = target;
        tilt = least(this::exponent);
    }

    /// log max_x (1 − e^−x) e^(−cx) = log(c^c / (1 + c)^(1 + c)): with it the functions minimised here are Chernoff
    /// bounds.
    private static double logPeak(double c) {
        return -Math.log1p(c) - c * Math.log1p(1 / c);
    }

    /// c > 0, in 1 / loss.
    double tilt() {
        return tilt;
    }

    /// About the ε looked for.
    double epsilon() {
        return epsilon;
    }

    /// A bound of the δ looked for, about.
    double delta() {
        return Math.clamp(Math.exp(logMoment(tilt) - tilt * epsilon + logPeak(tilt)), 1e-250, 1);
    }

    /// About log E e^(cL) of one step of law `index`.
    double logScale(int index) {
        return sketches.get(index).moments(tilt).logMoment();
    }

    /// Standard deviation of the tilted sum.
    double deviation() {
        double variance = 0;
        for (int i = 0; i < laws.size(); i++) {
            variance += laws.get(i).count() * sketches.get(i).moments(tilt).variance();
        }
        return Math.sqrt(variance);
    }

    /// Length of a circle on which what wraps around counts for less than δ e^−22.
    double around(double delta) {
        return around(tilt, delta);
    }

    /// What wraps around from below counts at most e^(−c · length); what wraps from above, e^(c · length) δ(ε + length)
    /// by
    /// its Chernoff bound.
    private double around(double c, double delta) {
        DoubleUnaryOperator above = above(c, delta);
        return Math.max(above.applyAsDouble(least(above)), (WRAPPED - Math.log(delta)) / c);
    }

    private DoubleUnaryOperator above(double c, double delta) {
        double level = WRAPPED - Math.log(delta);
        return more -> (logMoment(c + more) - (c + more) * epsilon + level) / more;
    }

    /// What to add to the tilt for the best Chernoff bound of what wraps around from above.
    double steeper(double delta) {
        return least(above(tilt, delta));
    }

    double largestLoss(int index) {
        return sketches.get(index).largest();
    }

    /// Takes a smaller or larger tilt if the circle gets shorter, unless round-off would then be felt: where rare large
    /// losses make the tilted law wide, a slightly smaller tilt leaves them out.
    private void shorten(double delta) {
        double least = around(tilt, delta);
        double bearable = Math.max(BEARABLE, 1.5 * roundOff(tilt, delta));
        double start = tilt;
        for (int i = -SHIFTS; i <= SHIFTS; i++) {
            double c = start * Math.pow(RATIO, i);
            if (i == 0 || c > tiltMax || roundOff(c, delta) > bearable) {
                continue;
            }
            double length = around(c, delta);
            if (length < 0.9 * least) {
                least = length;
                tilt = c;
            }
        }
    }

    /// About the round-off against δ where the spectrum does not fall: Σ|G_k|/N is near 1/(2c).
    private double roundOff(double c, double delta) {
        double steps = 0;
        for (Steps.Counted step : laws) {
            steps += step.count();
        }
        return steps * ROUNDING / (2 * c) * Math.exp(logMoment(c) - c * epsilon) / delta;
    }

    private double exponent(double c) {
        return logMoment(c) - c * epsilon + logPeak(c);
    }

    private double logMoment(double c) {
        double sum = 0;
        for (int i = 0; i < laws.size(); i++) {
            sum += laws.get(i).count() * sketches.get(i).moments(c).logMoment();
        }
        return sum;
    }

    /// Golden-section search over log c.
    private double least(DoubleUnaryOperator function) {
        double low = Math.log(TILT_MIN);
        double high = Math.log(tiltMax);
        for (int i = 0; i < STEPS && high - low > 1e-3; i++) {
            double left = high - GOLDEN * (high - low);
            double right = low + GOLDEN * (high - low);
            if (function.applyAsDouble(Math.exp(left)) < function.applyAsDouble(Math.exp(right))) {
                high = right;
            } else {
                low = left;
            }
        }
        return Math.exp((low + high) / 2);
    }
}
