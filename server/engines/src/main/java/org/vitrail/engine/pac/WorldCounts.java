package org.vitrail.engine.pac;

import java.util.Arrays;
import java.util.List;
import org.vitrail.engine.pac.WorldQuery.Fold;
import org.vitrail.engine.pac.WorldQuery.Formula;
import org.vitrail.engine.pac.WorldQuery.Whole;

/// Aggregates of each group in 64 worlds, counted from partial aggregates of units: a unit counts in the worlds whose
/// bit is set in its mask.
final class WorldCounts {
    static final int WORLDS = Long.SIZE;

    private static final int FEW = 64; // cells whose tables of bytes stay in the cache

    private final List<Fold> folds;
    private final int bits;
    private final int size;
    /// For each group and aggregate, of each value of each digit of `bits` bits: what was folded of the units whose
    /// mask has it. A unit is folded once for each digit, not once for each of its 32 worlds.
    private final double[] values;

    /// @param groups number of groups
    WorldCounts(int groups, List<Fold> folds) {
        this.folds = folds;
        int cells = Math.multiplyExact(groups, folds.size());
        bits = cells <= FEW ? 8 : 4;
        size = (WORLDS / bits) << bits;
        values = new double[Math.multiplyExact(cells, size)];
        for (int cell = 0; cell < cells; cell++) {
            Arrays.fill(values, cell * size, (cell + 1) * size, nothing(folds.get(cell % folds.size())));
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
        int from = (group * folds.size() + aggregate) * size;
        int digits = 1 << bits;
        long left = mask;
        if (folds.get(aggregate) == Fold.SUM) {
            for (int digit = from; digit < from + size; digit += digits) {
                values[digit + (int) (left & (digits - 1))] += value;
                left >>>= bits;
            }
        } else {
            for (int digit = from; digit < from + size; digit += digits) {
                int at = digit + (int) (left & (digits - 1));
                values[at] = folded(folds.get(aggregate), values[at], value);
                left >>>= bits;
            }
        }
    }

    /// A group's aggregate in a world; infinite if a least or largest saw no unit there.
    double at(int group, int aggregate, int world) {
        int digit = (group * folds.size() + aggregate) * size + ((world / bits) << bits);
        int bit = 1 << (world % bits);
        Fold fold = folds.get(aggregate);
        double whole = nothing(fold);
        for (int v = bit; v < (1 << bits); v++) {
            if ((v & bit) != 0) {
                whole = folded(fold, whole, values[digit + v]);
            }
        }
        return whole;
    }

    /// `[groups][formulas][worlds]`; not finite where a world has no value.
    double[][][] values(List<Formula> formulas) {
        int groups = values.length / (folds.size() * size);
        double[][][] cells = new double[groups][formulas.size()][WORLDS];
        for (int g = 0; g < groups; g++) {
            for (int c = 0; c < formulas.size(); c++) {
                for (int w = 0; w < WORLDS; w++) {
                    cells[g][c][w] = value(formulas.get(c), g, w);
                }
            }
        }
        return cells;
    }

    private double value(Formula formula, int group, int world) {
        return switch (formula) {
            case Whole.Doubled(int sum) -> 2 * at(group, sum, world);
            case Whole.Mean(int sum, int count) -> at(group, sum, world) / at(group, count, world);
            case Whole.Extreme(int of) -> at(group, of, world);
            case Formula.Constant(double number) -> number;
            case Formula.Arithmetic(char operator, Formula left, Formula right) -> {
                double a = value(left, group, world);
                double b = value(right, group, world);
                yield switch (operator) {
                    case '+' -> a + b;
                    case '-' -> a - b;
                    case '*' -> a * b;
                    default -> Double.isFinite(b) ? a / b : Double.NaN;
                };
            }
        };
    }
}
