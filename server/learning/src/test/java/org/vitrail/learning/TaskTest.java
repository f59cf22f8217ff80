package org.vitrail.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How the catalogue's tasks are read, whoever runs them.
class TaskTest {
    private static final List<String> COLUMNS = List.of("a", "constant", "a.constant");
    private static final Map<String, Task.Bounds> BOUNDS = Map.of(
            "a", new Task.Bounds(-10, 10), "constant", new Task.Bounds(100, 300), "a.constant", new Task.Bounds(0, 1));

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
                "regression"
            })
    void outputNames_forColumnsOfAwkwardNames_areOneForEachNumberAndAllDifferent(String name) {
        for (List<String> classes : List.of(List.of("a", "b"), List.of("a", "a.a", "b"))) {
            Task task = task(name, 3, classes);
            int length = task.learner(Examples.of(new double[2][3], new int[2], classes.size(), 3))
                    .length();
            assertThat(task.outputNames(length)).hasSize(length).doesNotHaveDuplicates();
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
