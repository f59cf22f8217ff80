package org.vitrail.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.vitrail.learning.Examples;

/// The data sets of the papers on PAC privacy, split and scaled as there.
final class PacTables {
    private static final int[] IRIS_TEST = {
        5, 53, 143, 105, 0, 34, 28, 55, 75, 35, 23, 74, 31, 118, 57, 131, 65, 32, 138, 14, 122, 19, 29, 130, 49, 136,
        99, 82, 79, 115, 145, 72, 77, 25, 81, 140, 142, 39, 58, 88, 70, 87, 36, 21, 9, 103, 67, 117, 47
    };
    private static final int IRIS_DROPPED = 38;
    private static final double[] YEO_JOHNSON = {-0.3212233666, 0.0115779206, 1.0929649587, 0.8441663750};

    private PacTables() {}

    /// @param train rows that worlds are halves of
    /// @param test rows that accuracy is measured on
    record Split(Examples train, Examples test) {}

    /// @param data iris, rice or dry_bean
    /// @param scaling `power`, `standard`, `minmax`, `robust` (fitted on all rows, as published: a leak outside the
    ///     budget) or `bounds` (public)
    static Split read(Path folder, String data, String scaling) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve(data + ".csv"));
        int columns = lines.getFirst().split(",", -1).length - 1;
        double[][] features = new double[lines.size() - 1][columns];
        int[] labels = new int[features.length];
        Map<String, Integer> classes = new LinkedHashMap<>();
        for (int i = 0; i < features.length; i++) {
            String[] cells = lines.get(i + 1).split(",", -1);
            for (int c = 0; c < columns; c++) {
                features[i][c] = Double.parseDouble(cells[c]);
            }
            classes.putIfAbsent(cells[columns], classes.size());
            labels[i] = classes.get(cells[columns]);
        }
        if (data.equals("iris")) { // the variant that the papers used
            features[34] = new double[] {4.9, 3.1, 1.5, 0.1};
            features[37] = new double[] {4.9, 3.1, 1.5, 0.1};
        }
        scale(features, data, scaling);
        Examples all = Examples.of(features, labels, classes.size(), columns);
        int[][] rows = data.equals("iris") ? irisRows() : shuffled(features.length);
        return new Split(all.subset(rows[0]), all.subset(rows[1]));
    }

    private static int[][] irisRows() {
        int[] train = IntStream.range(0, 150)
                .filter(i -> i != IRIS_DROPPED && Arrays.stream(IRIS_TEST).noneMatch(t -> t == i))
                .toArray();
        return new int[][] {train, IRIS_TEST};
    }

    private static int[][] shuffled(int n) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, n).boxed().toList());
        SplittableRandom random = new SplittableRandom(0);
        for (int i = n - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order.get(i);
            order.set(i, order.get(j));
            order.set(j, kept);
        }
        int train = (int) (0.7 * n);
        return new int[][] {
            order.subList(0, train).stream().mapToInt(Integer::intValue).toArray(),
            order.subList(train + 1, n).stream().mapToInt(Integer::intValue).toArray()
        };
    }

    private static void scale(double[][] x, String data, String scaling) {
        int columns = x[0].length;
        for (int c = 0; c < columns; c++) {
            int column = c;
            double[] sorted =
                    Arrays.stream(x).mapToDouble(row -> row[column]).sorted().toArray();
            double from = 0;
            double width = 1;
            switch (scaling) {
                case "power" -> {
                    for (double[] row : x) { // public parameters
                        row[c] = (Math.pow(row[c] + 1, YEO_JOHNSON[c]) - 1) / YEO_JOHNSON[c];
                    }
                }
                case "standard" -> {
                    from = Arrays.stream(sorted).average().orElse(0);
                    double mean = from;
                    width = Math.sqrt(Arrays.stream(sorted)
                            .map(v -> (v - mean) * (v - mean))
                            .average()
                            .orElse(1));
                }
                case "minmax" -> {
                    from = sorted[0];
                    width = sorted[sorted.length - 1] - from;
                }
                case "robust" -> {
                    from = sorted[sorted.length / 2];
                    width = sorted[sorted.length * 3 / 4] - sorted[sorted.length / 4];
                }
                case "bounds" -> {
                    from = bounds(data)[0][c];
                    width = bounds(data)[1][c] - from;
                }
                default -> throw new IllegalArgumentException("expected a scaling, got '" + scaling + "'");
            }
            for (double[] row : x) {
                row[c] = scaling.equals("power") ? row[c] : (row[c] - from) / width;
            }
        }
    }

    private static double[][] bounds(String data) {
        return switch (data) {
            case "iris" -> new double[][] {{4, 1, 0, 0}, {8, 5, 8, 3}};
            case "rice" -> new double[][] {{5000, 250, 100, 40, 0, 5000, 0}, {25_000, 700, 300, 150, 1, 25_000, 1}};
            default ->
                new double[][] {
                    {10_000, 300, 100, 50, 1, 0, 10_000, 100, 0, 0, 0, 0, 0, 0, 0, 0},
                    {300_000, 2500, 1000, 600, 3, 1, 300_000, 700, 1, 1, 1, 1, .02, .005, 1, 1}
                };
        };
    }
}
