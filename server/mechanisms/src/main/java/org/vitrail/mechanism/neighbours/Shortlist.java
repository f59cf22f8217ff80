package org.vitrail.mechanism.neighbours;

import java.util.Arrays;

/// The candidates of one row that may be among its k nearest, given that each score is off by at most a margin.
final class Shortlist {
    private final float[] least;
    private int[] candidates = new int[16];
    private float[] scores = new float[16];
    private int size;
    private double twiceMargin;

    /// An empty list for the `k` nearest.
    Shortlist(int k) {
        least = new float[k];
    }

    /// Empties the list.
    ///
    /// @param margin largest error of a score; >= 0
    void begin(double margin) {
        twiceMargin = 2 * margin;
        size = 0;
        Arrays.fill(least, Float.POSITIVE_INFINITY);
    }

    /// Adds a candidate whose score is at most [#limit].
    void add(int candidate, float score) {
        if (size == scores.length) {
            prune();
            if (size > scores.length / 2) {
                candidates = Arrays.copyOf(candidates, 2 * candidates.length);
                scores = Arrays.copyOf(scores, 2 * scores.length);
            }
        }
        candidates[size] = candidate;
        scores[size++] = score;
        int at = least.length - 1;
        if (score < least[at]) {
            for (; at > 0 && least[at - 1] > score; at--) {
                least[at] = least[at - 1];
            }
            least[at] = score;
        }
    }

    /// Every candidate among the k nearest has a score at most this: the kth lowest is at most one margin too high,
    /// the candidate's own at most one margin.
    float limit() {
        return Math.nextUp((float) (least[least.length - 1] + twiceMargin));
    }

    /// Drops candidates beyond the limit.
    void prune() {
        float limit = limit();
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (scores[i] <= limit) {
                candidates[kept] = candidates[i];
                scores[kept++] = scores[i];
            }
        }
        size = kept;
    }

    /// How many are on the list.
    int size() {
        return size;
    }

    /// Candidate `i` of the list.
    int candidate(int i) {
        return candidates[i];
    }
}
