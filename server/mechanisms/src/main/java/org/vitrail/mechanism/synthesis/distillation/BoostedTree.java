package org.vitrail.mechanism.synthesis.distillation;

import java.util.Arrays;
import java.util.stream.IntStream;

/// One regression tree of full depth over codes, grown level by level from histograms of gradients. Splits are
/// `code > cut`; a node without a gain sends every row to its lower child.
final class BoostedTree {
    private static final double RIDGE = 5;

    private final int depth;
    private final int[] feature; // of the inner nodes, heap order; -1: no split
    private final int[] cut;
    private final double[] value; // of the leaves

    private BoostedTree(int depth) {
        this.depth = depth;
        this.feature = new int[(1 << depth) - 1];
        this.cut = new int[(1 << depth) - 1];
        this.value = new double[1 << depth];
    }

    /// Fits the Newton step −g/h.
    ///
    /// @param codes `[features][rows]`
    /// @param sizes codes of each feature
    /// @param gradient `[rows]`
    /// @param curvature `[rows]` > 0
    static BoostedTree grow(short[][] codes, int[] sizes, double[] gradient, double[] curvature, int depth) {
        BoostedTree tree = new BoostedTree(depth);
        int[] node = new int[gradient.length];
        for (int level = 0; level < depth; level++) {
            tree.split(level, codes, sizes, gradient, curvature, node);
            tree.descend(codes, node, (1 << level) - 1);
        }
        double[] g = new double[1 << depth];
        double[] h = new double[1 << depth];
        for (int i = 0; i < node.length; i++) {
            g[node[i]] += gradient[i];
            h[node[i]] += curvature[i];
        }
        Arrays.setAll(tree.value, leaf -> -g[leaf] / (h[leaf] + RIDGE));
        return tree;
    }

    /// Chooses the splits of one level, whose nodes start at `first` in heap order.
    private void split(int level, short[][] codes, int[] sizes, double[] g, double[] h, int[] node) {
        int nodes = 1 << level;
        int first = nodes - 1;
        double[] best = new double[nodes];
        Arrays.fill(feature, first, first + nodes, -1);
        for (int f = 0; f < codes.length; f++) {
            int size = sizes[f];
            double[] sums = new double[2 * nodes * size];
            short[] of = codes[f];
            for (int i = 0; i < of.length; i++) {
                int at = 2 * (node[i] * size + of[i]);
                sums[at] += g[i];
                sums[at + 1] += h[i];
            }
            for (int v = 0; v < nodes; v++) {
                cut(sums, v * size, size, f, first + v, best, v);
            }
        }
    }

    private void cut(double[] sums, int from, int size, int f, int at, double[] best, int v) {
        double g = 0;
        double h = 0;
        for (int c = from; c < from + size; c++) {
            g += sums[2 * c];
            h += sums[2 * c + 1];
        }
        double whole = g * g / (h + RIDGE);
        double lowG = 0;
        double lowH = 0;
        for (int c = 0; c < size - 1; c++) {
            lowG += sums[2 * (from + c)];
            lowH += sums[2 * (from + c) + 1];
            double gain = lowG * lowG / (lowH + RIDGE) + (g - lowG) * (g - lowG) / (h - lowH + RIDGE) - whole;
            if (gain > best[v]) {
                best[v] = gain;
                feature[at] = f;
                cut[at] = c;
            }
        }
    }

    private void descend(short[][] codes, int[] node, int first) {
        for (int i = 0; i < node.length; i++) {
            node[i] = 2 * node[i] + (above(codes, i, first + node[i]) ? 1 : 0);
        }
    }

    private boolean above(short[][] codes, int row, int at) {
        return feature[at] >= 0 && codes[feature[at]][row] > cut[at];
    }

    /// Adds `rate` times the tree's value to each row's score.
    void add(short[][] codes, double rate, double[] scores) {
        IntStream.range(0, scores.length).parallel().forEach(i -> {
            int at = 0;
            for (int level = 0; level < depth; level++) {
                at = 2 * at + (above(codes, i, at) ? 2 : 1);
            }
            scores[i] += rate * value[at - feature.length];
        });
    }
}
