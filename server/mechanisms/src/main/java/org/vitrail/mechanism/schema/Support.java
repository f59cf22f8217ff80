package org.vitrail.mechanism.schema;

import java.util.Optional;

/// From where to where the mass of noisy counts reaches; post-processing of released counts.
///
/// @param first index of the lowest cell
/// @param last index of the highest cell
record Support(int first, int last) {

    /// The cells between the two where the counts first exceed what noise alone makes of them, seen from
    /// either end: one count by itself, or the k outermost together, whose noise has deviation `deviation`
    /// · sqrt(k).
    ///
    /// @param from the first cell's place in `noisy`
    /// @param limit in deviations
    /// @return empty if nothing stands out
    static Optional<Support> of(long[] noisy, int from, int size, double deviation, double limit) {
        int first = crossing(noisy, from, 1, size, deviation * limit);
        int last = size - 1 - crossing(noisy, from + size - 1, -1, size, deviation * limit);
        return first == size || last < first ? Optional.empty() : Optional.of(new Support(first, last));
    }

    private static int crossing(long[] noisy, int from, int direction, int size, double unit) {
        double sum = 0;
        for (int k = 0; k < size; k++) {
            sum += noisy[from + direction * k];
            if (noisy[from + direction * k] > unit || sum > unit * Math.sqrt(k + 1)) {
                return k;
            }
        }
        return size;
    }
}
