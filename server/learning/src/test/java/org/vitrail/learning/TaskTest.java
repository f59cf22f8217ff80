package org.vitrail.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How the catalogue's tasks are read, whoever runs them.
class TaskTest {
    private static final List<String> COLUMNS = List.of("a", "constant", "a.constant");
    private static final double[] LOW = {-10, 100, 0};
    private static final double[] HIGH = {10, 300, 1};
    private static final Map<String, Task.Bounds> BOUNDS = IntStream.range(0, 3)
            .boxed()
            .collect(Collectors.toMap(COLUMNS::get, c -> new Task.Bounds(LOW[c], HIGH[c])));

    private static Task task(String name, int k, List<String> classes) {
        return new Task(name, COLUMNS, BOUNDS, classes, k, 1, Optional.of("a"));
    }

    /// 60 rows; those of class 1 have a larger `constant`.
    private static Examples examples(Task task) {
        SplittableRandom random = new SplittableRandom(3);
        double[][] rows = new double[60][3];
        int[] labels = new int[60];
        for (int i = 0; i < rows.length; i++) {
            labels[i] = i % 2;
            rows[i][0] = random.nextDouble(-10, 10);
            rows[i][1] = (labels[i] == 1 ? 250 : 150) + random.nextDouble(-20, 20);
            rows[i][2] = random.nextDouble();
        }
        return task.examples(rows, labels);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
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
                "trees"
            })
    void outputNames_forColumnsOfAwkwardNames_areOneForEachNumberAndAllDifferent(String name) {
        for (List<String> classes : List.of(List.of("a", "b"), List.of("a", "a.a", "b"))) {
            Task task = task(name, 3, classes);
            int length = task.learner(Examples.of(new double[2][3], new int[2], classes.size(), 3))
                    .length();
            int more = task.hasSecond() ? task.second(new double[length]).length() : 0;
            assertThat(task.outputNames(length)).hasSize(length + more).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"svm", "logistic"})
    void classifiers_readAsTheySay_giveTheClassOfARow(String name) {
        Task task = task(name, 1, List.of("low", "high"));
        double[] weights = task.learner(examples(task)).learn(examples(task));
        assertThat(task.reading()).startsWith("class high where").endsWith("above 0, else low");
        assertThat(sum(weights, task.read(new double[] {0, 260, 0.5}))).isPositive();
        assertThat(sum(weights, task.read(new double[] {0, 140, 0.5}))).isNegative();
    }

    private static double sum(double[] weights, double[] row) {
        double sum = weights[row.length];
        for (int c = 0; c < row.length; c++) {
            sum += weights[c] * row[c];
        }
        return sum;
    }

    /// Followed by their names, a forest's numbers give the class that the forest predicts.
    @Test
    void forest_readByItsNames_predictsWhatItDoes() {
        Task task = task("forest", 1, List.of("low", "high"));
        Examples all = examples(task);
        double[] first = task.learner(all).learn(all);
        double[] second = task.second(first).learn(all);
        double[] values = task.inUnits(
                DoubleStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray());
        List<String> names = task.outputNames(first.length);
        SplittableRandom random = new SplittableRandom(8);
        int high = 0;
        for (int i = 0; i < 300; i++) {
            double[] row = {random.nextDouble(-12, 12), random.nextDouble(90, 310), random.nextDouble()};
            int expected = task.predict(first, second, task.read(row));
            high += expected;
            assertThat(followed(names, values, row)).isEqualTo(expected);
        }
        assertThat(high).as("both classes are predicted").isBetween(30, 270);
    }

    private static int followed(List<String> names, double[] values, double[] row) {
        int votes = 0;
        for (int tree = 0; tree < 3; tree++) {
            String at = "tree" + tree;
            for (int level = 0; level < 3; level++) {
                int column = 0;
                while (!names.contains(at + "." + COLUMNS.get(column))) {
                    column++;
                }
                double cut = Math.clamp(row[column], LOW[column], HIGH[column]);
                at += cut <= values[names.indexOf(at + "." + COLUMNS.get(column))] ? "L" : "R";
            }
            votes += values[names.indexOf(at + ".high")] > values[names.indexOf(at + ".low")] ? 1 : 0;
        }
        return votes >= 2 ? 1 : 0;
    }

    @Test
    void centres_putInUnits_areStretchedByTheBounds() {
        Task task = task("kmeans", 2, List.of("low", "high"));
        double[] centres = task.learner(examples(task)).learn(examples(task));
        double[] own = task.inUnits(centres);
        assertThat(own[0]).isCloseTo(-10 + 20 * centres[0], within(1e-9));
        assertThat(own[1]).isCloseTo(100 + 200 * centres[1], within(1e-9)).isBetween(100.0, 300.0);
        double[] moved = centres.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += 0.01;
            assertThat(task.inUnits(moved)[i] - own[i]).isCloseTo(0.01 * task.width(i), within(1e-9));
        }
        assertThat(task("means", 1, List.of()).width(1)).as("not scaled").isEqualTo(1);
    }

    @Test
    void bounds_withoutAWidth_areRefused() {
        assertThatThrownBy(() -> new Task.Bounds(-1e308, 1e308)).hasMessageContaining("finite");
        assertThatThrownBy(() -> new Task.Bounds(1, 1)).hasMessageContaining("LOW below HIGH");
    }
}
