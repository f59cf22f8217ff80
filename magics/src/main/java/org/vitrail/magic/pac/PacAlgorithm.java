package org.vitrail.magic.pac;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.dflib.DataFrame;
import org.dflib.Series;
import org.vitrail.learning.ColumnStatistics;
import org.vitrail.learning.Examples;
import org.vitrail.learning.KMeans;
import org.vitrail.learning.Learner;
import org.vitrail.learning.LinearClassifier;
import org.vitrail.learning.PrincipalComponents;
import org.vitrail.learning.RidgeRegression;
import org.vitrail.learning.ThresholdForest;
import org.vitrail.privacy.pac.WorldOutputs;

/// A catalogue algorithm, ready to run on a table's worlds.
///
/// @param name as typed
/// @param columns the numeric columns it reads
/// @param bounds of each column, public; a column without is read as it is
/// @param label column of classes, for those that need one
/// @param classes the label's values in their order; public
/// @param k clusters or components
/// @param penalty C of a classifier, λ of ridge regression
/// @param target column that a regression explains
public record PacAlgorithm(
        String name,
        List<String> columns,
        Map<String, Bounds> bounds,
        Optional<String> label,
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
            "forest");

    private static final double[] LEVELS = {0.25, 0.5, 0.75};
    private static final int BINS = 10;
    private static final int STARTS = 10;
    private static final int TREES = 3;
    private static final int DEPTH = 3;
    private static final long SEED = 743895091L;

    public PacAlgorithm {
        columns = List.copyOf(columns);
        bounds = Map.copyOf(bounds);
        classes = List.copyOf(classes);
    }

    /// A column's public bounds.
    public record Bounds(double low, double high) {
        public Bounds {
            if (!(low < high) || Double.isInfinite(high - low)) {
                throw new IllegalArgumentException(
                        "expected bounds LOW:HIGH with LOW below HIGH, got " + low + ":" + high);
            }
        }
    }

    private boolean scales() {
        return List.of("pca", "kmeans", "svm", "logistic", "forest").contains(name);
    }

    /// Rows as the algorithm reads them: cut to the bounds, and moved to [0, 1] where the algorithm compares columns.
    private Examples examples(DataFrame table) {
        int n = table.height();
        double[][] features = new double[n][columns.size()];
        for (int c = 0; c < columns.size(); c++) {
            Series<Object> column = table.getColumn(columns.get(c));
            Bounds own = bounds.get(columns.get(c));
            if (scales() || name.equals("histograms")) {
                known(columns.get(c));
            }
            for (int i = 0; i < n; i++) {
                if (!(column.get(i) instanceof Number number)) {
                    throw new IllegalArgumentException("expected numbers in every row of column " + columns.get(c));
                }
                double x = number.doubleValue();
                double cut = own == null ? x : Math.clamp(x, own.low, own.high);
                features[i][c] = own == null || !scales() ? cut : (cut - own.low) / (own.high - own.low);
            }
        }
        return Examples.of(features, labels(table), Math.max(1, classes.size()), columns.size());
    }

    private int[] labels(DataFrame table) {
        int[] labels = new int[table.height()];
        if (label.isEmpty()) {
            return labels;
        }
        Series<Object> column = table.getColumn(label.get());
        for (int i = 0; i < labels.length; i++) {
            labels[i] = classes.indexOf(String.valueOf(column.get(i)));
            if (labels[i] < 0) {
                throw new IllegalArgumentException(
                        "expected only classes named in --classes in column " + label.get() + ", one row has another");
            }
        }
        return labels;
    }

    private Learner learner(Examples all) {
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
            case "forest" ->
                new ThresholdForest(TREES, DEPTH, f, classes.size(), new ThresholdForest.Rule(0.01, 0.35, 0.51), SEED);
            default ->
                throw new IllegalArgumentException("expected one of " + NAMES + " for --algorithm, got '" + name + "'");
        };
    }

    private Bounds known(String column) {
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

    /// Runs it in every world of a table.
    WorldOutputs outputs(PacTable table, IntConsumer done) {
        Examples all = examples(table.table());
        Learner learner = learner(all);
        return table.run(units -> inUnits(learner.learn(all.subset(table.rows(units)))), done);
    }

    /// k-means centres go back from [0, 1] to the columns' own units; everything else stays.
    private double[] inUnits(double[] output) {
        if (!name.equals("kmeans")) {
            return output;
        }
        double[] moved = output.clone();
        for (int i = 0; i < moved.length; i++) {
            Bounds own = bounds.get(columns.get(i % columns.size()));
            moved[i] = own == null ? moved[i] : own.low + moved[i] * (own.high - own.low);
        }
        return moved;
    }

    /// Its models in every world of a table, to be asked for labels.
    PacPredictor predictor(PacTable table, IntConsumer done) {
        if (label.isEmpty() || !List.of("kmeans", "svm", "logistic", "forest").contains(name)) {
            throw new IllegalArgumentException("expected kmeans, svm, logistic or forest with --label and --classes to"
                    + " predict classes, got " + name);
        }
        if (name.equals("kmeans") && k != classes.size()) {
            throw new IllegalArgumentException(
                    "expected --k " + classes.size() + ", one centre for each class, got " + k);
        }
        Examples all = examples(table.table());
        Learner learner = learner(all);
        double[][] models = table.run(units -> learner.learn(all.subset(table.rows(units))), done)
                .ownerOnly();
        return new PacPredictor(
                table, models, classes, columns.size(), (model, row) -> predicted(learner, model, scaled(row)));
    }

    private int predicted(Learner learner, double[] model, double[] row) {
        return switch (learner) {
            case KMeans kmeans -> KMeans.nearestCentre(model, k, row);
            case ThresholdForest forest -> forest.predict(model, row);
            case LinearClassifier linear -> LinearClassifier.predict(model, classes.size(), row);
            default -> throw new IllegalStateException("no classes from " + name);
        };
    }

    private double[] scaled(double[] row) {
        double[] scaled = new double[row.length];
        for (int c = 0; c < row.length; c++) {
            Bounds own = bounds.get(columns.get(c));
            scaled[c] = own == null ? row[c] : (Math.clamp(row[c], own.low, own.high) - own.low) / (own.high - own.low);
        }
        return scaled;
    }

    /// A name for each number of the output.
    List<String> outputNames(int length) {
        return switch (name) {
            case "means" -> columns.stream().map(c -> "mean(" + c + ")").toList();
            case "quantiles" ->
                combined(
                        columns,
                        Arrays.stream(LEVELS)
                                .mapToObj(l -> String.format(Locale.ROOT, "q%.2f", l))
                                .toList());
            case "kmeans" -> combined(numbered("centre", k, k <= classes.size() ? classes : List.of()), columns);
            case "pca" -> combined(numbered("component", k, List.of()), columns);
            case "regression" ->
                withConstant(columns.stream()
                        .filter(c -> !c.equals(target.orElse("")))
                        .toList());
            case "svm", "logistic" ->
                classes.size() == 2 ? withConstant(columns) : combined(classes, withConstant(columns));
            default -> numbered(name, length, List.of());
        };
    }

    private static List<String> withConstant(List<String> columns) {
        List<String> names = new ArrayList<>(columns);
        names.add("constant");
        return names;
    }

    private static List<String> numbered(String word, int count, List<String> known) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(i < known.size() ? known.get(i) : word + i);
        }
        return names;
    }

    private static List<String> combined(List<String> outer, List<String> inner) {
        return outer.stream().flatMap(o -> inner.stream().map(i -> o + "." + i)).toList();
    }

    /// The request in words, the same for the same request.
    String text() {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("columns", columns);
        parts.put("bounds", new java.util.TreeMap<>(bounds));
        parts.put("label", label.orElse("none"));
        parts.put("classes", classes);
        parts.put("k", k);
        parts.put("penalty", penalty);
        parts.put("target", target.orElse("none"));
        return name + " " + parts;
    }
}
