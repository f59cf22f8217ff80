package org.vitrail.mechanism.quality;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.mechanism.port.Judge;
import org.vitrail.mechanism.port.Table;

/// Train on one table, test on another (Esteban et al. 2017). Categories become numbers by their sorted order, a
/// missing category the number after the last, a missing number stays missing (reference section 10.3).
public final class Utility {
    /// A whole-number column of at most this many values can be a label.
    static final int CLASSES_MAX = 100;

    private Utility() {}

    /// Trains `judge` on `train`, scores it on `test`.
    ///
    /// @param label the column to be predicted; see [#hasClasses]
    /// @throws IllegalArgumentException if the label has no classes, or either table no rows
    public static Score score(Judge judge, Table train, Table test, int label) {
        Column column = train.schema().columns().get(label);
        if (!hasClasses(column)) {
            throw new IllegalArgumentException("a label must be categorical or have at most " + CLASSES_MAX
                    + " whole-number values, got column '" + column.name() + "'");
        }
        if (train.rowCount() < 1 || test.rowCount() < 1) {
            throw new IllegalArgumentException("both tables must have at least 1 row, got an empty one");
        }
        int classes = Math.max(2, classes(column));
        int[] labels = labels(train, label);
        int[] truth = labels(test, label);
        if (Arrays.stream(labels).distinct().count() == 1
                || train.schema().columns().size() == 1) {
            return Score.of(constant(labels, classes, truth.length), truth);
        }
        float[][] probabilities = judge.probabilities(features(train, label), labels, classes, features(test, label));
        return Score.of(probabilities, truth);
    }

    /// Whether a column can be a label: categorical, or a small range of whole numbers.
    public static boolean hasClasses(Column column) {
        return switch (column.domain()) {
            case Domain.Categorical _ -> true;
            case Domain.IntegerRange range -> range.max() - range.min() < CLASSES_MAX;
            case Domain.RealRange _ -> false;
        };
    }

    /// Features `[rows][columns without the one left out]`.
    ///
    /// @param leftOut a column's index, or -1 for none
    static float[][] features(Table table, int leftOut) {
        List<Column> columns = table.schema().columns();
        int[] kept =
                IntStream.range(0, columns.size()).filter(j -> j != leftOut).toArray();
        float[][] out = new float[table.rowCount()][kept.length];
        for (int f = 0; f < kept.length; f++) {
            int j = kept[f];
            switch (columns.get(j).domain()) {
                case Domain.Categorical categorical -> {
                    int[] rank = sortedRank(categorical.values());
                    int[] codes = table.codes(j);
                    for (int i = 0; i < codes.length; i++) {
                        out[i][f] = codes[i] < rank.length ? rank[codes[i]] : rank.length;
                    }
                }
                case Domain.IntegerRange _, Domain.RealRange _ -> {
                    double[] numbers = table.numbers(j);
                    for (int i = 0; i < numbers.length; i++) {
                        out[i][f] = (float) numbers[i];
                    }
                }
            }
        }
        return out;
    }

    /// The label as classes; a missing value is the last class.
    static int[] labels(Table table, int label) {
        return switch (table.schema().columns().get(label).domain()) {
            case Domain.Categorical _ -> table.codes(label);
            case Domain.IntegerRange range ->
                Arrays.stream(table.numbers(label))
                        .mapToInt(v -> (int) (Double.isNaN(v) ? range.max() - range.min() + 1 : v - range.min()))
                        .toArray();
            case Domain.RealRange _ -> throw new IllegalArgumentException("a real column has no classes");
        };
    }

    /// How many classes a label has; a missing value of a nullable column is one.
    static int classes(Column column) {
        int values = switch (column.domain()) {
            case Domain.Categorical categorical -> categorical.values().size();
            case Domain.IntegerRange range -> (int) (range.max() - range.min() + 1);
            case Domain.RealRange _ -> throw new IllegalArgumentException("a real column has no classes");
        };
        return values + (column.nullable() ? 1 : 0);
    }

    private static int[] sortedRank(List<String> values) {
        List<String> sorted = values.stream().sorted().toList();
        return values.stream().mapToInt(sorted::indexOf).toArray();
    }

    /// What a judge learns that saw one class only, or no feature: the most frequent class.
    private static float[][] constant(int[] labels, int classes, int rows) {
        float[] shares = new float[classes];
        for (int label : labels) {
            shares[label] += 1f / labels.length;
        }
        float[][] out = new float[rows][];
        Arrays.fill(out, shares);
        return out;
    }
}
