package org.vitrail.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Trees of a fixed shape whose feature at each level is drawn beforehand, so that the same threshold always stands
/// in
/// the same place (Sridhar, Xiao, Devadas 2025). Output: for each tree its thresholds in in-order, 2^depth − 1
/// numbers
/// in the columns' public range \[0, 1\], then for each leaf the share of each class there, 2^depth · classes
/// numbers.
/// Leaf labels are part of the output because they come from the half: what is not in the vector has no noise.
///
/// Better in two answers: the thresholds of [#withoutLeaves] for most of the information, then [#leafVotes] of the
/// thresholds as they were answered, noise and all. The leaves are then the same sets in every world, nearly all worlds
/// agree on their labels, and what all agree on gets no noise.
public final class ThresholdForest implements Learner {
    /// How thresholds are chosen: least `(1 − pull) (share · H(v) + (1 − share) · mean of H next to v) + pull · v`
    /// over candidates v, where H is the entropy in bits of the classes on both sides, weighted by size.
    ///
    /// @param step candidates are 0, step, … 1; the rows' own values if 0
    /// @param pull towards 0, in [0, 1]: holds thresholds still where entropy is flat
    /// @param share of H(v) itself against its neighbours, in (0, 1]
    public record Rule(double step, double pull, double share) {
        /// Least entropy over the rows' own values.
        public static final Rule PLAIN = new Rule(0, 0, 1);

        public Rule {
            if (!(step >= 0 && step <= 1 && pull >= 0 && pull <= 1 && share > 0 && share <= 1)) {
                throw new IllegalArgumentException("expected step and pull in [0, 1] and share in (0, 1], got " + step
                        + ", " + pull + ", " + share);
            }
        }
    }

    private static final double VOTE = 0.05;

    private final int trees;
    private final int depth;
    private final int classes;
    private final Rule rule;
    private final int[][] feature;
    private final boolean leaves;

    /// Sets it up.
    ///
    /// @param seed of the features
    public ThresholdForest(int trees, int depth, int columns, int classes, Rule rule, long seed) {
        this(trees, depth, columns, classes, rule, seed, true);
    }

    /// The same trees without labels of leaves in the output; [#leafVotes] asks for those in a second answer.
    public static ThresholdForest withoutLeaves(int trees, int depth, int columns, int classes, Rule rule, long seed) {
        return new ThresholdForest(trees, depth, columns, classes, rule, seed, false);
    }

    private ThresholdForest(int trees, int depth, int columns, int classes, Rule rule, long seed, boolean leaves) {
        this.leaves = leaves;
        if (trees < 1 || depth < 1 || depth > 8) {
            throw new IllegalArgumentException("expected >= 1 trees of depth 1 to 8, got " + trees + " of " + depth);
        }
        this.trees = trees;
        this.depth = depth;
        this.classes = classes;
        this.rule = rule;
        SplittableRandom random = new SplittableRandom(seed);
        feature = new int[trees][depth];
        for (int[] levels : feature) {
            Arrays.setAll(levels, level -> random.nextInt(columns));
        }
    }

    @Override
    public int length() {
        return trees * treeLength();
    }

    private int treeLength() {
        return (1 << depth) - 1 + (leaves ? (1 << depth) * classes : 0);
    }

    @Override
    public double[] learn(Examples half) {
        double[] output = new double[length()];
        int[] rows = new int[half.size()];
        Arrays.setAll(rows, i -> i);
        for (int tree = 0; tree < trees; tree++) {
            double[] even = new double[classes];
            Arrays.fill(even, 1.0 / classes);
            grow(half, rows, tree, 0, (1 << depth) / 2 - 1, even, output);
        }
        return output;
    }

    /// @param place of the node's threshold in in-order
    private void grow(Examples half, int[] rows, int tree, int level, int place, double[] parent, double[] output) {
        int from = tree * treeLength();
        if (level == depth) {
            if (!leaves) {
                return;
            }
            int leaf = from + (1 << depth) - 1 + place * classes;
            output[leaf + LeafVotes.largest(shares(half, rows, parent), 0, classes)] = VOTE;
            return;
        }
        int column = feature[tree][level];
        double threshold = threshold(half, rows, column);
        output[from + place] = threshold;
        int[] left = Arrays.stream(rows)
                .filter(i -> half.row(i)[column] <= threshold)
                .toArray();
        int[] right =
                Arrays.stream(rows).filter(i -> half.row(i)[column] > threshold).toArray();
        int next = level + 1;
        double[] own = shares(half, rows, parent);
        if (next == depth) {
            grow(half, left, tree, next, place, own, output);
            grow(half, right, tree, next, place + 1, own, output);
        } else {
            int jump = 1 << (depth - next - 1);
            grow(half, left, tree, next, place - jump, own, output);
            grow(half, right, tree, next, place + jump, own, output);
        }
    }

    private double[] shares(Examples half, int[] rows, double[] parent) {
        double weight = LeafVotes.INHERITED * half.size() + 1;
        double[] shares = new double[classes];
        for (int label = 0; label < classes; label++) {
            shares[label] = weight * parent[label] / (weight + rows.length);
        }
        for (int i : rows) {
            shares[half.label(i)] += 1 / (weight + rows.length);
        }
        return shares;
    }

    private double threshold(Examples half, int[] rows, int column) {
        int[] sorted = Arrays.stream(rows)
                .boxed()
                .sorted((a, b) -> Double.compare(half.row(a)[column], half.row(b)[column]))
                .mapToInt(Integer::intValue)
                .toArray();
        double[] candidates = candidates(half, sorted, column);
        if (candidates.length == 0) {
            return 0.5;
        }
        double[] entropy = entropies(half, sorted, column, candidates);
        double least = Double.POSITIVE_INFINITY;
        double chosen = 0;
        for (int v = 0; v < candidates.length; v++) {
            double smooth = entropy[v];
            if (rule.share < 1) {
                double below = entropy[Math.max(0, v - 1)];
                double above = entropy[Math.min(v + 1, candidates.length - 1)];
                smooth = rule.share * entropy[v] + (1 - rule.share) * (below + above) / 2;
            }
            double score = (1 - rule.pull) * smooth + rule.pull * candidates[v];
            if (score < least - 1e-12) {
                least = score;
                chosen = candidates[v];
            }
        }
        return chosen;
    }

    private double[] candidates(Examples half, int[] sorted, int column) {
        if (rule.step > 0) {
            double[] grid = new double[(int) Math.floor(1 / rule.step + 1e-9) + 1];
            Arrays.setAll(grid, i -> i * rule.step);
            return grid;
        }
        return Arrays.stream(sorted)
                .mapToDouble(i -> half.row(i)[column])
                .distinct()
                .toArray();
    }

    private double[] entropies(Examples half, int[] sorted, int column, double[] candidates) {
        int[] below = new int[classes];
        int[] above = new int[classes];
        for (int i : sorted) {
            above[half.label(i)]++;
        }
        double[] entropy = new double[candidates.length];
        int at = 0;
        for (int v = 0; v < candidates.length; v++) {
            while (at < sorted.length && half.row(sorted[at])[column] <= candidates[v]) {
                below[half.label(sorted[at])]++;
                above[half.label(sorted[at])]--;
                at++;
            }
            entropy[v] = sorted.length == 0
                    ? 0
                    : (at * bits(below, at) + (sorted.length - at) * bits(above, sorted.length - at)) / sorted.length;
        }
        return entropy;
    }

    private static double bits(int[] counts, int total) {
        double sum = 0;
        for (int count : counts) {
            if (count > 0) {
                double p = (double) count / total;
                sum -= p * Math.log(p);
            }
        }
        return sum / Math.log(2);
    }

    /// The leaf of a tree that a row falls into, 0 to 2^depth − 1 from left to right.
    private int leaf(double[] output, int tree, double[] row) {
        int from = tree * treeLength();
        int place = (1 << depth) / 2 - 1;
        for (int level = 0; level < depth - 1; level++) {
            int jump = 1 << (depth - level - 2);
            place += row[feature[tree][level]] > output[from + place] ? jump : -jump;
        }
        return row[feature[tree][depth - 1]] > output[from + place] ? place + 1 : place;
    }

    /// The class that most trees vote for; of equal votes the lowest.
    ///
    /// @param output as [#learn] gives it, with or without noise; with leaves
    public int predict(double[] output, double[] row) {
        double[] votes = new double[classes];
        for (int tree = 0; tree < trees; tree++) {
            int from = tree * treeLength() + (1 << depth) - 1;
            votes[LeafVotes.largest(output, from + leaf(output, tree, row) * classes, classes)]++;
        }
        return LeafVotes.largest(votes, 0, classes);
    }

    /// The second answer: who wins in each leaf of trees whose thresholds are known. Output: for each tree and leaf 1
    /// for
    /// its class and 0 for the others, 2^depth · classes numbers a tree. A leaf starts with a few rows
    /// of its parent's classes, so that one of few rows has a class that holds still.
    ///
    /// @param thresholds as [#withoutLeaves] gave them, with noise: public by now
    public Learner leafVotes(double[] thresholds) {
        double[] known = thresholds.clone();
        return new LeafVotes(trees, depth, classes, (tree, row) -> leaf(known, tree, row));
    }

    /// The column that a threshold of trees without leaves is a value of.
    ///
    /// @param number its place in the output
    public int column(int number) {
        int place = number % ((1 << depth) - 1) + 1; // in-order: the root in the middle, the last level at odd places
        return feature[number / ((1 << depth) - 1)][depth - 1 - Integer.numberOfTrailingZeros(place)];
    }

    /// Names of the numbers of both answers: `tree0LR.age` is the threshold of age in the first tree, left and then
    /// right of the root; `tree0LRR.ill` is for the class `ill` in the leaf right of it.
    List<String> outputNames(List<String> columns, List<String> classNames) {
        List<String> names = new ArrayList<>();
        int nodes = (1 << depth) - 1;
        for (int number = 0; number < trees * nodes; number++) {
            int place = number % nodes + 1;
            int below = Integer.numberOfTrailingZeros(place) + 1;
            names.add(
                    "tree" + number / nodes + path(place >> below, depth - below) + "." + columns.get(column(number)));
        }
        for (int leaf = 0; leaf < trees << depth; leaf++) {
            for (String own : classNames) {
                names.add("tree" + (leaf >> depth) + path(leaf, depth) + "." + own);
            }
        }
        return names;
    }

    /// The turns from the root: the last `length` bits of `turns`.
    private static String path(int turns, int length) {
        StringBuilder path = new StringBuilder();
        for (int bit = length - 1; bit >= 0; bit--) {
            path.append((turns >> bit & 1) == 0 ? 'L' : 'R');
        }
        return path.toString();
    }

    /// The class that most trees vote for; of equal votes the lowest.
    ///
    /// @param thresholds of trees without leaves, the same that `leafVotes` was asked with
    /// @param leafVotes as [#leafVotes] gives them, with or without noise
    public int predict(double[] thresholds, double[] leafVotes, double[] row) {
        double[] votes = new double[classes];
        for (int tree = 0; tree < trees; tree++) {
            votes[LeafVotes.largest(leafVotes, ((tree << depth) + leaf(thresholds, tree, row)) * classes, classes)]++;
        }
        return LeafVotes.largest(votes, 0, classes);
    }
}
