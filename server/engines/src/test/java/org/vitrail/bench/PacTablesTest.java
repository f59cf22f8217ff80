package org.vitrail.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PacTablesTest {
    @Test
    void permutation_ofSeed0_isNumpys() {
        int[] order = NumpyShuffle.permutation(150, 0);
        assertThat(Arrays.copyOf(order, 6)).containsExactly(114, 62, 33, 107, 7, 100);
        assertThat(Arrays.copyOfRange(order, 99, 103)).containsExactly(17, 38, 5, 53);
        assertThat(order[149]).isEqualTo(47);
        assertThat(NumpyShuffle.permutation(150, 1)[0]).isNotEqualTo(114);
        assertThat(Arrays.stream(NumpyShuffle.permutation(13_611, 0)).distinct().count())
                .isEqualTo(13_611);
    }

    @Test
    void normalQuantile_ofKnownShares_isTheTables() {
        assertThat(PacScaling.normalQuantile(.5)).isZero();
        assertThat(PacScaling.normalQuantile(.975)).isCloseTo(1.959963985, within(1e-8));
        assertThat(PacScaling.normalQuantile(1e-7)).isCloseTo(-5.199337582, within(1e-7));
        assertThat(PacScaling.normalQuantile(.02)).isCloseTo(-2.053748911, within(1e-8));
    }

    @Test
    void scaled_columns_haveTheScalersFigures() {
        double[] column = {5, 1, 4, 2, 3, 30};
        assertThat(scaled(column, "minmax")).contains(new double[] {0, 1, 1.0 / 29}, within(1e-12));
        assertThat(scaled(column, "robust")[5]).isCloseTo((30 - 3.5) / (4.75 - 2.25), within(1e-12));
        assertThat(Arrays.stream(scaled(column, "standard_no_std")).sum()).isCloseTo(0, within(1e-12));
        assertThat(Arrays.stream(scaled(column, "standard")).map(v -> v * v).sum())
                .isCloseTo(6, within(1e-9));
        assertThat(scaled(column, "quantile_gaussian"))
                .containsExactly(
                        new double[] {
                            PacScaling.normalQuantile(.8),
                            PacScaling.normalQuantile(1e-7),
                            PacScaling.normalQuantile(.6),
                            PacScaling.normalQuantile(.2),
                            PacScaling.normalQuantile(.4),
                            -PacScaling.normalQuantile(1e-7)
                        },
                        within(1e-3));
    }

    private static double[] scaled(double[] column, String scaling) {
        double[][] rows = new double[column.length][];
        Arrays.setAll(rows, i -> new double[] {column[i]});
        PacScaling.scale(rows, "none", scaling);
        return Arrays.stream(rows).mapToDouble(row -> row[0]).toArray();
    }

    @Test
    void power_ofIris_hasTheMeasuredFirstRow() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolveSibling("shared").resolve("data/iris.csv"))) {
            folder = folder.getParent();
        }
        assumeTrue(folder != null, "the test data is not beside the repository");
        PacTables.Split split = PacTables.read(folder.resolveSibling("shared").resolve("data"), "iris", "power");
        assertThat(split.train().size()).isEqualTo(100);
        assertThat(split.test().size()).isEqualTo(49);
        assertThat(split.test().row(4)) // row 0 of the file
                .containsExactly(new double[] {1.3715861, 1.5172498, 1.4671101, .1971005}, within(1e-5));
    }

    @Test
    void reached_ofErrors_isJudgedTheOtherWayRound() throws IOException {
        List<PacTask> tasks = PacTask.all();
        PacTask accuracy = tasks.getFirst();
        PacTask error = tasks.stream().filter(PacTask::isError).findFirst().orElseThrow();
        double high = accuracy.published().get(9);
        assertThat(accuracy.reached(9, high - .009)).isTrue();
        assertThat(accuracy.reached(9, high - .011)).isFalse();
        assertThat(accuracy.reached(9, 1)).isTrue();
        double low = error.published().get(9);
        assertThat(error.reached(9, low / 2)).isTrue();
        assertThat(error.reached(9, low * 1.02)).isFalse();
        assertThat(error.pointsBetter(9, low - .01)).isCloseTo(1, within(1e-9));
        assertThat(tasks).allSatisfy(task -> assertThat(task.published()).hasSize(10));
    }
}
