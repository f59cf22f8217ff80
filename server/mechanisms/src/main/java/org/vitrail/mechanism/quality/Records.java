package org.vitrail.mechanism.quality;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.mechanism.port.Table;

/// Whole records of a table: copies and nearest neighbours. Distance of two records (Gower 1971): mean over
/// columns of
/// |x - y| / declared range for numbers, 0 or 1 for categories; a missing value is at distance 0 from a missing one
/// and at distance 1 from any other. In [0, 1].
final class Records {
    private static final int BLOCK = 4_096;

    private final double[][] values;
    private final boolean[] numeric;
    private final int rows;

    private Records(double[][] values, boolean[] numeric, int rows) {
        this.values = values;
        this.numeric = numeric;
        this.rows = rows;
    }

    /// The records of a table.
    static Records of(Table table) {
        int width = table.schema().columns().size();
        double[][] values = new double[width][];
        boolean[] numeric = new boolean[width];
        for (int j = 0; j < width; j++) {
            Column column = table.schema().columns().get(j);
            switch (column.domain()) {
                case Domain.Categorical _ ->
                    values[j] = Arrays.stream(table.codes(j)).asDoubleStream().toArray();
                case Domain.IntegerRange range -> {
                    numeric[j] = true;
                    values[j] = scaled(table.numbers(j), (double) range.min(), (double) range.max());
                }
                case Domain.RealRange range -> {
                    numeric[j] = true;
                    values[j] = scaled(table.numbers(j), range.min(), range.max());
                }
            }
        }
        return new Records(values, numeric, table.rowCount());
    }

    private static double[] scaled(double[] numbers, double min, double max) {
        double span = max > min ? max - min : 1;
        return Arrays.stream(numbers).map(v -> (v - min) / span).toArray();
    }

    /// For each record its distance to the nearest record of `others`; computed in blocks, in parallel, and given
    /// up for
    /// a pair as soon as it is farther than the best.
    ///
    /// @param others at least one record, of the same columns
    double[] nearest(Records others) {
        float[] mine = rowMajor();
        float[] theirs = others.rowMajor();
        int width = values.length;
        double[] best = new double[rows];
        IntStream.range(0, rows).parallel().forEach(i -> {
            float least = Float.POSITIVE_INFINITY;
            for (int from = 0; from < others.rows && least > 0; from += BLOCK) {
                int to = Math.min(others.rows, from + BLOCK);
                for (int o = from; o < to; o++) {
                    least = Math.min(least, distance(mine, i * width, theirs, o * width, least));
                }
            }
            best[i] = least / width;
        });
        return best;
    }

    private float distance(float[] mine, int a, float[] theirs, int b, float least) {
        float sum = 0;
        for (int j = 0; j < numeric.length && sum < least; j++) {
            float x = mine[a + j];
            float y = theirs[b + j];
            if (numeric[j]) {
                float d = Math.abs(x - y);
                sum += !Float.isNaN(d) ? d : Float.isNaN(x) && Float.isNaN(y) ? 0 : 1;
            } else {
                sum += x == y ? 0 : 1;
            }
        }
        return sum;
    }

    private float[] rowMajor() {
        int width = values.length;
        float[] out = new float[Math.multiplyExact(rows, width)];
        for (int j = 0; j < width; j++) {
            for (int i = 0; i < rows; i++) {
                out[i * width + j] = (float) values[j][i];
            }
        }
        return out;
    }

    /// The share of these records that occur among `others`, in [0, 1].
    double copied(Records others) {
        Set<Row> known = new HashSet<>();
        for (int i = 0; i < others.rows; i++) {
            known.add(others.row(i));
        }
        long copies =
                IntStream.range(0, rows).filter(i -> known.contains(row(i))).count();
        return copies / (double) Math.max(rows, 1);
    }

    /// How many different records there are.
    int distinct() {
        Set<Row> known = new HashSet<>();
        for (int i = 0; i < rows; i++) {
            known.add(row(i));
        }
        return known.size();
    }

    private Row row(int i) {
        double[] cells = new double[values.length];
        for (int j = 0; j < cells.length; j++) {
            cells[j] = values[j][i] + 0.0; // one zero, not two
        }
        return new Row(cells);
    }

    /// A record as a key.
    private static final class Row {
        private final double[] cells;

        Row(double[] cells) {
            this.cells = cells;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Row row && Arrays.equals(cells, row.cells);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(cells);
        }
    }
}
