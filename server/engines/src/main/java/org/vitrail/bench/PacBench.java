package org.vitrail.bench;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
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

    private static List<Task> tasks() throws IOException {
        try (InputStream in = PacBench.class.getResourceAsStream("pac-tasks.txt")) {
            if (in == null) {
                throw new IllegalStateException("expected pac-tasks.txt beside this class");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(PacBench::task)
                    .toList();
        }
    }

    private static Task task(String line) {
        String[] parts = line.split("; ", -1);
        List<Double> published =
                Arrays.stream(parts[4].split(" ", -1)).map(Double::valueOf).toList();
        return new Task(parts[0], parts[1], parts[2], parts[3], published);
    }

    /// Arguments: folder of the data sets, universes, releases in each, and the words that tasks' names begin with
    /// (all
    /// tasks without).
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int universes = Integer.parseInt(arguments[1]);
        int releases = Integer.parseInt(arguments[2]);
        System.out.println(
                "| task | | " + betas().stream().map(PacBench::text).collect(Collectors.joining(" | ")) + " |");
        System.out.println("|---|---|" + "---|".repeat(betas().size()));
        for (Task task : tasks()) {
            if (arguments.length > 3 && Arrays.stream(arguments).skip(3).noneMatch(task.name::startsWith)) {
                continue;
            }
            run(task, PacTables.read(folder, task.data, task.scaling), universes, releases);
        }
    }

    private static List<Nats> betas() {
        return List.of(
                Nats.ofFraction(4, 1),
                Nats.ofFraction(2, 1),
                Nats.ofFraction(1, 1),
                Nats.ofFraction(1, 2),
                Nats.ofFraction(1, 4),
                Nats.ofFraction(1, 8),
                Nats.ofFraction(1, 16),
                Nats.ofFraction(1, 32),
                Nats.ofFraction(1, 64),
                Nats.ofFraction(1, 128));
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
        double half = 0;
        for (int u = 0; u < universes; u++) {
            Membership membership = Membership.halves(split.train().size(), WORLDS);
            long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            WorldOutputs outputs = WorldOutputs.of(
                    WORLDS, learner.length(), k -> learner.learn(split.train().subset(membership.members(k))));
            least = Math.min(least, (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9);
            half += Arrays.stream(outputs.ownerOnly())
                            .mapToDouble(score)
                            .average()
                            .orElse(0)
                    / universes;
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
        System.out.printf(
                Locale.ROOT,
                "| | without noise: all rows %.4f, halves %.4f; calibration %.3f s of one thread |%n",
                score.applyAsDouble(learner.learn(split.train())),
                half,
                least);
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
            case "forest" -> new ThresholdForest(3, 3, columns, classes, rule(words[1]), SEED);
            case "thresholds" -> ThresholdForest.withoutLeaves(3, 3, columns, classes, rule(words[1]), SEED);
            default -> throw new IllegalArgumentException("expected an algorithm, got '" + task.algorithm + "'");
        };
    }

    private static ThresholdForest.Rule rule(String word) {
        return word.equals("plain") ? ThresholdForest.Rule.PLAIN : RICE;
    }

    private static ToDoubleFunction<double[]> score(Task task, PacTables.Split split, Learner learner) {
        int classes = split.train().classes();
        return switch (learner) {
            case PrincipalComponents pca -> output -> PrincipalComponents.reconstructionError(output, split.test());
            case KMeans kmeans -> output -> rate(split, row -> KMeans.nearestCentre(output, classes, row));
            case LinearClassifier svm -> output -> rate(split, row -> LinearClassifier.predict(output, classes, row));
            case ThresholdForest forest
            when task.algorithm.startsWith("thresholds") ->
                output -> {
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
