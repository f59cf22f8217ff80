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
record Grid(double interval, int length, double tail, double coarsening) {
    private static final double RELATIVE = 5e-7;
    private static final double EPSILON_MIN = 1e-3;
    private static final double INTERVAL_MAX = 5e-5;
    private static final double CELLS = 20_000;
    private static final double ATOMS_MAX = 4e6;
    private static final int LENGTH_MAX = 1 << 22;
    private static final int LENGTH_MIN = 1 << 10;
    private static final double DEVIATIONS = 14;
    private static final double FALL = 64; // e^−64 is what wraps around from below
    private static final double TAIL_SHARE = 1e-10;

    static Grid adaptive(List<Steps.Counted> laws, Tilting tilting, double delta) {
        double steps = steps(laws);
        double allowed = RELATIVE * Math.max(EPSILON_MIN, tilting.epsilon());
        double uniform = Math.min(INTERVAL_MAX, Math.sqrt(12 * allowed / (tilting.tilt() * steps)));
        double tail = tail(delta, steps);
        double around = around(tilting);
        double interval = Math.max(0.7 * uniform, around / LENGTH_MAX);
        double span = 0;
        for (Steps.Counted step : laws) {
            span = Math.max(span, step.law().span(tail));
        }
        interval = short24(Math.max(interval, Math.max(span, 1e-9) / 1e9));
        return new Grid(interval, length(around / interval), tail, uniform * uniform / 2 / CELLS);
    }

    static Grid uniform(List<Steps.Counted> laws, Tilting tilting, double delta, double interval) {
        double around = around(tilting);
        if (around / interval > 4.0 * LENGTH_MAX) {
            throw new IllegalArgumentException("interval must be >= " + around / (4.0 * LENGTH_MAX)
                    + " for this composition, got " + interval);
        }
        return new Grid(interval, length(around / interval), tail(delta, steps(laws)), 0);
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

    private static double around(Tilting tilting) {
        return Math.max(DEVIATIONS * tilting.deviation(), FALL / tilting.tilt());
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
