package org.vitrail.mechanism.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.vitrail.mechanism.port.CellSource;

/// The sensitivity of every measurement, on tables that differ in one row.
class TallyTest {
    private static final List<Integer> COLUMNS = List.of(0, 1, 2, 3);
    private static final int TABLES = 200;

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_127);

    private Object cell() {
        return switch (random.nextInt(6)) {
            case 0 -> CellLists.MISSING;
            case 1 -> "text" + random.nextInt(3);
            case 2 -> (double) random.nextInt(-5, 100);
            case 3 -> Math.scalb(random.nextGaussian(), random.nextInt(-60, 200));
            case 4 -> random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
            default -> 0.0;
        };
    }

    private CellLists table() {
        CellLists rows = new CellLists();
        for (int i = 0; i <= random.nextInt(20); i++) {
            rows.add(cell(), cell(), cell(), cell());
        }
        return rows;
    }

    /// The largest squared L2 distance that leaving out one row makes.
    private long worst(Function<CellSource, long[]> measure) {
        long worst = 0;
        for (int t = 0; t < TABLES; t++) {
            CellLists rows = table();
            long[] all = measure.apply(rows);
            for (int row = 0; row < rows.rows.size(); row++) {
                long[] fewer = measure.apply(rows.without(row));
                long square = 0;
                for (int i = 0; i < all.length; i++) {
                    square += (all[i] - fewer[i]) * (all[i] - fewer[i]);
                }
                worst = Math.max(worst, square);
            }
        }
        return worst;
    }

    private static List<Grid> grids() {
        return List.of(
                new PowerGrid(true), new PowerGrid(false), new StepGrid(0, 99, true), new StepGrid(-1, 0.25, false));
    }

    @Test
    void classes_oneRowLess_changesByTheNumberOfColumns() {
        assertThat(worst(rows -> Tally.classes(rows, COLUMNS))).isEqualTo(COLUMNS.size());
        assertThat(worst(rows -> Tally.classes(rows, List.of(2)))).isEqualTo(1);
    }

    /// Planted bug: every cell is counted in its class and once more among all cells of its column.
    @Test
    void classes_withATotalBeside_areCaught() {
        assertThat(worst(rows -> {
                    long[] classes = Tally.classes(rows, COLUMNS);
                    long[] beside = Arrays.copyOf(classes, classes.length + COLUMNS.size());
                    for (int i = 0; i < classes.length; i++) {
                        beside[classes.length + i / Tally.CLASSES] += classes[i];
                    }
                    return beside;
                }))
                .isGreaterThan(COLUMNS.size());
    }

    @Test
    void grids_oneRowLess_changesByTheNumberOfColumnsAtMost() {
        assertThat(worst(rows -> Tally.grids(rows, COLUMNS, grids()))).isBetween(3L, (long) COLUMNS.size());
    }

    /// Planted bug: neighbouring intervals that share numbers, so that one number is counted in two of
    /// them.
    @Test
    void grids_thatCountANumberTwice_areCaught() {
        assertThat(worst(rows -> {
                    long[] once = Tally.grids(rows, COLUMNS, grids());
                    long[] twice = new long[once.length];
                    for (int i = 1; i < once.length; i++) {
                        twice[i] = once[i] + once[i - 1];
                    }
                    return twice;
                }))
                .isGreaterThan(COLUMNS.size());
    }

    @Test
    void values_oneRowLess_changesOneKeyByOne() {
        assertThat(mostChangedKeys(rows -> Tally.values(rows, 1))).isEqualTo(1);
    }

    /// Planted bug: the values of all columns in one map, measured as if a unit had one.
    @Test
    void values_ofAllColumnsInOneMap_areCaught() {
        assertThat(mostChangedKeys(rows -> {
                    Map<String, Long> all = new HashMap<>();
                    COLUMNS.forEach(column -> Tally.values(rows, column).forEach((k, v) -> all.merge(k, v, Long::sum)));
                    return all;
                }))
                .isGreaterThan(1);
    }

    private long mostChangedKeys(Function<CellSource, Map<String, Long>> measure) {
        long worst = 0;
        for (int t = 0; t < TABLES; t++) {
            CellLists rows = table();
            Map<String, Long> all = measure.apply(rows);
            for (int row = 0; row < rows.rows.size(); row++) {
                Map<String, Long> fewer = measure.apply(rows.without(row));
                long changed = all.entrySet().stream()
                        .mapToLong(e -> e.getValue() - fewer.getOrDefault(e.getKey(), 0L))
                        .sum();
                worst = Math.max(worst, changed);
            }
        }
        return worst;
    }

    @Test
    void grid_ofEveryNumber_isAscendingAndHoldsIt() {
        for (Grid grid : grids()) {
            for (int cell = 0; cell < grid.size(); cell++) {
                assertThat(grid.lower(cell)).isLessThanOrEqualTo(grid.upper(cell));
                if (cell > 0) {
                    assertThat(grid.lower(cell)).isGreaterThanOrEqualTo(grid.lower(cell - 1));
                }
            }
        }
        PowerGrid whole = new PowerGrid(true);
        for (double number : new double[] {0, 1, 2, 3, 4, 127, 128, -1, -2, -3, -128, 1e15, -1e15}) {
            int cell = whole.cell(number);
            assertThat(number).isBetween(whole.lower(cell), whole.upper(cell));
        }
        StepGrid step = new StepGrid(16, 127, true);
        assertThat(step.lower(0)).isEqualTo(16);
        assertThat(step.upper(step.size() - 1)).isEqualTo(127);
        assertThat(step.cell(15)).isEqualTo(-1);
        assertThat(step.cell(128)).isEqualTo(-1);
        assertThat(step.cell(Double.POSITIVE_INFINITY)).isEqualTo(-1);
        assertThat(new StepGrid(0.5, 64, false).upper(0)).isEqualTo(1);
    }
}
