package org.vitrail.learning;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What the numbers of a task's output are called.
final class OutputNames {
    private static final MathContext SHORT = new MathContext(6);

    private static final double LARGE = 1e9;

    private OutputNames() {}

    /// A name for each number, no two alike.
    static List<String> of(Task task, int length) {
        Set<String> names = new LinkedHashSet<>();
        for (String one : given(task, length)) { // columns may be called anything, `constant` too
            String own = one;
            for (int i = 2; !names.add(own); i++) {
                own = one + " (" + i + ")";
            }
        }
        return List.copyOf(names);
    }

    private static List<String> given(Task task, int length) {
        List<String> columns = task.columns();
        List<String> classes = task.classes();
        return switch (task.name()) {
            case "means" -> columns.stream().map(c -> "mean(" + c + ")").toList();
            case "quantiles" ->
                combined(
                        columns,
                        Arrays.stream(Task.LEVELS)
                                .mapToObj(l -> String.format(Locale.ROOT, "q%.2f", l))
                                .toList());
            case "histograms" ->
                columns.stream().flatMap(c -> bins(c, task.known(c)).stream()).toList();
            case "covariance" -> covariances(columns);
            case "kmeans" ->
                combined(numbered("centre", task.k(), task.k() <= classes.size() ? classes : List.of()), columns);
            case "pca" -> combined(numbered("component", task.k(), List.of()), columns);
            case "regression" ->
                withConstant(columns.stream()
                        .filter(c -> !c.equals(task.target().orElse("")))
                        .toList());
            case "svm", "logistic" ->
                classes.size() == 2 ? withConstant(columns) : combined(classes, withConstant(columns));
            case "forest" -> task.forest().outputNames(columns, classes);
            case "trees" ->
                task.randomTrees()
                        .outputNames(
                                columns,
                                classes,
                                c -> task.known(columns.get(c)).low(),
                                c -> task.known(columns.get(c)).width());
            default -> numbered(task.name(), length, List.of());
        };
    }

    /// `age in [0, 10)` …; the first and the last bin also hold what was cut.
    private static List<String> bins(String column, Task.Bounds bounds) {
        List<String> names = new ArrayList<>();
        for (int b = 0; b < Task.BINS; b++) {
            boolean last = b == Task.BINS - 1;
            names.add(column + " in [" + edge(bounds, b) + ", " + edge(bounds, b + 1) + (last ? "]" : ")"));
        }
        return names;
    }

    private static String edge(Task.Bounds bounds, int bin) {
        double edge = bin == Task.BINS ? bounds.high() : bounds.low() + bounds.width() * bin / Task.BINS;
        BigDecimal rounded = new BigDecimal(edge).round(SHORT).stripTrailingZeros();
        return Math.abs(edge) < LARGE && (edge == 0 || Math.abs(edge) > 1 / LARGE)
                ? rounded.toPlainString()
                : rounded.toString();
    }

    /// The lower triangle by rows.
    private static List<String> covariances(List<String> columns) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            for (int j = 0; j < i; j++) {
                names.add("cov(" + columns.get(i) + ", " + columns.get(j) + ")");
            }
            names.add("var(" + columns.get(i) + ")");
        }
        return names;
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
}
