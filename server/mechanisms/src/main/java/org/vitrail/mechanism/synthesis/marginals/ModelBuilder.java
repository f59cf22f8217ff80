package org.vitrail.mechanism.synthesis.marginals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.vitrail.mechanism.port.Progress;

/// Select, measure, fit: from coarse 1-way masses to weighted particles.
final class ModelBuilder {
    private static final int RAKE_ROUNDS = 12;

    private final Measurements measurements;
    private final Budget budget;
    private final Progress progress;
    private final RandomGenerator random;
    private final List<String> names;
    private final int label;
    private final int[] features;
    private final int[] sizes;
    private final double rows;
    private final double[][] mass;
    private final double[][] byLabel;
    private final Map<String, String> facts = new LinkedHashMap<>();

    /// @param sizes codes of each column, then 1 for the constant column
    /// @param mass `[column][code]` estimated counts with sum `rows`, then `{rows}`
    ModelBuilder(
            Measurements measurements,
            Budget budget,
            Progress progress,
            RandomGenerator random,
            List<String> names,
            int label,
            int[] sizes,
            double rows,
            double[][] mass) {
        this.measurements = measurements;
        this.budget = budget;
        this.progress = progress;
        this.random = random;
        this.names = names;
        this.label = label;
        this.features = IntStream.range(0, names.size()).filter(j -> j != label).toArray();
        this.sizes = sizes.clone();
        this.rows = rows;
        this.mass = mass.clone();
        this.byLabel = new double[sizes.length][];
    }

    /// What was measured, for the receipt.
    Map<String, String> facts() {
        return facts;
    }

    private int constant() {
        return sizes.length - 1;
    }

    private Clique clique(int a, int b) {
        return new Clique(label, a, b, sizes[label], sizes[a], sizes[b]);
    }

    Particles build(int particles) {
        progress.report("measuring columns by label", 0.15);
        measureByLabel();
        progress.report("choosing and measuring a tree", 0.3);
        List<Particles.Target> targets = new ArrayList<>();
        Set<Clique> measured = new HashSet<>();
        LabelTree tree = tree(targets, measured);
        progress.report("drawing from the tree", 0.5);
        Particles model = Particles.draw(tree, particles, random);
        for (int round = 1; round <= budget.rounds(); round++) {
            progress.report("measuring what fits worst, round " + round, 0.5 + 0.15 * round);
            refine(model, targets, measured, round);
        }
        return model;
    }

    private void measureByLabel() {
        List<Clique> cliques =
                IntStream.of(features).mapToObj(x -> clique(constant(), x)).toList();
        if (budget.byLabel().pico() == 0) {
            for (Clique clique : cliques) {
                byLabel[clique.b()] = unrelated(clique.b());
            }
            return;
        }
        Measurements.Noisy noisy = measurements.counts(cliques, budget.byLabel());
        facts.put("standard deviation of label-by-column counts", "%.4g".formatted(noisy.deviation()));
        combineLabel(cliques, noisy);
        for (int t = 0; t < cliques.size(); t++) {
            Clique clique = cliques.get(t);
            double[] released = noisy.tables().get(t);
            int x = clique.b();
            mass[x] = combine(mass[x], clique.overLabel(released), noisy.variance() * sizes[label]);
            double[] prior = unrelated(x);
            double[] table = Simplex.shrink(released, prior, noisy.variance());
            for (int round = 0; round < 20; round++) {
                fitPair(table, sizes[x], mass[label], mass[x]);
            }
            byLabel[x] = table;
        }
    }

    /// The table `[label][x]` in which label and column are independent.
    private double[] unrelated(int x) {
        double[] table = new double[sizes[label] * sizes[x]];
        for (int k = 0; k < table.length; k++) {
            table[k] = mass[label][k / sizes[x]] * mass[x][k % sizes[x]] / rows;
        }
        return table;
    }

    /// The label's own counts get better by every table that holds it.
    private void combineLabel(List<Clique> cliques, Measurements.Noisy noisy) {
        double[] sums = new double[sizes[label]];
        double[] precision = {0};
        for (int t = 0; t < cliques.size(); t++) {
            Clique clique = cliques.get(t);
            double[] table = noisy.tables().get(t);
            double weight = 1.0 / clique.sizeB();
            precision[0] += weight;
            for (int k = 0; k < table.length; k++) {
                sums[k / clique.sizeB()] += weight * table[k];
            }
        }
        double[] mean = Arrays.stream(sums).map(s -> s / precision[0]).toArray();
        mass[label] = combine(mass[label], mean, noisy.variance() / precision[0]);
    }

    /// Two estimates of the same counts, weighted by their precision.
    private double[] combine(double[] own, double[] other, double otherVariance) {
        double ownVariance = budget.oneWayDeviation() * budget.oneWayDeviation();
        double share = ownVariance / (ownVariance + otherVariance);
        double[] combined = new double[own.length];
        for (int k = 0; k < own.length; k++) {
            combined[k] = (1 - share) * own[k] + share * other[k];
        }
        Simplex.project(combined, rows);
        return combined;
    }

    private static void fitPair(double[] table, int width, double[] rowSums, double[] columnSums) {
        double[] present = new double[width];
        for (int k = 0; k < table.length; k++) {
            present[k % width] += table[k];
        }
        double[] sums = new double[rowSums.length];
        for (int k = 0; k < table.length; k++) {
            table[k] *= present[k % width] > 0 ? columnSums[k % width] / present[k % width] : 0;
            sums[k / width] += table[k];
        }
        for (int k = 0; k < table.length; k++) {
            table[k] *= sums[k / width] > 0 ? rowSums[k / width] / sums[k / width] : 0;
        }
    }

    private LabelTree tree(List<Particles.Target> targets, Set<Clique> measured) {
        List<LabelTree.Edge> edges = edges();
        List<Clique> cliques = edges.stream()
                .filter(edge -> edge.parent() >= 0)
                .map(edge -> clique(features[edge.parent()], features[edge.child()]))
                .toList();
        List<double[]> tables = new ArrayList<>();
        if (!cliques.isEmpty()) {
            Measurements.Noisy noisy = measurements.counts(cliques, budget.tree());
            facts.put("standard deviation of the tree's counts", "%.4g".formatted(noisy.deviation()));
            facts.put("pairs of the tree", describe(cliques));
            for (int t = 0; t < cliques.size(); t++) {
                Clique clique = cliques.get(t);
                double[] prior = clique.independent(byLabel[clique.a()], byLabel[clique.b()]);
                double[] table = clique.denoise(noisy.tables().get(t), prior, noisy.variance());
                clique.fit(table, byLabel[clique.a()], byLabel[clique.b()], clique.overLabel(table), 20);
                tables.add(table);
                targets.add(Particles.Target.of(clique, table));
                measured.add(canonical(clique));
            }
        }
        List<LabelTree.Node> nodes = new ArrayList<>();
        int next = 0;
        for (LabelTree.Edge edge : edges) {
            int x = features[edge.child()];
            nodes.add(
                    edge.parent() < 0
                            ? new LabelTree.Node(clique(constant(), x), byLabel[x])
                            : new LabelTree.Node(cliques.get(next), tables.get(next++)));
        }
        for (int x : features) {
            targets.add(Particles.Target.of(clique(constant(), x), byLabel[x]));
        }
        return new LabelTree(sizes.length, label, rows, mass[label], nodes);
    }

    private List<LabelTree.Edge> edges() {
        double[] weights = new double[budget.pairs()];
        if (budget.treeScores().pico() > 0) {
            List<Clique> pairs = pairs();
            List<double[]> references = pairs.stream()
                    .map(pair -> pair.independent(byLabel[pair.a()], byLabel[pair.b()]))
                    .toList();
            Measurements.Noisy noisy = measurements.scores(pairs, references, budget.treeScores());
            for (int p = 0; p < weights.length; p++) {
                weights[p] = noisy.tables().get(0)[p] - noisy.deviation();
            }
        } else if (budget.tree().pico() > 0) {
            Arrays.fill(weights, 1);
        }
        return LabelTree.forest(features.length, weights);
    }

    /// All pairs of features, in lexicographic order.
    private List<Clique> pairs() {
        List<Clique> pairs = new ArrayList<>();
        for (int a = 0; a < features.length; a++) {
            for (int b = a + 1; b < features.length; b++) {
                pairs.add(clique(features[a], features[b]));
            }
        }
        return pairs;
    }

    private Clique canonical(Clique clique) {
        return clique(Math.min(clique.a(), clique.b()), Math.max(clique.a(), clique.b()));
    }

    private void refine(Particles model, List<Particles.Target> targets, Set<Clique> measured, int round) {
        List<Clique> pairs = pairs();
        List<double[]> references = pairs.stream().parallel().map(model::table).toList();
        Measurements.Noisy scores = measurements.scores(pairs, references, budget.roundScores());
        double[] score = scores.tables().get(0);
        double least = 2 * scores.deviation();
        List<Integer> worst = IntStream.range(0, pairs.size())
                .boxed()
                .filter(p -> score[p] > least && !measured.contains(pairs.get(p)))
                .sorted(Comparator.comparingDouble((Integer p) -> -score[p]))
                .limit(budget.tablesPerRound())
                .toList();
        if (!worst.isEmpty()) {
            List<Clique> cliques = worst.stream().map(pairs::get).toList();
            Measurements.Noisy noisy = measurements.counts(cliques, budget.round());
            facts.put("standard deviation of counts, round " + round, "%.4g".formatted(noisy.deviation()));
            facts.put("pairs measured, round " + round, describe(cliques));
            for (int t = 0; t < cliques.size(); t++) {
                Clique clique = cliques.get(t);
                double[] prior = references.get(worst.get(t));
                targets.add(Particles.Target.of(
                        clique, clique.denoise(noisy.tables().get(t), prior, noisy.variance())));
                measured.add(clique);
            }
        }
        model.rake(targets, RAKE_ROUNDS);
    }

    private String describe(List<Clique> cliques) {
        return String.join(
                ", ",
                cliques.stream()
                        .map(clique -> names.get(clique.a()) + " × " + names.get(clique.b()))
                        .toList());
    }
}
