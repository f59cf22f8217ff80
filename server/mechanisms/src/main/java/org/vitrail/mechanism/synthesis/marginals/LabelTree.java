package org.vitrail.mechanism.synthesis.marginals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// A tree over the features in which each also depends on the label (tree-augmented naive Bayes, Friedman,
/// Geiger,
/// Goldszmidt 1997). Public: made from released counts only.
final class LabelTree {
    private final int columns;
    private final int label;
    private final double rows;
    private final double[] labelMass;
    private final List<Node> nodes;

    /// @param columns with the constant one
    LabelTree(int columns, int label, double rows, double[] labelMass, List<Node> nodes) {
        this.columns = columns;
        this.label = label;
        this.rows = rows;
        this.labelMass = labelMass;
        this.nodes = List.copyOf(nodes);
    }

    int columns() {
        return columns;
    }

    int label() {
        return label;
    }

    double rows() {
        return rows;
    }

    double[] labelMass() {
        return labelMass.clone();
    }

    /// Each feature once, parents before children.
    List<Node> nodes() {
        return nodes;
    }

    /// A feature with its table.
    static final class Node {
        private final Clique clique;
        private final double[] counts;

        /// @param clique `a` is the parent (or the constant column), `b` the feature
        /// @param counts `[cells]` >= 0
        Node(Clique clique, double[] counts) {
            this.clique = clique;
            this.counts = counts;
        }

        Clique clique() {
            return clique;
        }

        double[] counts() {
            return counts.clone();
        }

        /// Weights of the feature's codes given label and parent; where nothing was counted, given the label.
        double[] given(int group) {
            int size = clique.sizeB();
            double[] weights = Arrays.copyOfRange(counts, group * size, (group + 1) * size);
            if (Arrays.stream(weights).sum() > 0) {
                return weights;
            }
            return Arrays.copyOfRange(
                    clique.overA(counts), group / clique.sizeA() * size, group / clique.sizeA() * size + size);
        }
    }

    /// The heaviest forest over features `0..features-1` (Prim); pairs of weight <= 0 are left out.
    ///
    /// @param weights of the pairs (a, b), a < b, in lexicographic order
    /// @return edges (parent, child), parents before children in the order of growth
    static List<Edge> forest(int features, double[] weights) {
        double[] best = new double[features];
        int[] parent = new int[features];
        Arrays.fill(parent, -1);
        boolean[] done = new boolean[features];
        List<Edge> edges = new ArrayList<>();
        for (int step = 0; step < features; step++) {
            int pick = -1;
            for (int v = 0; v < features; v++) {
                if (!done[v] && (pick < 0 || best[v] > best[pick])) {
                    pick = v;
                }
            }
            done[pick] = true;
            edges.add(new Edge(parent[pick], pick));
            for (int v = 0; v < features; v++) {
                double weight = v == pick ? 0 : weights[pairIndex(features, Math.min(v, pick), Math.max(v, pick))];
                if (!done[v] && weight > best[v]) {
                    best[v] = weight;
                    parent[v] = pick;
                }
            }
        }
        return Collections.unmodifiableList(edges);
    }

    /// A feature and its parent.
    ///
    /// @param parent -1: none
    record Edge(int parent, int child) {}

    /// The place of the pair (a, b), a < b, in lexicographic order.
    static int pairIndex(int features, int a, int b) {
        return a * (2 * features - a - 1) / 2 + (b - a - 1);
    }
}
