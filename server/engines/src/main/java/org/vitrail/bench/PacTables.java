package org.vitrail.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrail.learning.Examples;

/// The data sets of the papers on PAC privacy, split and scaled as there.
final class PacTables {
    private PacTables() {}

    /// @param train rows that worlds are halves of
    /// @param test rows that accuracy is measured on
    record Split(Examples train, Examples test) {}

    /// @param data iris, rice or dry_bean
    /// @param scaling see [PacScaling]
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
        PacScaling.scale(features, data, scaling);
        Examples all = Examples.of(features, labels, classes.size(), columns);
        int[] order = NumpyShuffle.permutation(features.length, 0);
        int train = (int) (0.7 * order.length);
        if (data.equals("iris")) {
            train = 100;
        }
        return new Split(
                all.subset(Arrays.copyOf(order, train)), // one row is lost between, as published
                all.subset(Arrays.copyOfRange(order, train + 1, order.length)));
    }
}
