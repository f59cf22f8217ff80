package org.vitrail.mechanism.synthesis.marginals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.port.Table;

/// The sensitivity of the first measurement, over random tables that differ in the rows of one unit.
class OneWayTest {
    private static final long SEED = 20_261_127;
    private static final List<Column> COLUMNS = List.of(
            Column.of("color", Domain.Categorical.of(List.of("red", "green", "blue")))
                    .orMissing(),
            Column.of("age", Domain.IntegerRange.of(0, 120)),
            Column.of("gain", Domain.RealRange.of(-1, 1)).orMissing());
    private static final TableSchema SCHEMA = new TableSchema(COLUMNS, new PrivacyUnit.Row());
    private static final List<ColumnGrid> GRIDS = ColumnGrid.of(COLUMNS);

    private static Table table(RandomGenerator random, int rows, int alike) {
        int[] color = random.ints(rows, 0, 4).toArray();
        double[] age = random.ints(rows, 0, 121).asDoubleStream().toArray();
        double[] gain = IntStream.range(0, rows)
                .mapToDouble(i -> random.nextInt(5) == 0 ? Double.NaN : random.nextDouble(-1, 1))
                .toArray();
        for (int i = rows - alike; i < rows; i++) { // one unit's rows all in one cell: the worst
            color[i] = color[rows - 1];
            age[i] = age[rows - 1];
            gain[i] = gain[rows - 1];
        }
        return Table.of(SCHEMA, rows, color, age, gain);
    }

    /// The largest squared L2 distance that `unit` rows of one unit make.
    private static long worst(int unit, Function<Table, long[]> measure) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        long worst = 0;
        for (int trial = 0; trial < 60; trial++) {
            int others = random.nextInt(30);
            Table all = table(random, others + unit, trial % 2 == 0 ? unit : 1);
            long[] with = measure.apply(all);
            long[] without = measure.apply(all.rows(IntStream.range(0, others).toArray()));
            worst = Math.max(
                    worst,
                    IntStream.range(0, with.length)
                            .mapToLong(k -> (with[k] - without[k]) * (with[k] - without[k]))
                            .sum());
        }
        return worst;
    }

    @Test
    void counts_unitOfRowsAdded_squaredNormIsTheStatedSensitivity() {
        long histograms = OneWay.histograms(GRIDS);
        for (int unit = 1; unit <= 4; unit++) {
            assertThat(worst(unit, table -> OneWay.counts(GRIDS, table)))
                    .as("seed %d, %d rows", SEED, unit)
                    .isEqualTo((long) unit * unit * histograms);
        }
    }

    /// Planted bugs: one histogram for each column stated, where there is one for each stride; a vector measured
    /// twice over.
    @Test
    void counts_sensitivityOfColumnsOrMeasuredTwice_isCaught() {
        assertThat(worst(1, table -> OneWay.counts(GRIDS, table))).isGreaterThan(COLUMNS.size());
        assertThat(worst(1, table -> {
                    long[] once = OneWay.counts(GRIDS, table);
                    return IntStream.range(0, 2 * once.length)
                            .mapToLong(k -> once[k % once.length])
                            .toArray();
                }))
                .isGreaterThan(OneWay.histograms(GRIDS));
    }
}
