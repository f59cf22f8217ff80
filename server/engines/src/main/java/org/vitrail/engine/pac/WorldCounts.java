package org.vitrail.engine.pac;

import java.util.Arrays;
import java.util.List;
import org.vitrail.engine.pac.WorldQuery.Fold;
import org.vitrail.engine.pac.WorldQuery.Whole;

/// Aggregates of each group in 64 worlds, counted from partial aggregates of units: a unit counts in the worlds whose
/// bit is set in its mask.
final class WorldCounts {
    static final int WORLDS = Long.SIZE;

    private static final int DIGITS = 16; // of a mask, four worlds each
    private static final int DIGIT_VALUES = 16;
    private static final int CELL = DIGITS * DIGIT_VALUES;

    private final List<Fold> folds;
    /// For each group and aggregate, of each value of each digit: what was folded of the units whose mask has it. A
    /// unit is folded 16 times, not once in each of its 32 worlds.
    private final double[] values;

    /// @param groups number of groups
    WorldCounts(int groups, List<Fold> folds) {
        this.folds = folds;
        values = new double[Math.multiplyExact(Math.multiplyExact(groups, folds.size()), CELL)];
        for (int cell = 0; cell < values.length / CELL; cell++) {
            Arrays.fill(values, cell * CELL, (cell + 1) * CELL, nothing(folds.get(cell % folds.size())));
        }
    }

    private static double nothing(Fold fold) {
        return switch (fold) {
            case SUM -> 0;
            case LEAST -> Double.POSITIVE_INFINITY;
            case LARGEST -> Double.NEGATIVE_INFINITY;
        };
    }

    private static double folded(Fold fold, double a, double b) {
        return switch (fold) {
            case SUM -> a + b;
            case LEAST -> Math.min(a, b);
            case LARGEST -> Math.max(a, b);
        };
    }

    /// One unit's partial aggregate.
    void add(int group, int aggregate, long mask, double value) {
        int from = (group * folds.size() + aggregate) * CELL;
        if (folds.get(aggregate) == Fold.SUM) {
            long left = mask;
            for (int digit = from; digit < from + CELL; digit += DIGIT_VALUES) {
                values[digit + (int) (left & 15)] += value;
                left >>>= 4;
            }
        } else {
            for (int d = 0; d < DIGITS; d++) {
                int at = from + d * DIGIT_VALUES + (int) ((mask >>> (4 * d)) & 15);
                values[at] = folded(folds.get(aggregate), values[at], value);
            }
        }
    }

    /// A group's aggregate in a world; infinite if a least or largest saw no unit there.
    double at(int group, int aggregate, int world) {
        int digit = (group * folds.size() + aggregate) * CELL + world / 4 * DIGIT_VALUES;
        int bit = 1 << (world % 4);
        Fold fold = folds.get(aggregate);
        double whole = nothing(fold);
        for (int v = bit; v < DIGIT_VALUES; v++) {
            if ((v & bit) != 0) {
                whole = folded(fold, whole, values[digit + v]);
            }
        }
        return whole;
    }

    /// `[groups][wholes][worlds]`; NaN where a world has no value.
    double[][][] values(List<Whole> wholes) {
        int groups = values.length / (folds.size() * CELL);
        double[][][] cells = new double[groups][wholes.size()][WORLDS];
        for (int g = 0; g < groups; g++) {
            for (int c = 0; c < wholes.size(); c++) {
                for (int w = 0; w < WORLDS; w++) {
                    cells[g][c][w] = value(wholes.get(c), g, w);
                }
            }
        }
        return cells;
    }

    private double value(Whole whole, int group, int world) {
        return switch (whole) {
            case Whole.Doubled(int sum) -> 2 * at(group, sum, world);
            case Whole.Mean(int sum, int count) -> {
                double counted = at(group, count, world);
                yield counted == 0 ? Double.NaN : at(group, sum, world) / counted;
            }
            case Whole.Extreme(int of) -> {
                double least = at(group, of, world);
                yield Double.isFinite(least) ? least : Double.NaN;
            }
        };
    }
}
