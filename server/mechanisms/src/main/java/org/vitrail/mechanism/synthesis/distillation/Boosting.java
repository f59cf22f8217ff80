package org.vitrail.mechanism.synthesis.distillation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Gradient-boosted trees for P(label | codes) with soft-max loss (Friedman 2001; Newton steps as in Chen, Guestrin
/// 2016). Deterministic.
final class Boosting {
    private static final int ROUNDS = 40;
    private static final int DEPTH = 4;
    private static final double RATE = 0.3;
    private static final double CURVATURE_MIN = 1e-6;

    private final double[] start;
    private final List<List<BoostedTree>> rounds; // a tree for each score

    private Boosting(double[] start, List<List<BoostedTree>> rounds) {
        this.start = start;
        this.rounds = rounds;
    }

    /// Updates of histograms for each row that is learned from.
    static long updates(int classes, int features) {
        return (long) ROUNDS * DEPTH * features * trees(classes);
    }

    /// Trees in a round. Two classes: the second's step is minus the first's.
    private static int trees(int classes) {
        return classes == 2 ? 1 : classes;
    }

    /// Fits weighted rows.
    ///
    /// @param codes `[features][rows]`
    /// @param labels `[rows]` in [0, classes)
    /// @param weights `[rows]` >= 0, not all 0; their scale does not matter
    static Boosting fit(short[][] codes, int[] sizes, short[] labels, int classes, double[] weights) {
        double scale = weights.length / Arrays.stream(weights).sum();
        double[] start = new double[classes];
        for (int i = 0; i < labels.length; i++) {
            start[labels[i]] += weights[i] * scale / labels.length;
        }
        Arrays.setAll(start, y -> Math.log(Math.max(start[y], 1e-9)));
        double[][] scores = new double[classes][labels.length];
        for (int y = 0; y < classes; y++) {
            Arrays.fill(scores[y], start[y]);
        }
        int trees = trees(classes);
        List<List<BoostedTree>> rounds = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            double[][] shares = shares(scores);
            List<BoostedTree> grown = IntStream.range(0, trees)
                    .parallel()
                    .mapToObj(y -> step(codes, sizes, shares[y], labels, y, weights, scale, classes))
                    .toList();
            rounds.add(grown);
            add(grown, codes, scores);
        }
        return new Boosting(start, rounds);
    }

    private static BoostedTree step(
            short[][] codes,
            int[] sizes,
            double[] share,
            short[] labels,
            int y,
            double[] weights,
            double scale,
            int classes) {
        double[] gradient = new double[share.length];
        double[] curvature = new double[share.length];
        double factor = classes == 2 ? 2 : classes / (classes - 1.0); // of the soft-max's diagonal Hessian
        for (int i = 0; i < share.length; i++) {
            double weight = weights[i] * scale;
            gradient[i] = weight * (share[i] - (labels[i] == y ? 1 : 0));
            curvature[i] = weight * Math.max(factor * share[i] * (1 - share[i]), CURVATURE_MIN);
        }
        return BoostedTree.grow(codes, sizes, gradient, curvature, DEPTH);
    }

    private static void add(List<BoostedTree> trees, short[][] codes, double[][] scores) {
        for (int y = 0; y < trees.size(); y++) {
            trees.get(y).add(codes, RATE, scores[y]);
        }
        if (trees.size() < scores.length) {
            trees.get(0).add(codes, -RATE, scores[1]);
        }
    }

    /// `[classes][rows]`: the estimated P(label | codes) of each row.
    double[][] probabilities(short[][] codes) {
        double[][] scores = new double[start.length][codes[0].length];
        for (int y = 0; y < start.length; y++) {
            Arrays.fill(scores[y], start[y]);
        }
        rounds.forEach(trees -> add(trees, codes, scores));
        return shares(scores);
    }

    private static double[][] shares(double[][] scores) {
        double[][] shares = new double[scores.length][scores[0].length];
        IntStream.range(0, scores[0].length).parallel().forEach(i -> {
            double most = Double.NEGATIVE_INFINITY;
            for (double[] score : scores) {
                most = Math.max(most, score[i]);
            }
            double sum = 0;
            for (double[] score : scores) {
                sum += Math.exp(score[i] - most);
            }
            for (int y = 0; y < shares.length; y++) {
                shares[y][i] = Math.exp(scores[y][i] - most) / sum;
            }
        });
        return shares;
    }
}
