package org.vitrail.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.learning.KMeans;
import org.vitrail.learning.Learner;
import org.vitrail.learning.LinearClassifier;
import org.vitrail.learning.PrincipalComponents;
import org.vitrail.learning.RandomDecisionTrees;
import org.vitrail.learning.Rebalanced;
import org.vitrail.learning.ThresholdForest;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.NoiseBasis;

/// A row of the published tables (Sridhar, Xiao, Devadas 2025).
///
/// @param scaling of columns, see [PacScaling]
/// @param algorithm with its settings, separated by spaces; for forests trees, step, pull, share of the rule, and the
///     seed of the features; for random decision trees their number and depth, the range of cuts, and the seed
/// @param published at [#AMOUNTS]: accuracy, for PCA the relative reconstruction error, of the coordinate rule
record PacTask(String name, String data, String scaling, List<String> algorithm, List<Double> published) {
    /// MI 4, 2, 1, 1/2 … 1/128.
    static final List<Nats> AMOUNTS =
            IntStream.rangeClosed(-2, 7).mapToObj(half -> amount(half, 1)).toList();

    private static final long SEED = 743895091L;
    private static final int DEPTH = 3;

    /// 2^−half over a divisor.
    static Nats amount(int half, int divisor) {
        return half < 0 ? Nats.ofFraction(1 << -half, divisor) : Nats.ofFraction(1, (1L << half) * divisor);
    }

    static List<PacTask> all() throws IOException {
        try (InputStream in = PacTask.class.getResourceAsStream("pac-tasks.txt")) {
            if (in == null) {
                throw new IllegalStateException("expected pac-tasks.txt beside this class");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(PacTask::of)
                    .toList();
        }
    }

    private static PacTask of(String line) {
        List<String> parts = List.of(line.split("; ", -1));
        List<Double> published =
                Arrays.stream(parts.get(4).split(" ", -1)).map(Double::valueOf).toList();
        return new PacTask(
                parts.get(0), parts.get(1), parts.get(2), List.of(parts.get(3).split(" ", -1)), published);
    }

    /// Whether smaller figures are better.
    boolean isError() {
        return algorithm.getFirst().equals("pca");
    }

    /// The directions that are compared: those of the catalogue, then the published ones.
    List<NoiseBasis> bases() {
        return switch (algorithm.getFirst()) {
            case "svm" -> List.of(NoiseBasis.MEASURED, NoiseBasis.PRINCIPAL, NoiseBasis.COORDINATES);
            case "trees" -> List.of(NoiseBasis.PRINCIPAL); // a direction for each of thousands would take gigabytes
            default -> List.of(NoiseBasis.PRINCIPAL, NoiseBasis.COORDINATES);
        };
    }

    /// By how many points ours is better than the published figure; for errors by how many it is smaller.
    double pointsBetter(int amount, double ours) {
        double more = 100 * (ours - published.get(amount));
        return isError() ? -more : more;
    }

    /// Accuracy at most 1 point below, an error at most 1 % above the published one.
    boolean reached(int amount, double ours) {
        return isError() ? ours <= published.get(amount) * 1.01 : pointsBetter(amount, ours) >= -1;
    }

    private double setting(int place) {
        return Double.parseDouble(algorithm.get(place));
    }

    Learner learner(PacTables.Split split) {
        int classes = split.train().classes();
        int columns = split.train().columns();
        return switch (algorithm.getFirst()) {
            case "kmeans" -> {
                Learner plain = new KMeans(classes, columns, 10, SEED);
                yield algorithm.contains("smote") ? new Rebalanced(plain, Rebalanced.NEIGHBOURS, SEED) : plain;
            }
            case "svm" -> new LinearClassifier(LinearClassifier.Loss.SQUARED_HINGE, setting(1), classes, columns);
            case "pca" -> new PrincipalComponents(split.train(), (int) setting(1));
            case "forest" -> {
                ThresholdForest.Rule rule = new ThresholdForest.Rule(setting(2), setting(3), setting(4));
                yield ThresholdForest.withoutLeaves((int) setting(1), DEPTH, columns, classes, rule, (long) setting(5));
            }
            case "trees" ->
                new RandomDecisionTrees(
                        (int) setting(1), (int) setting(2), columns, classes, setting(3), setting(4), (long)
                                setting(5));
            default -> throw new IllegalArgumentException("expected an algorithm, got '" + algorithm + "'");
        };
    }

    /// Accuracy or error of an output on the test rows; for forests see [PacRow].
    double score(double[] output, PacTables.Split split) {
        int classes = split.train().classes();
        return switch (algorithm.getFirst()) {
            case "kmeans" -> rate(split, row -> KMeans.nearestCentre(output, classes, row));
            case "svm" -> rate(split, row -> LinearClassifier.predict(output, classes, row));
            case "pca" -> PrincipalComponents.reconstructionError(output, split.test());
            case "trees" -> {
                RandomDecisionTrees trees = (RandomDecisionTrees) learner(split);
                yield rate(split, row -> trees.predict(output, row));
            }
            default -> throw new IllegalArgumentException("expected one answer, got '" + algorithm + "'");
        };
    }

    static double rate(PacTables.Split split, java.util.function.ToIntFunction<double[]> predict) {
        int right = 0;
        for (int i = 0; i < split.test().size(); i++) {
            right += predict.applyAsInt(split.test().row(i)) == split.test().label(i) ? 1 : 0;
        }
        return (double) right / split.test().size();
    }
}
