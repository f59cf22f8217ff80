package org.vitrail.mechanism.neighbours;

import java.util.Arrays;

/// The distinct candidates of one label; public.
///
/// Equal candidates are held once and remembered as copies: populations hold many, and each would have to be told
/// apart from the others in double precision.
final class Candidates {
    private final int dimensions;
    private final int distinct;
    private final float[] values;
    private final int[] copies;
    private final int[] copyStart;
    private final double[] squaredNorms;
    private final double largestNorm;

    /// Copies `candidates`.
    ///
    /// @throws IllegalArgumentException if there is no candidate or one holds NaN or an infinity
    Candidates(Vectors candidates) {
        int size = candidates.size();
        if (size < 1) {
            throw new IllegalArgumentException("expected at least 1 candidate, got 0; leave the label out");
        }
        this.dimensions = candidates.dimensions();
        float[] all = new float[Math.multiplyExact(size, dimensions)];
        candidates.read(0, size, all);
        int[] first = firstOfEquals(all, size);
        int[] group = new int[size];
        int[] counts = new int[size + 1];
        int groups = 0;
        for (int j = 0; j < size; j++) {
            group[j] = first[j] == j ? groups++ : group[first[j]];
            counts[group[j] + 1]++;
        }
        this.distinct = groups;
        this.copyStart = Arrays.copyOf(counts, groups + 1);
        Arrays.parallelPrefix(copyStart, Integer::sum);
        this.copies = new int[size];
        this.values = new float[groups * dimensions];
        int[] next = copyStart.clone();
        for (int j = 0; j < size; j++) {
            if (first[j] == j) {
                System.arraycopy(all, j * dimensions, values, group[j] * dimensions, dimensions);
            }
            copies[next[group[j]]++] = j;
        }
        this.squaredNorms = new double[groups];
        this.largestNorm = norms();
    }

    /// For each vector the lowest index of one with equal coordinates.
    private int[] firstOfEquals(float[] all, int size) {
        int[] hashes = new int[size];
        Integer[] order = new Integer[size];
        for (int j = 0; j < size; j++) {
            int hash = 1;
            for (int d = 0; d < dimensions; d++) {
                hash = 31 * hash + Float.floatToIntBits(all[j * dimensions + d]);
            }
            hashes[j] = hash;
            order[j] = j;
        }
        Arrays.sort(order, (i, j) -> Integer.compare(hashes[i], hashes[j])); // stable: the lower index first
        int[] first = new int[size];
        for (int a = 0; a < size; a++) {
            int j = order[a];
            first[j] = j;
            for (int b = a - 1; b >= 0 && hashes[order[b]] == hashes[j]; b--) {
                int i = first[order[b]];
                if (Arrays.equals(
                        all,
                        i * dimensions,
                        i * dimensions + dimensions,
                        all,
                        j * dimensions,
                        j * dimensions + dimensions)) {
                    first[j] = i;
                    break;
                }
            }
        }
        return first;
    }

    /// Fills in |c|²; returns the largest |c|.
    private double norms() {
        double largest = 0;
        for (int j = 0; j < distinct; j++) {
            for (int d = 0; d < dimensions; d++) {
                double c = values[j * dimensions + d];
                squaredNorms[j] += c * c;
            }
            if (!Double.isFinite(squaredNorms[j])) {
                throw new IllegalArgumentException("candidate " + copies[copyStart[j]]
                        + " holds NaN or an infinity, expected finite coordinates; repair the embedding");
            }
            largest = Math.max(largest, squaredNorms[j]);
        }
        return Math.sqrt(largest);
    }

    /// How many different candidates there are; >= 1.
    int distinct() {
        return distinct;
    }

    /// How many candidates there are, copies included.
    int size() {
        return copies.length;
    }

    /// Coordinates of each.
    int dimensions() {
        return dimensions;
    }

    /// The largest |c|.
    double largestNorm() {
        return largestNorm;
    }

    /// |c|² of the distinct candidate `j`.
    double squaredNorm(int j) {
        return squaredNorms[j];
    }

    /// Coordinate `d` of the distinct candidate `j`.
    float value(int j, int d) {
        return values[j * dimensions + d];
    }

    /// How many candidates equal the distinct one `j`, itself included.
    int copyCount(int j) {
        return copyStart[j + 1] - copyStart[j];
    }

    /// The index of the `n`th candidate that equals the distinct one `j`, lowest first.
    int copy(int j, int n) {
        return copies[copyStart[j] + n];
    }

    /// The squared distance in doubles, always summed in the same order.
    ///
    /// @param rows a vector starts at `at`
    double squaredDistance(float[] rows, int at, int j) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int from = j * dimensions;
        int d = 0;
        for (; d + 3 < dimensions; d += 4) {
            double d0 = (double) rows[at + d] - values[from + d];
            double d1 = (double) rows[at + d + 1] - values[from + d + 1];
            double d2 = (double) rows[at + d + 2] - values[from + d + 2];
            double d3 = (double) rows[at + d + 3] - values[from + d + 3];
            s0 += d0 * d0;
            s1 += d1 * d1;
            s2 += d2 * d2;
            s3 += d3 * d3;
        }
        for (; d < dimensions; d++) {
            double last = (double) rows[at + d] - values[from + d];
            s0 += last * last;
        }
        return (s0 + s1) + (s2 + s3);
    }
}
