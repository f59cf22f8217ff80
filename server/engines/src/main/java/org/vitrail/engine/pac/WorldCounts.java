package org.vitrail.engine.pac;

import java.util.List;
import org.vitrail.engine.pac.WorldQuery.Fold;

/// Aggregates of each group in 64 worlds, counted from partial aggregates of units: a unit counts in the worlds whose
/// bit is set in its mask.
final class WorldCounts {
    static final int WORLDS = Long.SIZE;

    private final List<Fold> folds;
    private final double[] values;

    /// @param groups number of groups
    WorldCounts(int groups, List<Fold> folds) {
        this.folds = folds;
        values = new double[Math.multiplyExact(Math.multiplyExact(groups, folds.size()), WORLDS)];
        for (int g = 0; g < groups; g++) {
            for (int a = 0; a < folds.size(); a++) {
                int from = (g * folds.size() + a) * WORLDS;
                double start = switch (folds.get(a)) {
                    case SUM -> 0;
                    case LEAST -> Double.POSITIVE_INFINITY;
                    case LARGEST -> Double.NEGATIVE_INFINITY;
                };
                java.util.Arrays.fill(values, from, from + WORLDS, start);
            }
        }
    }

    /// One unit's partial aggregate.
    void add(int group, int aggregate, long mask, double value) {
        int from = (group * folds.size() + aggregate) * WORLDS;
        switch (folds.get(aggregate)) {
            case SUM -> {
                for (long left = mask; left != 0; left &= left - 1) {
                    values[from + Long.numberOfTrailingZeros(left)] += value;
                }
            }
            case LEAST -> {
                for (long left = mask; left != 0; left &= left - 1) {
                    int at = from + Long.numberOfTrailingZeros(left);
                    values[at] = Math.min(values[at], value);
                }
            }
            case LARGEST -> {
                for (long left = mask; left != 0; left &= left - 1) {
                    int at = from + Long.numberOfTrailingZeros(left);
                    values[at] = Math.max(values[at], value);
                }
            }
        }
    }

    /// A group's aggregate in a world; infinite if a least or largest saw no unit there.
    double at(int group, int aggregate, int world) {
        return values[(group * folds.size() + aggregate) * WORLDS + world];
    }
}
