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

    private final List<Part> parts;
    private final int bits;
    private final int size;
    /// For each group and aggregate, of each value of each digit of `bits` bits: what was folded of the units whose
    /// mask has it. A unit is folded once for each digit, not once for each of its 32 worlds.
    private final double[] values;

    /// @param groups number of groups
    WorldCounts(int groups, List<Part> parts) {
        this.parts = parts;
        int cells = Math.multiplyExact(groups, parts.size());
        bits = cells <= FEW ? 8 : 4;
        size = (WORLDS / bits) << bits;
        values = new double[Math.multiplyExact(cells, size)];
        for (int cell = 0; cell < cells; cell++) {
            Arrays.fill(
                    values,
                    cell * size,
                    (cell + 1) * size,
                    nothing(parts.get(cell % parts.size()).fold()));
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
        Fold fold = parts.get(aggregate).fold();
        double value = parts.get(aggregate).range().cut(said);
        int from = (group * parts.size() + aggregate) * size;
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
        int digit = (group * parts.size() + aggregate) * size + ((world / bits) << bits);
        int bit = 1 << (world % bits);
        Fold fold = parts.get(aggregate).fold();
        double whole = nothing(fold);
        for (int v = bit; v < (1 << bits); v++) {
            if ((v & bit) != 0) {
                whole = folded(fold, whole, values[digit + v]);
            }
        }
        return whole;
    }
}
