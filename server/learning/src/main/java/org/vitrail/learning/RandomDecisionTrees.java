package org.vitrail.learning;

import java.util.Arrays;
import java.util.SplittableRandom;

/// Trees whose columns and cuts are drawn without the rows (Fan, Wang, Yu, Ma 2003; for privacy Jagannathan,
/// Pillaipakkamnatt, Wright 2009): only the class of each leaf is learnt. Each column has a few knots, in ascending
/// order, at which it may be cut: public ones ([#evenKnots]), or quantiles that were answered before, noise and all.
///
/// As leaves are the same sets in all worlds, nearly all worlds agree on the class of most leaves, and those are
/// answered exactly. A leaf on which they differ gets noise; where that is large, its numbers do not look like a class,
/// and it abstains.
public final class RandomDecisionTrees {
    private static final int DEPTH_MAX = 8;

    private final int trees;
    private final int depth;
    private final int columns;
    private final int classes;
    private final int knots;
    private final int[][] column;
    private final int[][] knot;

    /// Sets it up.
    ///
    /// @param depth 1 to 8, and few enough for the knots of all columns
    /// @param knots of each column, >= 1
    /// @param seed of columns and cuts; public
    public RandomDecisionTrees(int trees, int depth, int columns, int classes, int knots, long seed) {
        if (trees < 1 || depth < 1 || depth > DEPTH_MAX || knots < 1 || columns < 1) {
            throw new IllegalArgumentException("expected >= 1 trees of depth 1 to " + DEPTH_MAX
                    + " over >= 1 columns of >= 1 knots, got " + trees + " of " + depth + " over " + columns + " of "
                    + knots);
        }
        int levels = columns * (Integer.SIZE - 1 - Integer.numberOfLeadingZeros(knots + 1));
        if (depth > levels) { // a column's knots can be halved so often
            throw new IllegalArgumentException("expected a depth of at most " + levels + " for " + columns
                    + " columns of " + knots + " knots, got " + depth);
        }
        this.trees = trees;
        this.depth = depth;
        this.columns = columns;
        this.classes = classes;
        this.knots = knots;
        column = new int[trees][1 << depth];
        knot = new int[trees][1 << depth];
        SplittableRandom random = new SplittableRandom(seed);
        for (int tree = 0; tree < trees; tree++) {
            int[] upper = new int[columns];
            Arrays.fill(upper, knots);
            draw(random, tree, 1, new int[columns], upper);
        }
    }

    /// A node cuts a column that still has knots between the cuts above, at the middle one.
    private void draw(SplittableRandom random, int tree, int node, int[] lower, int[] upper) {
        if (node >= 1 << depth) {
            return;
        }
        int own = random.nextInt(columns);
        while (lower[own] == upper[own]) {
            own = (own + 1) % columns;
        }
        int middle = (lower[own] + upper[own]) / 2;
        column[tree][node] = own;
        knot[tree][node] = middle;
        int[] below = upper.clone();
        below[own] = middle;
        draw(random, tree, 2 * node, lower, below);
        int[] above = lower.clone();
        above[own] = middle + 1;
        draw(random, tree, 2 * node + 1, above, upper);
    }

    /// Knots for columns on \[0, 1\]: 1/(n + 1), 2/(n + 1) … of each.
    public double[] evenKnots() {
        double[] even = new double[columns * knots];
        Arrays.setAll(even, i -> (i % knots + 1.0) / (knots + 1));
        return even;
    }

    /// Asks each half for its quantiles at even levels, to be answered and then used as knots.
    public Learner quantileKnots() {
        double[] levels = new double[knots];
        Arrays.setAll(levels, i -> (i + 1.0) / (knots + 1));
        return ColumnStatistics.quantiles(columns, levels);
    }

    /// Quantiles as they were answered, in ascending order again within each column, which noise may have undone.
    public double[] inOrder(double[] answered) {
        double[] ordered = answered.clone();
        for (int own = 0; own < columns; own++) {
            Arrays.sort(ordered, own * knots, (own + 1) * knots);
        }
        return ordered;
    }

    /// The class of each leaf: 1 for it and 0 for the others, 2^depth · classes numbers a tree.
    ///
    /// @param knots `[columns · knots]` by column; public by now
    public Learner leafVotes(double[] knots) {
        double[] known = knots.clone();
        return new LeafVotes(trees, depth, classes, (tree, row) -> leaf(known, tree, row));
    }

    private int leaf(double[] known, int tree, double[] row) {
        int node = 1;
        while (node < 1 << depth) {
            int own = column[tree][node];
            node = 2 * node + (row[own] > known[own * knots + knot[tree][node]] ? 1 : 0);
        }
        return node - (1 << depth);
    }

    /// The class that most of a row's leaves stand for; if all of them abstain, that of the largest sum of numbers. Of
    /// equals the lowest.
    ///
    /// @param knots the same that `leafVotes` was asked with
    /// @param leafVotes as [#leafVotes] gives them, with or without noise
    public int predict(double[] knots, double[] leafVotes, double[] row) {
        double[] votes = new double[classes];
        double[] sums = new double[classes];
        boolean abstained = true;
        for (int tree = 0; tree < trees; tree++) {
            int from = ((tree << depth) + leaf(knots, tree, row)) * classes;
            if (isClass(leafVotes, from)) {
                votes[LeafVotes.largest(leafVotes, from, classes)]++;
                abstained = false;
            }
            for (int label = 0; label < classes; label++) {
                sums[label] += leafVotes[from + label];
            }
        }
        return LeafVotes.largest(abstained ? sums : votes, 0, classes);
    }

    /// Whether, in whole numbers, one is 1 and all others are 0.
    private boolean isClass(double[] numbers, int from) {
        int ones = 0;
        for (int label = 0; label < classes; label++) {
            long whole = Math.round(numbers[from + label]);
            if (whole != 0 && whole != 1) {
                return false;
            }
            ones += (int) whole;
        }
        return ones == 1;
    }
}
