package org.vitrail.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/// Trees whose columns and cuts are drawn without the rows (Fan, Wang, Yu, Ma 2003; for privacy Jagannathan,
/// Pillaipakkamnatt, Wright 2009): only the class of each leaf is learnt. Output: for each tree and leaf 1 for its
/// class and 0 for the others, 2^depth · classes numbers a tree.
///
/// As leaves are the same sets in all worlds, nearly all worlds agree on the class of most leaves, and those are
/// answered exactly. A leaf on which they differ gets noise; where that is large, its numbers do not look like a class,
/// and it abstains.
public final class RandomDecisionTrees implements Learner {
    private static final int DEPTH_MAX = 8;
    /// A cut keeps at least this part of its node's range on either side.
    private static final double EDGE = 0.2;

    private final int trees;
    private final int depth;
    private final int classes;
    private final int[][] column;
    private final double[][] cut;
    private final LeafVotes votes;

    /// Sets it up.
    ///
    /// @param depth 1 to 8
    /// @param low of the range in which each column is cut, public
    /// @param high above `low`
    /// @param seed of columns and cuts; public
    public RandomDecisionTrees(int trees, int depth, int columns, int classes, double low, double high, long seed) {
        if (trees < 1 || depth < 1 || depth > DEPTH_MAX || columns < 1 || !(low < high)) {
            throw new IllegalArgumentException("expected >= 1 trees of depth 1 to " + DEPTH_MAX + ", >= 1 columns and a"
                    + " range, got " + trees + " of " + depth + " over " + columns + " in " + low + " to " + high);
        }
        this.trees = trees;
        this.depth = depth;
        this.classes = classes;
        column = new int[trees][1 << depth];
        cut = new double[trees][1 << depth];
        votes = new LeafVotes(trees, depth, classes, this::leaf);
        SplittableRandom random = new SplittableRandom(seed);
        for (int tree = 0; tree < trees; tree++) {
            double[] lower = new double[columns];
            double[] upper = new double[columns];
            Arrays.fill(lower, low);
            Arrays.fill(upper, high);
            draw(random, tree, 1, lower, upper);
        }
    }

    private void draw(SplittableRandom random, int tree, int node, double[] lower, double[] upper) {
        if (node >= 1 << depth) {
            return;
        }
        int own = random.nextInt(lower.length);
        double at = lower[own] + random.nextDouble(EDGE, 1 - EDGE) * (upper[own] - lower[own]);
        column[tree][node] = own;
        cut[tree][node] = at;
        double[] below = upper.clone();
        below[own] = at;
        draw(random, tree, 2 * node, lower, below);
        double[] above = lower.clone();
        above[own] = at;
        draw(random, tree, 2 * node + 1, above, upper);
    }

    @Override
    public int length() {
        return votes.length();
    }

    @Override
    public double[] learn(Examples half) {
        return votes.learn(half);
    }

    private int leaf(int tree, double[] row) {
        int node = 1;
        while (node < 1 << depth) {
            node = 2 * node + (row[column[tree][node]] > cut[tree][node] ? 1 : 0);
        }
        return node - (1 << depth);
    }

    /// The class that most of a row's leaves stand for; if all of them abstain, that of the largest sum of numbers. Of
    /// equals the lowest.
    ///
    /// @param output as [#learn] gives it, with or without noise
    public int predict(double[] output, double[] row) {
        double[] counted = new double[classes];
        double[] sums = new double[classes];
        boolean abstained = true;
        for (int tree = 0; tree < trees; tree++) {
            int from = ((tree << depth) + leaf(tree, row)) * classes;
            if (isClass(output, from)) {
                counted[LeafVotes.largest(output, from, classes)]++;
                abstained = false;
            }
            for (int label = 0; label < classes; label++) {
                sums[label] += output[from + label];
            }
        }
        return LeafVotes.largest(abstained ? sums : counted, 0, classes);
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

    /// A name for each number: the tree, the way from its root, and the class, such as
    /// `tree0 age<=43.25 cost>120.5: ill`.
    ///
    /// @param low of each column, in its own units
    /// @param width of each column's range on \[0, 1\], in its own units
    List<String> outputNames(
            List<String> columns, List<String> classNames, IntToDoubleFunction low, IntToDoubleFunction width) {
        List<String> names = new ArrayList<>();
        for (int tree = 0; tree < trees; tree++) {
            for (int leaf = 0; leaf < 1 << depth; leaf++) {
                StringBuilder way = new StringBuilder("tree" + tree);
                for (int level = depth - 1; level >= 0; level--) {
                    int node = ((1 << depth) + leaf) >> (level + 1);
                    int own = column[tree][node];
                    way.append(' ')
                            .append(columns.get(own))
                            .append((leaf >> level & 1) == 0 ? "<=" : ">")
                            .append(String.format(
                                    Locale.ROOT,
                                    "%.6g",
                                    low.applyAsDouble(own) + width.applyAsDouble(own) * cut[tree][node]));
                }
                for (String name : classNames) {
                    names.add(way + ": " + name);
                }
            }
        }
        return names;
    }
}
