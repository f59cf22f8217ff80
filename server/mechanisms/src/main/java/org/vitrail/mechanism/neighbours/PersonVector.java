package org.vitrail.mechanism.neighbours;

import java.util.Arrays;

/// One person's contributions over all bins of all labels, scaled to L2 norm at most 1 on a grid of 2^-20, entries
/// rounded towards zero. One object serves many persons, one after the other.
public final class PersonVector {
    /// Entries are multiples of 2^-20.
    public static final int GRID_BITS = 20;

    /// The largest squared norm, in grid units: 1 on the grid, squared.
    public static final long SQUARED = 1L << (2 * GRID_BITS);

    private int[] bins = new int[64];
    private int size;

    /// A person without contributions yet.
    public PersonVector() {}

    /// Counts one contribution.
    public void add(int bin) {
        if (size == bins.length) {
            bins = Arrays.copyOf(bins, 2 * size);
        }
        bins[size++] = bin;
    }

    /// Adds the scaled vector to `total` and forgets it; its squared norm is at most [#SQUARED], checked in integers.
    public void addTo(long[] total) {
        Arrays.sort(bins, 0, size);
        double squared = 0;
        for (int i = 0, end; i < size; i = end) {
            end = endOfRun(i);
            squared += (double) (end - i) * (end - i);
        }
        double scale = (1L << GRID_BITS) / Math.sqrt(squared);
        long norm = 0;
        for (int i = 0, end; i < size; i = end) {
            end = endOfRun(i);
            long value = value(end - i, scale);
            norm += value * value;
        }
        long less = norm > SQUARED ? 1 : 0; // rounding of the scale: one unit less everywhere is enough
        for (int i = 0, end; i < size; i = end) {
            end = endOfRun(i);
            total[bins[i]] += Math.max(0, value(end - i, scale) - less);
        }
        size = 0;
    }

    private int endOfRun(int start) {
        int end = start + 1;
        while (end < size && bins[end] == bins[start]) {
            end++;
        }
        return end;
    }

    private static long value(int count, double scale) {
        return Math.min(1L << GRID_BITS, (long) (count * scale));
    }
}
