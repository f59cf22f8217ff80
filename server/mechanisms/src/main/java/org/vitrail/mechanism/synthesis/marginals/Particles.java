package org.vitrail.mechanism.synthesis.marginals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.vitrail.mechanism.synthesis.distillation.Teacher;

/// The model as weighted rows: drawn from a label-augmented tree, then reweighted to what was measured besides.
/// Public: made from released counts only.
final class Particles {
    private static final double STEP_MAX = 4;

    private final Coded rows;
    private final double[] weights;
    private final double total;

    private Particles(Coded rows, double[] weights, double total) {
        this.rows = rows;
        this.weights = weights;
        this.total = total;
    }

    /// Ancestral sampling: the label, then each feature given the label and its parent.
    static Particles draw(LabelTree tree, int count, RandomGenerator random) {
        short[][] codes = new short[tree.columns()][];
        codes[tree.columns() - 1] = new short[count];
        if (tree.label() < tree.columns() - 1) {
            codes[tree.label()] = shorts(Systematic.draw(tree.labelMass(), count, random));
        }
        short[] labels = codes[tree.label()];
        for (LabelTree.Node node : tree.nodes()) {
            Clique clique = node.clique();
            short[] parents = codes[clique.a()];
            codes[clique.b()] = given(node, labels, parents, random);
        }
        double[] weights = new double[count];
        Arrays.fill(weights, tree.rows() / count);
        return new Particles(new Coded(codes, count), weights, tree.rows());
    }

    private static short[] given(LabelTree.Node node, short[] labels, short[] parents, RandomGenerator random) {
        Clique clique = node.clique();
        int groups = clique.sizeLabel() * clique.sizeA();
        int[] starts = new int[groups + 1];
        for (int i = 0; i < labels.length; i++) {
            starts[labels[i] * clique.sizeA() + parents[i] + 1]++;
        }
        for (int g = 0; g < groups; g++) {
            starts[g + 1] += starts[g];
        }
        int[] next = starts.clone();
        int[] members = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            members[next[labels[i] * clique.sizeA() + parents[i]]++] = i;
        }
        short[] children = new short[labels.length];
        for (int g = 0; g < groups; g++) {
            int size = starts[g + 1] - starts[g];
            if (size > 0) {
                int[] picks = Systematic.draw(node.given(g), size, random);
                for (int k = 0; k < size; k++) {
                    children[members[starts[g] + k]] = (short) picks[k];
                }
            }
        }
        return children;
    }

    private static short[] shorts(int[] values) {
        short[] shorts = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            shorts[i] = (short) values[i];
        }
        return shorts;
    }

    Coded rows() {
        return rows;
    }

    /// Weights `[particles]`, summing to the estimated number of private rows; shared, not copied.
    double[] weights() {
        return weights;
    }

    /// The same features and weights, with labels from a [Teacher] of these particles.
    ///
    /// @param label a real column of at least 2 codes
    /// @param sizes codes of each real column; at least two
    Particles relabelled(int label, int[] sizes, RandomGenerator random) {
        int[] features =
                IntStream.range(0, sizes.length).filter(j -> j != label).toArray();
        short[][] codes = Arrays.stream(features).mapToObj(rows::column).toArray(short[][]::new);
        int[] featureSizes = Arrays.stream(features).map(j -> sizes[j]).toArray();
        short[] labels = rows.column(label);
        double[] totals = new double[sizes[label]];
        for (int i = 0; i < weights.length; i++) {
            totals[labels[i]] += weights[i];
        }
        Teacher teacher = Teacher.of(codes, featureSizes, labels, totals.length, weights, random);
        return new Particles(rows.with(label, teacher.labels(codes, weights, totals)), weights, total);
    }

    /// Estimated counts of the clique.
    double[] table(Clique clique) {
        return clique.weigh(rows, weights);
    }

    /// A table that the weights are to reproduce.
    record Target(Clique clique, List<Double> counts) {
        static Target of(Clique clique, double[] counts) {
            return new Target(clique, Arrays.stream(counts).boxed().toList());
        }
    }

    /// Rakes the weights to the targets, in turn, several times (Deming, Stephan 1940). Changes this object.
    void rake(List<Target> targets, int rounds) {
        List<double[]> wanted = new ArrayList<>();
        for (Target target : targets) {
            double[] counts =
                    target.counts().stream().mapToDouble(Double::doubleValue).toArray();
            Simplex.scale(counts, total);
            wanted.add(counts);
        }
        for (int round = 0; round < rounds; round++) {
            for (int t = 0; t < wanted.size(); t++) {
                rake(targets.get(t).clique(), wanted.get(t));
            }
        }
        Simplex.scale(weights, total);
    }

    private void rake(Clique clique, double[] wanted) {
        double[] factors = table(clique);
        for (int k = 0; k < factors.length; k++) {
            factors[k] = factors[k] > 0 ? Math.clamp(wanted[k] / factors[k], 1 / STEP_MAX, STEP_MAX) : 1;
        }
        short[] ys = rows.column(clique.label());
        short[] as = rows.column(clique.a());
        short[] bs = rows.column(clique.b());
        IntStream.range(0, weights.length)
                .forEach(i -> weights[i] *= factors[(ys[i] * clique.sizeA() + as[i]) * clique.sizeB() + bs[i]]);
    }
}
