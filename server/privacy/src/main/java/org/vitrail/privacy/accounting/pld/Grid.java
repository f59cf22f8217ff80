package org.vitrail.privacy.accounting.pld;

import java.util.List;

/// Spacing and length of the circle, and how much the tails may cost.
///
/// A uniform spacing h adds about c h² / 12 to ε for each step (c the tilt): a split between neighbours has variance
/// h²/6 on average. Half of what may be added goes to the spacing, half to cells wider than it where the tilted law is
/// thin.
///
/// @param interval h, with few enough bits that its multiples are exact
/// @param length of the circle, a power of two
/// @param tail mass that one step may lose
/// @param coarsening tilted mass · width² of a wide cell; 0 for none
/// @param strideMax widest cell, in intervals: a loss so large that it decides alone must not be blurred either
record Grid(double interval, int length, double tail, double coarsening, int strideMax) {
    private static final double RELATIVE = 1e-6;
    private static final double EPSILON_MIN = 1e-3;
    private static final double INTERVAL_MAX = 5e-5;
    private static final double CELLS = 20_000;
    private static final double ALONE = 50;
    private static final double COARSE_CELLS = 2000;
    private static final int COARSE_LENGTH = 1 << 15;
    private static final double POINTS_MAX = 1e9;
    private static final int LENGTH_MAX = 1 << 22;
    private static final int LENGTH_MIN = 1 << 10;
    private static final double TAIL_SHARE = 1e-10;

    static Grid fine(List<Steps.Counted> laws, Tilting tilting, double delta) {
        double allowed = RELATIVE * Math.max(EPSILON_MIN, tilting.epsilon());
        double uniform = Math.min(INTERVAL_MAX, Math.sqrt(12 * allowed / (tilting.tilt() * steps(laws))));
        return adaptive(laws, tilting, delta, Math.max(uniform, 1.5 * tilting.around(delta) / LENGTH_MAX), CELLS);
    }

    /// For a first look.
    static Grid coarse(List<Steps.Counted> laws, Tilting tilting, double delta) {
        Grid fine = fine(laws, tilting, delta);
        return fine.length <= COARSE_LENGTH
                ? fine
                : adaptive(laws, tilting, delta, 1.5 * tilting.around(delta) / COARSE_LENGTH, COARSE_CELLS);
    }

    private static Grid adaptive(
            List<Steps.Counted> laws, Tilting tilting, double delta, double uniform, double cells) {
        double tail = tail(delta, steps(laws));
        double span = 0;
        for (Steps.Counted step : laws) {
            span = Math.max(span, step.law().span(tail));
        }
        double interval = short24(Math.max(0.7 * uniform, span / POINTS_MAX));
        double unit = laws.size() == 1 ? laws.getFirst().law().unit() : 0;
        interval = unit > interval ? unit : interval;
        double widest = uniform * Math.max(Math.sqrt(steps(laws)), ALONE) / interval;
        return new Grid(interval, length(tilting.around(delta) / interval), tail, uniform * uniform / 2 / cells, (int)
                Math.clamp(widest, 1, 1e9));
    }

    static Grid uniform(List<Steps.Counted> laws, Tilting tilting, double delta, double interval) {
        double around = tilting.around(delta);
        if (around / interval > 4.0 * LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "interval must be >= " + around / (4.0 * LENGTH_MAX) + " for this composition, got " + interval);
        }
        return new Grid(interval, length(around / interval), tail(delta, steps(laws)), 0, 1);
    }

    private static double steps(List<Steps.Counted> laws) {
        double steps = 0;
        for (Steps.Counted step : laws) {
            steps += step.count();
        }
        return steps;
    }

    private static double tail(double delta, double steps) {
        return Math.max(1e-300, TAIL_SHARE * delta / steps);
    }

    private static int length(double least) {
        int length = LENGTH_MIN;
        while (length < least) {
            length *= 2;
        }
        return length;
    }

    /// Rounded down to 24 bits.
    private static double short24(double value) {
        return Double.longBitsToDouble(Double.doubleToLongBits(value) & -(1L << 29));
    }
}
