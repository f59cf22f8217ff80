package org.vitrail.mechanism.neighbours;

import java.util.List;
import java.util.function.LongFunction;

/// The vote histogram of Private Evolution: every private row votes for its k nearest candidates, with weight
/// 1/sqrt(k) each.
///
/// Distances are exact and Euclidean; of equal distances the lowest index is nearest. Bins are the candidates of all
/// labels, label by label; a row votes among its own label's. Votes are on the grid of 2^-[PersonVector#GRID_BITS],
/// rounded towards zero, so one unit's vector has a squared norm of at most [PersonVector#SQUARED]: that is the
/// squared sensitivity to one unit added or removed. The votes are private: call inside `Sensitive.map` only.
public final class NearestVotes {
    private static final int K_MAX = 1024;

    private final List<Search> labels;
    private final int k;
    private final int bins;

    private NearestVotes(List<Vectors> candidates, int k, LongFunction<Tiles> kernel) {
        if (k < 1 || k > K_MAX) {
            throw new IllegalArgumentException("k must be in [1, " + K_MAX + "] candidates, got " + k);
        }
        this.k = k;
        this.labels =
                candidates.stream().map(each -> new Search(each, k, kernel)).toList();
        this.bins = labels.stream().mapToInt(Search::candidates).reduce(0, Math::addExact);
    }

    /// Prepares public candidates for many rows; takes the time of copying them twice.
    ///
    /// @param candidates for each label, at least one vector each
    /// @param k how many candidates a row votes for, in [1, 1024]; where a label has fewer, a row votes for all
    public static NearestVotes among(List<Vectors> candidates, int k) {
        return new NearestVotes(candidates, k, Tiles::fastest);
    }

    /// The same votes by the given kernel.
    static NearestVotes among(List<Vectors> candidates, int k, Tiles tiles) {
        return new NearestVotes(candidates, k, products -> tiles);
    }

    /// How many bins: the candidates of all labels.
    public int bins() {
        return bins;
    }

    /// Votes where a row is the unit. A row that is not finite votes for nobody.
    ///
    /// @param rows for each label, its private rows
    /// @return `[bins]`, in grid units
    public long[] ofRows(List<Vectors> rows) {
        checkLabels(rows);
        long weight = weight();
        long[] votes = new long[bins];
        int offset = 0;
        for (int c = 0; c < labels.size(); c++) {
            for (int candidate : labels.get(c).nearest(rows.get(c))) {
                if (candidate >= 0) {
                    votes[offset + candidate] += weight;
                }
            }
            offset += labels.get(c).candidates();
        }
        return votes;
    }

    /// Votes where a person is the unit: a person's votes over all labels form one vector, scaled to norm 1 at most.
    /// Labels do not partition persons, so a vector for each label would not be enough.
    ///
    /// @param rows for each label, its private rows
    /// @param persons `[rows of all labels, label by label]`, the row's person as a dense index from 0
    /// @return `[bins]`, in grid units
    public long[] ofPersons(List<Vectors> rows, int[] persons) {
        checkLabels(rows);
        if (rows.stream().mapToLong(Vectors::size).sum() != persons.length) {
            throw new IllegalArgumentException(
                    "expected one person for each row of all labels, got another number; list them label by label");
        }
        int[] bin = new int[Math.multiplyExact(persons.length, k)];
        int offset = 0;
        int at = 0;
        for (int c = 0; c < labels.size(); c++) {
            for (int candidate : labels.get(c).nearest(rows.get(c))) {
                bin[at++] = candidate < 0 ? -1 : offset + candidate;
            }
            offset += labels.get(c).candidates();
        }
        return joint(bin, persons);
    }

    private long[] joint(int[] bin, int[] persons) {
        long[] votes = new long[bins];
        PersonVector vector = new PersonVector();
        PersonOrder order = PersonOrder.of(persons);
        for (int p = 0; p < order.people(); p++) {
            for (int n = order.start(p); n < order.start(p + 1); n++) {
                int row = order.row(n);
                for (int slot = row * k; slot < (row + 1) * k; slot++) {
                    if (bin[slot] >= 0) {
                        vector.add(bin[slot]);
                    }
                }
            }
            vector.addTo(votes);
        }
        return votes;
    }

    /// The largest integer w with k w² <= [PersonVector#SQUARED].
    private long weight() {
        long weight = (long) Math.sqrt((double) PersonVector.SQUARED / k);
        while (weight * weight * k > PersonVector.SQUARED) {
            weight--;
        }
        while ((weight + 1) * (weight + 1) * k <= PersonVector.SQUARED) {
            weight++;
        }
        return weight;
    }

    private void checkLabels(List<Vectors> rows) {
        if (rows.size() != labels.size()) {
            throw new IllegalArgumentException("expected rows of " + labels.size() + " labels, got " + rows.size()
                    + "; give a label without rows an empty one");
        }
    }
}
