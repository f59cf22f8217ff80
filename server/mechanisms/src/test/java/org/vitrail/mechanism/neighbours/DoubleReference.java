package org.vitrail.mechanism.neighbours;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// The nearest candidates by plain loops in doubles.
final class DoubleReference {
    private DoubleReference() {}

    /// The indices `[rows · k]` of the k nearest, lowest index first, −1 where there are fewer.
    static int[] nearest(float[] rows, float[] candidates, int dimensions, int k) {
        int n = rows.length / dimensions;
        int m = candidates.length / dimensions;
        int[] out = new int[n * k];
        Arrays.fill(out, -1);
        for (int i = 0; i < n; i++) {
            double[] distance = new double[m];
            for (int j = 0; j < m; j++) {
                for (int d = 0; d < dimensions; d++) {
                    double off = (double) rows[i * dimensions + d] - candidates[j * dimensions + d];
                    distance[j] += off * off;
                }
            }
            int[] order = IntStream.range(0, m)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer j) -> distance[j])
                            .thenComparingInt(j -> j))
                    .limit(k)
                    .mapToInt(j -> j)
                    .sorted()
                    .toArray();
            System.arraycopy(order, 0, out, i * k, order.length);
        }
        return out;
    }
}
