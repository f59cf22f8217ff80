package org.vitrail.mechanism.synthesis.evolution;

import java.util.Arrays;
import java.util.stream.IntStream;

/// The exact nearest candidate of each row: squared differences of numbers, `lambda` for each unequal category.
///
/// Distances are accumulated axis by axis over a block of candidates, a loop the compiler turns into vector code; a
/// tie goes to the lowest index. Memory is one block of distances for each thread, whatever the number of rows.
final class Nearest {
    private static final int ROWS = 512;
    private static final int CANDIDATES = 2048;

    private final Space space;

    Nearest(Space space) {
        this.space = space;
    }

    /// Writes the index of the nearest of `candidates` (at least one) for rows `from` to `to` (exclusive) into
    /// `out`.
    void assign(Points rows, int from, int to, Points candidates, int[] out) {
        int blocks = (to - from + ROWS - 1) / ROWS;
        IntStream.range(0, blocks).parallel().forEach(b -> {
            float[] distance = new float[Math.min(CANDIDATES, candidates.size())];
            int end = Math.min(to, from + (b + 1) * ROWS);
            for (int i = from + b * ROWS; i < end; i++) {
                out[i] = nearest(rows, i, candidates, distance);
            }
        });
    }

    /// The nearest candidate of every row.
    int[] assign(Points rows, Points candidates) {
        int[] out = new int[rows.size()];
        assign(rows, 0, rows.size(), candidates, out);
        return out;
    }

    private int nearest(Points rows, int i, Points candidates, float[] distance) {
        int best = 0;
        float least = Float.POSITIVE_INFINITY;
        for (int start = 0; start < candidates.size(); start += CANDIDATES) {
            int count = Math.min(CANDIDATES, candidates.size() - start);
            Arrays.fill(distance, 0, count, 0f);
            for (int a = 0; a < rows.axes(); a++) {
                add(a, rows.axis(a)[i], candidates.axis(a), start, count, distance);
            }
            for (int j = 0; j < count; j++) {
                if (distance[j] < least) {
                    least = distance[j];
                    best = start + j;
                }
            }
        }
        return best;
    }

    private void add(int axis, float x, float[] candidates, int start, int count, float[] distance) {
        Axis a = space.axis(axis);
        if (a.categorical()) {
            float lambda = space.lambda();
            for (int j = 0; j < count; j++) { // codes are whole: unequal ones differ by 1 or more
                distance[j] += lambda * Math.min(1f, Math.abs(x - candidates[start + j]));
            }
        } else if (a.nullable()) {
            for (int j = 0; j < count; j++) {
                float d = x - candidates[start + j];
                distance[j] += Math.min(1f, d * d);
            }
        } else {
            for (int j = 0; j < count; j++) {
                float d = x - candidates[start + j];
                distance[j] += d * d;
            }
        }
    }
}
