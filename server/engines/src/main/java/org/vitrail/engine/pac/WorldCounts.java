package org.vitrail.engine.pac;

import java.util.Arrays;
import java.util.List;
import org.vitrail.engine.pac.WorldQuery.Fold;
import org.vitrail.engine.pac.WorldQuery.Part;

/// Aggregates of each group in 64 worlds, counted from partial aggregates of units: a unit counts in the worlds whose
/// bit is set in its mask.
final class WorldCounts {
    static final int WORLDS = Long.SIZE;

    private static final int FEW = 64; // cells whose tables of bytes stay in the cache

    private final Fold[] folds;
    private final Range[] ranges;
    private final int bits;
    private final int size;
    /// For each group and aggregate, of each value of each digit of `bits` bits: what was folded of the units whose
    /// mask has it. A unit is folded once for each digit, not once for each of its 32 worlds.
    private final double[] values;

    /// @param groups number of groups
    WorldCounts(int groups, List<Part> parts) {
        folds = parts.stream().map(Part::fold).toArray(Fold[]::new);
        ranges = parts.stream().map(Part::range).toArray(Range[]::new);
        int cells = Math.multiplyExact(groups, folds.length);
        bits = cells <= FEW ? 8 : 4;
        size = (WORLDS / bits) << bits;
        values = new double[Math.multiplyExact(cells, size)];
        for (int cell = 0; cell < cells; cell++) {
            Arrays.fill(values, cell * size, (cell + 1) * size, nothing(folds[cell % folds.length]));
        }
    }

    static double nothing(Fold fold) {
        return switch (fold) {
            case SUM -> 0;
            case LEAST -> Double.POSITIVE_INFINITY;
            case LARGEST -> Double.NEGATIVE_INFINITY;
        };
    }

    static double folded(Fold fold, double a, double b) {
        return switch (fold) {
            case SUM -> a + b;
            case LEAST -> Math.min(a, b);
            case LARGEST -> Math.max(a, b);
        };
    }

    /// One unit's partial aggregate, cut to what one may bring.
    void add(int group, int aggregate, long mask, double said) {
        if (Double.isNaN(said)) {
            return;
        }
        Fold fold = folds[aggregate];
        double value = ranges[aggregate].cut(said);
        int from = (group * folds.length + aggregate) * size;
        int digits = 1 << bits;
        long left = mask;
        if (fold == Fold.SUM) {
            for (int digit = from; digit < from + size; digit += digits) {
                values[digit + (int) (left & (digits - 1))] += value;
                left >>>= bits;
            }
        } else {
            for (int digit = from; digit < from + size; digit += digits) {
                int at = digit + (int) (left & (digits - 1));
                values[at] = folded(fold, values[at], value);
                left >>>= bits;
            }
        }
    }

    /// A group's aggregate in a world; infinite if a least or largest saw no unit there.
    double at(int group, int aggregate, int world) {
        int digit = (group * folds.length + aggregate) * size + ((world / bits) << bits);
        int bit = 1 << (world % bits);
        Fold fold = folds[aggregate];
        double whole = nothing(fold);
        for (int run = digit + bit; run < digit + (1 << bits); run += 2 * bit) { // values with the bit stand together
            for (int at = run; at < run + bit; at++) {
                whole = fold == Fold.SUM ? whole + values[at] : folded(fold, whole, values[at]);
            }
        }
        return whole;
    }
}
