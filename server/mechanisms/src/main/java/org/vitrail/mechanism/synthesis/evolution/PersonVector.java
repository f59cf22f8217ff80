package org.vitrail.mechanism.synthesis.evolution;

import java.util.TreeMap;

/// One person's contributions over all bins of all labels, scaled to L2 norm at most 1 on the grid of [Rows].
final class PersonVector {
    private final TreeMap<Integer, Long> counts = new TreeMap<>();

    void add(int bin) {
        counts.merge(bin, 1L, Long::sum);
    }

    /// Adds the scaled vector to `total`; its squared norm is at most [Rows#PERSON_SQUARED], checked in integers.
    void addTo(long[] total) {
        double squared = 0;
        for (long count : counts.values()) {
            squared += (double) count * count;
        }
        double scale = (1L << Rows.GRID_BITS) / Math.sqrt(squared);
        TreeMap<Integer, Long> scaled = new TreeMap<>();
        long norm = 0;
        for (var entry : counts.entrySet()) {
            long value = Math.min(1L << Rows.GRID_BITS, (long) (entry.getValue() * scale));
            scaled.put(entry.getKey(), value);
            norm += value * value;
        }
        long less = norm > Rows.PERSON_SQUARED ? 1 : 0; // rounding of the scale: one unit less everywhere is enough
        for (var entry : scaled.entrySet()) {
            total[entry.getKey()] += Math.max(0, entry.getValue() - less);
        }
    }
}
