package org.vitrail.learning;

import java.util.Arrays;

/// Who wins in each leaf of trees that are known: for each tree and leaf 1 for its class and 0 for the others,
/// 2^depth · classes numbers a tree. A node starts with a few rows of its parent's classes, so that a leaf of few rows
/// has a class that holds still.
///
/// @param leaves which leaf of a tree a row falls into
record LeafVotes(int trees, int depth, int classes, Leaves leaves) implements Learner {
    /// Rows of the parent's classes that a node starts with, as a part of the half.
    static final double INHERITED = 0.02;

    /// Where rows fall.
    interface Leaves {
        /// 0 to 2^depth − 1 from left to right.
        int of(int tree, double[] row);
    }

    @Override
    public int length() {
        return (trees << depth) * classes;
    }

    @Override
    public double[] learn(Examples half) {
        double[] votes = new double[length()];
        for (int tree = 0; tree < trees; tree++) {
            double[][] shares = shares(counts(half, tree), INHERITED * half.size() + 1);
            for (int leaf = 0; leaf < 1 << depth; leaf++) {
                int from = ((tree << depth) + leaf) * classes;
                votes[from + largest(shares[(1 << depth) + leaf], 0, classes)] = 1;
            }
        }
        return votes;
    }

    /// Rows by node and class; node 1 is the root, 2i and 2i + 1 are below i.
    private double[][] counts(Examples half, int tree) {
        double[][] counts = new double[2 << depth][classes];
        for (int i = 0; i < half.size(); i++) {
            counts[(1 << depth) + leaves.of(tree, half.row(i))][half.label(i)]++;
        }
        for (int at = counts.length - 1; at > 1; at--) {
            for (int label = 0; label < classes; label++) {
                counts[at / 2][label] += counts[at][label];
            }
        }
        return counts;
    }

    private double[][] shares(double[][] counts, double weight) {
        double[] even = new double[classes];
        Arrays.fill(even, 1.0 / classes);
        for (int at = 1; at < counts.length; at++) {
            double[] above = at == 1 ? even : counts[at / 2];
            double total = weight + Arrays.stream(counts[at]).sum();
            for (int label = 0; label < classes; label++) {
                counts[at][label] = (weight * above[label] + counts[at][label]) / total;
            }
        }
        return counts;
    }

    /// Which of `count` numbers from a place on is largest; of equals the first.
    static int largest(double[] numbers, int from, int count) {
        int best = 0;
        for (int i = 1; i < count; i++) {
            if (numbers[from + i] > numbers[from + best]) {
                best = i;
            }
        }
        return best;
    }
}
