package org.vitrail.privacy.blackbox;

import java.util.Arrays;
import java.util.List;

/// Looks for a pair of neighbouring inputs and an event that break a claim (after Ding et al. 2018, StatDP, and
/// Bichsel et al. 2021, DP-Sniper).
///
/// For each pair a logistic classifier learns to tell the outputs apart; its score orders the outputs nearly as
/// the likelihood ratio does, and the event is "score above t". Pairs and t are chosen by exploring runs; the
/// one pair and event that looked worst are then bounded on fresh runs, so looking at many pairs costs no
/// type-I error. **Power.** An ε passed by 0.3 is found where the event has probability 0.01 or more on one
/// input, from 40,000 runs.
public final class CounterExampleSearch {
    private static final int ROUNDS = 60;
    private static final double RATE = 2;

    private final int exploring;
    private final int testing;

    /// Two neighbouring inputs, seen through the mechanism.
    ///
    /// @param name for messages
    public record Pair(String name, Outputs one, Outputs other) {}

    private static final class Candidate {
        private final Pair pair;
        private final boolean swapped;
        private final double[] weights;
        private final double threshold;
        private final double promise;

        Candidate(Pair pair, boolean swapped, double[] weights, double threshold, double promise) {
            this.pair = pair;
            this.swapped = swapped;
            this.weights = weights;
            this.threshold = threshold;
            this.promise = promise;
        }
    }

    /// @param exploring runs of each input of each pair
    /// @param testing fresh runs of each input of the worst pair
    public CounterExampleSearch(int exploring, int testing) {
        this.exploring = exploring;
        this.testing = testing;
    }

    /// Tests (ε, δ) over the pairs, in both directions. Excess is in ε.
    public Verdict test(List<Pair> pairs, double epsilon, double delta) {
        Candidate worst = null;
        for (Pair pair : pairs) {
            double[][] a = pair.one().run(exploring);
            double[][] b = pair.other().run(exploring);
            for (boolean swapped : new boolean[] {false, true}) {
                Candidate found = explore(pair, swapped, swapped ? b : a, swapped ? a : b, delta);
                worst = worst == null || found.promise > worst.promise ? found : worst;
            }
        }
        if (worst == null) {
            throw new IllegalArgumentException("expected at least one pair of neighbours, got none");
        }
        long p = hits(worst, worst.swapped ? worst.pair.other() : worst.pair.one());
        long q = hits(worst, worst.swapped ? worst.pair.one() : worst.pair.other());
        double most = Binomial.lower(p, testing, Binomial.TYPE_ONE / 2);
        double least = Binomial.upper(q, testing, Binomial.TYPE_ONE / 2);
        double bound = most <= delta ? 0 : Math.log((most - delta) / least);
        return new Verdict(
                "counter-example",
                bound - epsilon,
                worst.pair.name() + (worst.swapped ? " (swapped)" : "") + ": " + most + " against " + least
                        + ", epsilon at least " + bound + ", claimed " + epsilon);
    }

    private long hits(Candidate found, Outputs outputs) {
        return Arrays.stream(outputs.run(testing))
                .filter(row -> score(found.weights, row) > found.threshold)
                .count();
    }

    private Candidate explore(Pair pair, boolean swapped, double[][] p, double[][] q, double delta) {
        int half = exploring / 2;
        double[] weights = learn(Arrays.copyOf(p, half), Arrays.copyOf(q, half));
        double[] a = scores(weights, p, half);
        double[] b = scores(weights, q, half);
        double best = Double.NEGATIVE_INFINITY;
        double threshold = 0;
        for (int i = 0; i < a.length; i += Math.max(1, a.length / 512)) {
            double t = Math.nextDown(a[i]); // the event takes its threshold in, so that atoms count
            double most = Binomial.lower(above(a, t), a.length, 1e-3);
            double least = Binomial.upper(above(b, t), b.length, 1e-3);
            double value = most <= delta ? Double.NEGATIVE_INFINITY : Math.log((most - delta) / least);
            if (value > best) {
                best = value;
                threshold = t;
            }
        }
        return new Candidate(pair, swapped, weights, threshold, best);
    }

    private static int above(double[] sorted, double threshold) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] > threshold) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return sorted.length - low;
    }

    private static double[] scores(double[] weights, double[][] rows, int from) {
        double[] scores = new double[rows.length - from];
        Arrays.setAll(scores, i -> score(weights, rows[from + i]));
        Arrays.sort(scores);
        return scores;
    }

    /// Weights: offset, then for each feature one for it and one for its square, then scales. Full-batch
    /// gradient steps.
    private static double[] learn(double[][] p, double[][] q) {
        int features = p[0].length;
        double[] weights = new double[1 + 4 * features];
        for (int j = 0; j < features; j++) {
            int feature = j;
            double mean = (mean(p, feature) + mean(q, feature)) / 2;
            double spread = Math.sqrt((square(p, feature, mean) + square(q, feature, mean)) / 2);
            weights[1 + 2 * features + 2 * j] = mean;
            weights[2 + 2 * features + 2 * j] = spread > 0 ? spread : 1;
        }
        double[] gradient = new double[1 + 2 * features];
        for (int round = 0; round < ROUNDS; round++) {
            Arrays.fill(gradient, 0);
            add(gradient, weights, p, 1);
            add(gradient, weights, q, 0);
            for (int k = 0; k < gradient.length; k++) {
                weights[k] += RATE * gradient[k] / (p.length + q.length);
            }
        }
        return weights;
    }

    private static void add(double[] gradient, double[] weights, double[][] rows, double label) {
        int features = rows[0].length;
        for (double[] row : rows) {
            double error = label - 1 / (1 + Math.exp(-score(weights, row)));
            gradient[0] += error;
            for (int j = 0; j < features; j++) {
                double x = scaled(weights, row, j);
                gradient[1 + 2 * j] += error * x;
                gradient[2 + 2 * j] += error * (x * x - 1);
            }
        }
    }

    private static double score(double[] weights, double[] row) {
        double sum = weights[0];
        for (int j = 0; j < row.length; j++) {
            double x = scaled(weights, row, j);
            sum += weights[1 + 2 * j] * x + weights[2 + 2 * j] * (x * x - 1);
        }
        return sum;
    }

    private static double scaled(double[] weights, double[] row, int feature) {
        int place = 1 + 2 * row.length + 2 * feature;
        return Math.clamp((row[feature] - weights[place]) / weights[place + 1], -4, 4);
    }

    private static double mean(double[][] rows, int feature) {
        return Arrays.stream(rows).mapToDouble(row -> row[feature]).average().orElse(0);
    }

    private static double square(double[][] rows, int feature, double mean) {
        return Arrays.stream(rows)
                .mapToDouble(row -> (row[feature] - mean) * (row[feature] - mean))
                .average()
                .orElse(0);
    }
}
