package org.vitrail.learning;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.NoiseBasis;

/// One of the catalogue's algorithms, over columns with public bounds: how rows are read, what it gives and what its
/// numbers are called. The same for a table that a notebook holds and for one of a server.
///
/// @param name one of [#NAMES]
/// @param columns the numeric columns it reads, each once; at least one
/// @param bounds of each column, public; a column without is read as it is
/// @param classes the label's values in their order, public; empty without a label
/// @param k clusters or components, 1 to 100
/// @param penalty C of a classifier, λ of ridge regression; 1e-12 to 1e12
/// @param target the column among them that a regression explains
public record Task(
        String name,
        List<String> columns,
        Map<String, Bounds> bounds,
        List<String> classes,
        int k,
        double penalty,
        Optional<String> target) {
    /// What can be asked for.
    public static final List<String> NAMES = List.of(
            "means",
            "quantiles",
            "histograms",
            "covariance",
            "pca",
            "kmeans",
            "svm",
            "logistic",
            "regression",
            "forest",
            "trees");

    static final double[] LEVELS = {0.25, 0.5, 0.75};
    static final int BINS = 10;
    private static final int STARTS = 10;
    /// One part in so many of a charge is for the second answer, if there is one.
    public static final int SECOND_PART = 16;

    private static final int TREES = 3;
    private static final int DEPTH = 3;
    private static final int DRAWN_TREES = 20;
    private static final int DRAWN_DEPTH = 5;
    private static final int K_MAX = 100;
    private static final double PENALTY_MIN = 1e-12;
    private static final double PENALTY_MAX = 1e12;
    private static final long SEED = 743895091L;

    public Task {
        columns = List.copyOf(columns);
        bounds = Map.copyOf(bounds);
        classes = List.copyOf(classes);
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException("expected one of " + NAMES + " for --algorithm, got '" + name + "'");
        }
        if (columns.isEmpty() || columns.stream().distinct().count() < columns.size()) {
            throw new IllegalArgumentException("expected --columns with at least one name, each once, got " + columns);
        }
        if (classes.stream().distinct().count() < classes.size()) {
            throw new IllegalArgumentException("expected --classes with each class once, got " + classes);
        }
        if (classifies(name) && classes.size() < 2) {
            throw new IllegalArgumentException("expected --label with at least two classes for " + name
                    + ": which classes there are must be public");
        }
        if (name.equals("regression") && !columns.contains(target.orElse(""))) {
            throw new IllegalArgumentException("expected --target to name one of --columns for a regression");
        }
        if (k < 1 || k > K_MAX || (name.equals("pca") && k > columns.size())) {
            throw new IllegalArgumentException("expected --k from 1 to "
                    + (name.equals("pca") ? columns.size() + ", the number of columns" : K_MAX) + ", got " + k);
        }
        if (!(penalty >= PENALTY_MIN && penalty <= PENALTY_MAX)) {
            throw new IllegalArgumentException("expected a --penalty from 1e-12 to 1e12, got " + penalty);
        }
    }

    /// A column's public bounds.
    public record Bounds(double low, double high) {
        public Bounds {
            if (!(low < high) || Double.isInfinite(high - low)) {
                throw new IllegalArgumentException(
                        "expected finite bounds LOW:HIGH with LOW below HIGH, got " + low + ":" + high);
            }
        }

        double width() {
            return high - low;
        }
    }

    /// The penalty, if nothing is said.
    public static double usualPenalty(String name) {
        return name.equals("regression") ? 0.1 : 0.01;
    }

    /// Whether an algorithm is told a number of clusters or components.
    public static boolean takesK(String name) {
        return name.equals("kmeans") || name.equals("pca");
    }

    /// Whether an algorithm is told a penalty.
    public static boolean takesPenalty(String name) {
        return List.of("svm", "logistic", "regression").contains(name);
    }

    /// Whether an algorithm is told a column to explain.
    public static boolean takesTarget(String name) {
        return name.equals("regression");
    }

    /// Whether an algorithm makes use of a class for each row.
    public static boolean takesLabel(String name) {
        return classifies(name) || name.equals("kmeans");
    }

    /// Along which directions the first answer gets its noise. Weights are weighed by how much they move scores or
    /// predictions. Where all numbers are of one unit, as those of columns on [0, 1] are, noise is least along the
    /// directions in which they vary most; else each is weighed by how much it varies.
    public NoiseBasis basis() {
        return switch (name) {
            case "svm", "logistic", "regression" -> NoiseBasis.MEASURED;
            case "pca", "kmeans", "forest", "trees" -> NoiseBasis.PRINCIPAL;
            default -> NoiseBasis.STANDARDISED;
        };
    }

    /// Whether an algorithm needs a class for each row.
    public static boolean classifies(String name) {
        return List.of("svm", "logistic", "forest", "trees").contains(name);
    }

    /// Whether rows are moved to [0, 1], so that no column weighs more than another.
    public boolean scales() {
        return List.of("pca", "kmeans", "svm", "logistic", "forest", "trees").contains(name);
    }

    /// Rows as the algorithm reads them: cut to the bounds, and moved to [0, 1] where it compares columns.
    ///
    /// @param rows `[rows][columns]`, finite; changed
    /// @param labels `[rows]`, below the number of classes; all 0 without a label
    /// @throws IllegalArgumentException if it needs bounds that are not there
    public Examples examples(double[][] rows, int[] labels) {
        for (int c = 0; c < columns.size(); c++) {
            Bounds own = scales() || name.equals("histograms") ? known(columns.get(c)) : bounds.get(columns.get(c));
            for (double[] row : rows) {
                row[c] = read(row[c], own);
            }
        }
        return Examples.of(rows, labels, Math.max(1, classes.size()), columns.size());
    }

    private double read(double x, @Nullable Bounds own) {
        if (own == null) {
            return x;
        }
        double cut = Math.clamp(x, own.low, own.high);
        return scales() ? (cut - own.low) / own.width() : cut;
    }

    /// One row as the algorithm reads it.
    public double[] read(double[] row) {
        double[] read = row.clone();
        for (int c = 0; c < read.length; c++) {
            read[c] = read(row[c], bounds.get(columns.get(c)));
        }
        return read;
    }

    /// The algorithm.
    ///
    /// @param all rows as [#examples] gives them
    public Learner learner(Examples all) {
        int f = columns.size();
        return switch (name) {
            case "means" -> ColumnStatistics.means(f);
            case "quantiles" -> ColumnStatistics.quantiles(f, LEVELS);
            case "histograms" -> ColumnStatistics.histograms(lows(), highs(), BINS);
            case "covariance" -> ColumnStatistics.covariance(f);
            case "pca" -> new PrincipalComponents(all, k);
            case "kmeans" -> new KMeans(k, f, STARTS, SEED);
            case "svm" -> new LinearClassifier(LinearClassifier.Loss.SQUARED_HINGE, penalty, classes.size(), f);
            case "logistic" -> new LinearClassifier(LinearClassifier.Loss.LOGISTIC, penalty, classes.size(), f);
            case "regression" -> new RidgeRegression(columns.indexOf(target.orElseThrow()), f, penalty);
            case "trees" -> randomTrees();
            default -> forest();
        };
    }

    RandomDecisionTrees randomTrees() {
        return new RandomDecisionTrees(DRAWN_TREES, DRAWN_DEPTH, columns.size(), classes.size(), 0, 1, SEED);
    }

    ThresholdForest forest() {
        ThresholdForest.Rule rule = new ThresholdForest.Rule(0.01, 0.35, 0.51);
        return ThresholdForest.withoutLeaves(TREES, DEPTH, columns.size(), classes.size(), rule, SEED);
    }

    /// Whether there is a second answer, to a question that the first one, noise and all, is part of: a forest's labels
    /// belong to the leaves as its thresholds were answered. It gets `1 / SECOND_PART` of the charge.
    public boolean hasSecond() {
        return name.equals("forest");
    }

    /// What the first answer may tell of what all of it may.
    public Nats first(Nats charge) {
        return hasSecond() ? firstOfTwo(charge) : charge;
    }

    /// What the first of two answers may tell; the second may tell the rest.
    public static Nats firstOfTwo(Nats charge) {
        return charge.minus(new Nats(charge.femto() / SECOND_PART));
    }

    /// How a charge is split, in words; empty for one answer.
    public Optional<String> parts(Nats charge) {
        Nats first = first(charge);
        return hasSecond()
                ? Optional.of("in two answers: thresholds for " + first
                        + ", then the classes of the leaves as these cut them for " + charge.minus(first))
                : Optional.empty();
    }

    /// The second answer's algorithm. All its numbers are 0 or 1.
    ///
    /// @param first the first answer, as it was released
    public Learner second(double[] first) {
        if (!hasSecond()) {
            throw new IllegalStateException("one answer is all there is of " + name);
        }
        return forest().leafVotes(first);
    }

    /// The class of a row by a forest's two answers, or by what one half gives.
    ///
    /// @param row as [#read(double[])] gives it
    public int predict(double[] first, double[] second, double[] row) {
        return forest().predict(first, second, row);
    }

    Bounds known(String column) {
        Bounds own = bounds.get(column);
        if (own == null) {
            throw new IllegalArgumentException("expected --bounds " + column + "=LOW:HIGH: " + name
                    + " needs public bounds of every column, as those of the rows would not be private");
        }
        return own;
    }

    private double[] lows() {
        return columns.stream().mapToDouble(c -> known(c).low).toArray();
    }

    private double[] highs() {
        return columns.stream().mapToDouble(c -> known(c).high).toArray();
    }

    /// The centres of k-means and the thresholds of a forest go back from [0, 1] to the columns' own units; everything
    /// else stays.
    ///
    /// @param output of the first answer, or of both, one after the other
    public double[] inUnits(double[] output) {
        double[] moved = output.clone();
        for (int i = 0; i < moved.length; i++) {
            Optional<Bounds> own = scaled(i);
            moved[i] = own.map(Bounds::low).orElse(0.0)
                    + moved[i] * own.map(Bounds::width).orElse(1.0);
        }
        return moved;
    }

    /// By how much [#inUnits] stretches a number of the output.
    public double width(int number) {
        return scaled(number).map(Bounds::width).orElse(1.0);
    }

    /// The bounds of the column that a number of the output is a value of, on [0, 1].
    private Optional<Bounds> scaled(int number) {
        return switch (name) {
            case "kmeans" -> Optional.of(known(columns.get(number % columns.size())));
            case "forest" ->
                number < forest().length()
                        ? Optional.of(known(columns.get(forest().column(number))))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    /// A name for each number of the output, no two alike: of the first answer, then of the second.
    ///
    /// @param length how many numbers the first answer has
    public List<String> outputNames(int length) {
        return OutputNames.of(this, length);
    }

    /// How the numbers of the output are to be read; empty where their names say it.
    public String reading() {
        String scaled = "columns moved from their bounds to [0, 1]";
        return switch (name) {
            case "pca" -> "each component is a direction of length 1 over " + scaled;
            case "kmeans" -> "centres in the columns' own units";
            case "regression" -> "the sum of weight times column, and the constant, explain " + target.orElseThrow();
            case "svm", "logistic" -> {
                String sum = "the sum of weight times column, and the constant, over " + scaled;
                yield classes.size() == 2
                        ? "class " + classes.get(1) + " where " + sum + ", is above 0, else " + classes.get(0)
                        : "the class for which " + sum + ", is largest";
            }
            case "forest" ->
                "from treeN a row goes L where its column, cut to its bounds, is at most the value, else R; the class of largest number at"
                        + " the end is the tree's vote, and most votes win";
            case "trees" ->
                "of each tree the one way that a row, cut to its bounds, goes; its vote is the class whose number is 1"
                        + " if the others are 0, nothing if they are not nearly so, and most votes win";
            default -> "";
        };
    }

    /// The request in words, the same for the same request.
    public String text() {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("columns", columns);
        parts.put("bounds", new TreeMap<>(bounds));
        parts.put("classes", classes);
        parts.put("k", k);
        parts.put("penalty", penalty);
        parts.put("target", target.orElse("none"));
        return name + " " + parts;
    }
}
