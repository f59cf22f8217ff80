package org.vitrail.mechanism.quality;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.mechanism.port.Table;

/// The line every synthesizer has to beat: noisy 1-way marginals given the label, columns drawn independently
/// (reference section 11.1, "naive Bayes"; the label's own marginal is measured too, so d features cost d + 1
/// measurements).
///
/// It has the noise that the same budget would buy, so it is a fair line, but the noise is pseudo-random, nothing
/// is
/// charged and nothing of it may be released: it is only ever measured inside an owner's report, which is not
/// private.
final class MarginalBaseline {
    private static final int NUMBER_CELLS = 32;

    private final RandomGenerator random;
    private final double deviation;

    private MarginalBaseline(RandomGenerator random, double deviation) {
        this.random = random;
        this.deviation = deviation;
    }

    /// Draws `rows` rows.
    ///
    /// @param table the private rows
    /// @param label an index of a column with classes (see [Utility#hasClasses]), or empty: one group
    /// @param muSquared the whole budget μ²; > 0
    static Table draw(Table table, OptionalInt label, int rows, double muSquared, RandomGenerator random) {
        List<Column> columns = table.schema().columns();
        int perUnit = switch (table.schema().unit()) {
            case PrivacyUnit.Row() -> 1;
            case PrivacyUnit.Person person -> person.rowsMax();
        };
        double deviation = perUnit * Math.sqrt(columns.size() / muSquared);
        return new MarginalBaseline(random, deviation).draw(table, label, rows);
    }

    private Table draw(Table table, OptionalInt label, int rows) {
        int width = table.schema().columns().size();
        int[] groupOf = label.isPresent() ? Utility.labels(table, label.getAsInt()) : new int[table.rowCount()];
        int groups =
                label.isPresent() ? Utility.classes(table.schema().columns().get(label.getAsInt())) : 1;
        double[] groupCounts = new double[groups];
        for (int group : groupOf) {
            groupCounts[group]++;
        }
        double[] groupCumulative = cumulative(groups == 1 ? groupCounts : noisy(groupCounts));
        int[] group = IntStream.range(0, rows).map(i -> pick(groupCumulative)).toArray();
        Object[] out = new Object[width];
        for (int j = 0; j < width; j++) {
            Column column = table.schema().columns().get(j);
            boolean isLabel = label.isPresent() && label.getAsInt() == j;
            out[j] = switch (column.domain()) {
                case Domain.Categorical categorical ->
                    isLabel ? group : codes(table.codes(j), groupOf, groups, group, cells(categorical, column));
                case Domain.IntegerRange range ->
                    isLabel
                            ? labels(group, range)
                            : numbers(
                                    table.numbers(j),
                                    groupOf,
                                    groups,
                                    group,
                                    column,
                                    (double) range.min(),
                                    (double) range.max(),
                                    true);
                case Domain.RealRange range ->
                    numbers(table.numbers(j), groupOf, groups, group, column, range.min(), range.max(), false);
            };
        }
        return Table.of(table.schema(), rows, out);
    }

    private static int cells(Domain.Categorical categorical, Column column) {
        return categorical.values().size() + (column.nullable() ? 1 : 0);
    }

    private static double[] labels(int[] group, Domain.IntegerRange range) {
        return IntStream.of(group)
                .mapToDouble(g -> range.min() + g > range.max() ? Double.NaN : range.min() + g)
                .toArray();
    }

    private int[] codes(int[] codes, int[] groupOf, int groups, int[] group, int cells) {
        double[][] given = marginals(codes, groupOf, groups, cells);
        return IntStream.of(group).map(g -> pick(given[g])).toArray();
    }

    private double[] numbers(
            double[] numbers,
            int[] groupOf,
            int groups,
            int[] group,
            Column column,
            double min,
            double max,
            boolean whole) {
        double width = (max - min) / NUMBER_CELLS;
        int[] codes = new int[numbers.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = Double.isNaN(numbers[i])
                    ? NUMBER_CELLS
                    : width == 0 ? 0 : (int) Math.min(NUMBER_CELLS - 1, (numbers[i] - min) / width);
        }
        double[][] given = marginals(codes, groupOf, groups, NUMBER_CELLS + (column.nullable() ? 1 : 0));
        return IntStream.of(group)
                .mapToDouble(g -> {
                    int cell = pick(given[g]);
                    double value = min + (cell + random.nextDouble()) * width;
                    return cell == NUMBER_CELLS ? Double.NaN : Math.min(max, whole ? Math.rint(value) : value);
                })
                .toArray();
    }

    /// Noisy counts `[groups][cells]`, cumulated.
    private double[][] marginals(int[] codes, int[] groupOf, int groups, int cells) {
        double[][] counts = new double[groups][cells];
        for (int i = 0; i < codes.length; i++) {
            counts[groupOf[i]][codes[i]]++;
        }
        for (int g = 0; g < groups; g++) {
            counts[g] = cumulative(noisy(counts[g]));
        }
        return counts;
    }

    /// Gaussian noise in every cell; cells below two deviations become 0; if nothing is left, all 1.
    private double[] noisy(double[] counts) {
        double[] out = new double[counts.length];
        double sum = 0;
        for (int c = 0; c < counts.length; c++) {
            double noisy = counts[c] + deviation * random.nextGaussian();
            out[c] = noisy < 2 * deviation ? 0 : noisy;
            sum += out[c];
        }
        if (sum == 0) {
            Arrays.fill(out, 1);
        }
        return out;
    }

    private static double[] cumulative(double[] weights) {
        double[] out = weights.clone();
        for (int c = 1; c < out.length; c++) {
            out[c] += out[c - 1];
        }
        return out;
    }

    private int pick(double[] cumulative) {
        double at = random.nextDouble() * cumulative[cumulative.length - 1];
        int c = 0;
        while (c < cumulative.length - 1 && cumulative[c] <= at) {
            c++;
        }
        return c;
    }
}
