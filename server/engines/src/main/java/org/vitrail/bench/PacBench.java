package org.vitrail.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.vitrail.learning.KMeans;
import org.vitrail.learning.Learner;
import org.vitrail.learning.LinearClassifier;
import org.vitrail.learning.PrincipalComponents;
import org.vitrail.learning.ThresholdForest;
import org.vitrail.privacy.pac.CalibratedNoise;
import org.vitrail.privacy.pac.Membership;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.NoiseBasis;
import org.vitrail.privacy.pac.NoiseRule;
import org.vitrail.privacy.pac.Universe;
import org.vitrail.privacy.pac.WorldOutputs;

/// The published tables of PAC-private learning beside fixed worlds: accuracy (for PCA: reconstruction error), total
/// noise, processor time. Not a test: chance and timings decide nothing.
public final class PacBench {
    private static final int WORLDS = 128;
    private static final long SEED = 743895091L;
    private static final ThresholdForest.Rule RICE = new ThresholdForest.Rule(.01, .35, .51);

    private PacBench() {}

    /// A row of the published table.
    ///
    /// @param scaling of columns, see [PacTables]
    /// @param published at MI 4, 2, 1, 1/2 … 1/128
    private record Task(String name, String data, String scaling, String algorithm, List<Double> published) {}

    private static List<Task> tasks() {
        return List.of(
                task("Iris k-means", "iris", "power", "kmeans",
                        .9508, .9520, .9518, .9506, .9453, .9246, .8692, .8173, .7462, .6740),
                task("Rice k-means", "rice", "standard", "kmeans",
                        .9070, .9069, .9070, .9068, .9064, .9062, .9044, .9006, .8921, .8689),
                task("Rice k-means, public bounds", "rice", "bounds", "kmeans",
                        .9070, .9069, .9070, .9068, .9064, .9062, .9044, .9006, .8921, .8689),
                task("Dry Bean k-means", "dry_bean", "minmax", "kmeans",
                        .6005, .5081, .3915, .3201, .2817, .2489, .2165, .1897, .1689, .1552),
                task("Iris SVM, C 1", "iris", "robust", "svm 1",
                        .9233, .8942, .8416, .7710, .6943, .6121, .5484, .4854, .4488, .4151),
                task("Rice SVM, C 1", "rice", "minmax", "svm 1",
                        .9105, .8987, .8825, .8493, .8051, .7442, .7072, .6586, .6138, .5750),
                task("Rice SVM, C 1e-6", "rice", "standard", "svm 1e-6",
                        .9065, .9064, .9065, .9064, .9061, .9058, .9044, .9027, .8986, .8927),
                task("Dry Bean SVM, C 1e-3", "dry_bean", "standard", "svm 1e-3",
                        .8545, .8499, .8406, .8232, .7918, .7396, .6600, .5600, .4544, .3737),
                task("Rice PCA, d 1 (error)", "rice", "minmax", "pca 1",
                        .1850, .1850, .1851, .1852, .1855, .1860, .1871, .1894, .1936, .2016),
                task("Rice PCA, d 6 (error)", "rice", "minmax", "pca 6",
                        .0031, .0037, .0047, .0062, .0085, .0114, .0158, .0226, .0327, .0459),
                task("Dry Bean PCA, d 8 (error)", "dry_bean", "minmax", "pca 8",
                        .0084, .0091, .0103, .0123, .0158, .0209, .0287, .0402, .0578, .0842),
                task("Rice forest, plain, leaves released", "rice", "minmax", "forest plain",
                        .9056, .8971, .8850, .8614, .8317, .7814, .7377, .6824, .6554, .6014),
                task("Rice forest, regularised, leaves released", "rice", "minmax", "forest rice",
                        .9126, .9123, .9130, .9129, .9130, .9135, .9129, .9130, .9122, .9121),
                task("Rice forest, regularised, leaves of all rows", "rice", "minmax", "thresholds rice",
                        .9126, .9123, .9130, .9129, .9130, .9135, .9129, .9130, .9122, .9121));
    }

    private static Task task(String name, String data, String scaling, String algorithm, Double... published) {
        return new Task(name, data, scaling, algorithm, List.of(published));
    }

    /// Arguments: folder of the data sets, universes, releases in each.
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int universes = Integer.parseInt(arguments[1]);
        int releases = Integer.parseInt(arguments[2]);
        System.out.println("| task | | " + betas().stream().map(PacBench::text).collect(Collectors.joining(" | ")) + " |");
        System.out.println("|---|---|" + "---|".repeat(betas().size()));
        for (Task task : tasks()) {
            run(task, PacTables.read(folder, task.data, task.scaling), universes, releases);
        }
    }

    private static List<Nats> betas() {
        return List.of(
                Nats.ofFraction(4, 1), Nats.ofFraction(2, 1), Nats.ofFraction(1, 1), Nats.ofFraction(1, 2),
                Nats.ofFraction(1, 4), Nats.ofFraction(1, 8), Nats.ofFraction(1, 16), Nats.ofFraction(1, 32),
                Nats.ofFraction(1, 64), Nats.ofFraction(1, 128));
    }

    private static String text(Nats beta) {
        return beta.exact().stripTrailingZeros().toPlainString();
    }

    private static void run(Task task, PacTables.Split split, int universes, int releases) {
        Learner learner = learner(task, split);
        ToDoubleFunction<double[]> score = score(task, split, learner);
        double[] accuracy = new double[betas().size()];
        double[] coordinates = new double[betas().size()];
        double[] principal = new double[betas().size()];
        double least = Double.POSITIVE_INFINITY;
        for (int u = 0; u < universes; u++) {
            Membership membership = Membership.halves(split.train().size(), WORLDS);
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            WorldOutputs outputs = WorldOutputs.of(WORLDS, learner.length(), k -> learner.learn(
                    split.train().subset(membership.members(k))));
            least = Math.min(least, (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9);
            for (int b = 0; b < accuracy.length; b++) {
                Nats beta = betas().get(b);
                coordinates[b] += CalibratedNoise.of(outputs, beta, NoiseRule.LINEAR, NoiseBasis.COORDINATES)
                                .trace()
                        / universes;
                principal[b] += CalibratedNoise.of(outputs, beta, NoiseRule.TIGHT, NoiseBasis.PRINCIPAL)
                                .trace()
                        / universes;
                for (int r = 0; r < releases; r++) {
                    accuracy[b] += score.applyAsDouble(Universe.open(WORLDS, beta)
                                    .release(outputs, beta, NoiseRule.TIGHT, NoiseBasis.PRINCIPAL)
                                    .values())
                            / (releases * universes);
                }
            }
        }
        row(task.name, "ours", accuracy, "%.4f");
        row("", "published", task.published.stream().mapToDouble(p -> p).toArray(), "%.4f");
        row("", "noise, published rule", coordinates, "%.3g");
        row("", "noise, ours", principal, "%.3g");
        System.out.printf(Locale.ROOT, "| | calibration: %.3f s of one thread |%n", least);
    }

    private static void row(String name, String what, double[] values, String format) {
        System.out.println("| " + name + " | " + what + " | "
                + Arrays.stream(values)
                        .mapToObj(v -> String.format(Locale.ROOT, format, v))
                        .collect(Collectors.joining(" | "))
                + " |");
    }

    private static Learner learner(Task task, PacTables.Split split) {
        int classes = split.train().classes();
        int columns = split.train().columns();
        String[] words = task.algorithm.split(" ", -1);
        return switch (words[0]) {
            case "kmeans" -> new KMeans(classes, columns, 10, SEED);
            case "svm" ->
                new LinearClassifier(
                        LinearClassifier.Loss.SQUARED_HINGE, Double.parseDouble(words[1]), classes, columns);
            case "pca" -> new PrincipalComponents(split.train(), Integer.parseInt(words[1]));
            case "forest" ->
                new ThresholdForest(
                        3, 3, columns, classes, words[1].equals("plain") ? ThresholdForest.Rule.PLAIN : RICE, SEED);
            case "thresholds" -> ThresholdForest.withoutLeaves(3, 3, columns, classes, RICE, SEED);
            default -> throw new IllegalArgumentException("expected an algorithm, got '" + task.algorithm + "'");
        };
    }

    private static ToDoubleFunction<double[]> score(Task task, PacTables.Split split, Learner learner) {
        int classes = split.train().classes();
        return switch (learner) {
            case PrincipalComponents pca -> output -> PrincipalComponents.reconstructionError(output, split.test());
            case KMeans kmeans -> output -> rate(split, row -> KMeans.nearestCentre(output, classes, row));
            case LinearClassifier svm -> output -> rate(split, row -> LinearClassifier.predict(output, classes, row));
            case ThresholdForest forest when task.algorithm.startsWith("thresholds") -> output -> {
                int[] labels = forest.labels(output, split.train());
                return rate(split, row -> forest.predict(output, labels, row));
            };
            case ThresholdForest forest -> output -> rate(split, row -> forest.predict(output, row));
            default -> throw new IllegalStateException("no score for " + learner.getClass());
        };
    }

    private static double rate(PacTables.Split split, java.util.function.ToIntFunction<double[]> predict) {
        int right = 0;
        for (int i = 0; i < split.test().size(); i++) {
            right += predict.applyAsInt(split.test().row(i)) == split.test().label(i) ? 1 : 0;
        }
        return (double) right / split.test().size();
    }
}
