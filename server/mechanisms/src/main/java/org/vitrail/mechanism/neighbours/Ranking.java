package org.vitrail.mechanism.neighbours;

import java.util.Arrays;

/// The k nearest candidates by (distance, index): of equal distances the lower index is nearer.
final class Ranking {
    private final double[] distances;
    private final int[] indices;
    private int size;

    Ranking(int k) {
        distances = new double[k];
        indices = new int[k];
    }

    void begin() {
        size = 0;
    }

    void add(double distance, int index) {
        int k = indices.length;
        if (size == k && !before(distance, index, k - 1)) {
            return;
        }
        int at = size < k ? size++ : k - 1;
        for (; at > 0 && before(distance, index, at - 1); at--) {
            distances[at] = distances[at - 1];
            indices[at] = indices[at - 1];
        }
        distances[at] = distance;
        indices[at] = index;
    }

    private boolean before(double distance, int index, int other) {
        return distance < distances[other] || (distance == distances[other] && index < indices[other]);
    }

    /// Writes the indices, lowest first, to `out` from `at`, and −1 where fewer than k were added.
    void write(int[] out, int at) {
        System.arraycopy(indices, 0, out, at, size);
        Arrays.sort(out, at, at + size);
        Arrays.fill(out, at + size, at + indices.length, -1);
    }
}
