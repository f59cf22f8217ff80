package org.vitrail.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vitrail.learning.Learner;
import org.vitrail.privacy.pac.CalibratedNoise;
import org.vitrail.privacy.pac.EstimatedNoise;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.NoiseBasis;
import org.vitrail.privacy.pac.NoiseRule;
import org.vitrail.privacy.pac.WorldOutputs;

/// The published tables of PAC-private learning beside fixed worlds: accuracy (for PCA: relative reconstruction error),
/// total noise, processor time. Not a test: chance and timings decide nothing.
public final class PacBench {
    private static final String ESTIMATED = "estimated";
    private static final double PUBLISHED_CHANGE = 1e-6;
    private static final int HALVES_MAX = 100_000;

    private PacBench() {}

    /// Arguments: folder of the data sets, draws of worlds, releases in each, and beginnings of the names of rows to
    /// run
    /// (all without): a data set, a whole name, or `estimated` for the published way to size noise.
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int universes = Integer.parseInt(arguments[1]);
        int releases = Integer.parseInt(arguments[2]);
        List<String> wanted = Arrays.stream(arguments).skip(3).toList();
        System.out.println("| task | | "
                + PacTask.AMOUNTS.stream()
                        .map(beta -> beta.exact().stripTrailingZeros().toPlainString())
                        .collect(Collectors.joining(" | "))
                + " |");
        System.out.println("|---|---|" + "---|".repeat(PacTask.AMOUNTS.size()));
        for (PacTask task : PacTask.all()) {
            if (wanted.isEmpty() || wanted.stream().anyMatch(task.name()::startsWith)) {
                run(task, PacTables.read(folder, task.data(), task.scaling()), universes, releases);
            }
        }
        if (wanted.isEmpty() || wanted.contains(ESTIMATED)) {
            estimated(folder);
        }
    }

    private static void run(PacTask task, PacTables.Split split, int universes, int releases) {
        List<PacRow> rows = new ArrayList<>();
        for (int u = 0; u < universes; u++) {
            rows.add(new PacRow(task, split));
        }
        print(task.name(), "published", b -> task.published().get(b), "%.4f");
        for (NoiseBasis basis : task.bases()) {
            String name = basis.name().toLowerCase(Locale.ROOT);
            double[] ours = means(rows, releases, row -> b -> row.released(b, basis));
            print("", "ours, " + name, b -> ours[b], "%.4f");
            print("", "better by, points", b -> task.pointsBetter(b, ours[b]), "%+.2f");
            line("", "reached", b -> task.reached(b, ours[b]) ? "yes" : "**no**");
            print("", "noise over the published rule's", b -> ratio(rows, b, basis), "%.3f");
        }
        if (rows.getFirst().inTwoAnswers()) {
            SplittableRandom random = new SplittableRandom(universes);
            double[] leaked = means(rows, releases, row -> b -> {
                SplittableRandom own;
                synchronized (random) {
                    own = random.split();
                }
                return row.releasedAsPublished(b, own);
            });
            print("", "as published, labels leak", b -> leaked[b], "%.4f");
        }
        System.out.printf(
                Locale.ROOT,
                "| | without noise: all rows %.4f, halves %.4f; least calibration %.3f s of processor time |%n",
                rows.getFirst().whole(),
                rows.stream().mapToDouble(PacRow::half).average().orElse(0),
                rows.stream().mapToDouble(PacRow::seconds).min().orElse(0));
    }

    /// For each amount the mean over all releases.
    private static double[] means(List<PacRow> rows, int releases, Function<PacRow, IntToDoubleFunction> release) {
        double[] means = new double[PacTask.AMOUNTS.size()];
        for (int b = 0; b < means.length; b++) {
            int amount = b;
            means[b] = Collections.nCopies(releases, rows).parallelStream()
                    .flatMap(List::stream)
                    .mapToDouble(row -> release.apply(row).applyAsDouble(amount))
                    .average()
                    .orElse(0);
        }
        return means;
    }

    /// Mean over the draws of worlds.
    private static double ratio(List<PacRow> rows, int amount, NoiseBasis basis) {
        return rows.stream()
                .mapToDouble(row -> row.trace(amount, basis) / row.publishedTrace(amount))
                .average()
                .orElse(0);
    }

    private static void print(String name, String what, IntToDoubleFunction value, String format) {
        line(name, what, b -> String.format(Locale.ROOT, format, value.applyAsDouble(b)));
    }

    private static void line(String name, String what, IntFunction<String> cell) {
        System.out.println("| " + name + " | " + what + " | "
                + IntStream.range(0, PacTask.AMOUNTS.size()).mapToObj(cell).collect(Collectors.joining(" | ")) + " |");
    }

    /// Iris k-means by the published way: halves until the variances have settled.
    private static void estimated(Path folder) throws IOException {
        PacTask task = PacTask.all().getFirst();
        PacTables.Split split = PacTables.read(folder, task.data(), task.scaling());
        Learner learner = task.learner(split);
        List<double[]> halves = new ArrayList<>();
        Function<int[], double[]> box = members -> {
            double[] output = learner.learn(split.train().subset(members));
            halves.add(output);
            return output;
        };
        int units = split.train().size();
        EstimatedNoise absolute = EstimatedNoise.settledWithin(PUBLISHED_CHANGE, units, box, HALVES_MAX);
        print("published rule, change 1e-6", absolute.trials(), halves);
        halves.clear();
        EstimatedNoise relative = EstimatedNoise.settled(units, box, HALVES_MAX);
        print("ours, change 1 %", relative.trials(), halves);
    }

    private static void print(String rule, int trials, List<double[]> halves) {
        Nats half = Nats.ofFraction(1, 2);
        WorldOutputs outputs = WorldOutputs.of(halves.toArray(double[][]::new));
        System.out.printf(
                Locale.ROOT,
                "| Iris k-means, estimated | %s: %d halves (published 16241), noise at MI 1/2 by coordinates %.4f (.2747),"
                        + " by principal directions %.4f (.2128) |%n",
                rule,
                trials,
                CalibratedNoise.of(outputs, half, NoiseRule.LINEAR, NoiseBasis.COORDINATES)
                        .trace(),
                CalibratedNoise.of(outputs, half, NoiseRule.LINEAR, NoiseBasis.PRINCIPAL)
                        .trace());
    }
}
