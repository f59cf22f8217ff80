package org.vitrail.mechanism.quality;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.contract.table.Domain;
import org.vitrail.mechanism.port.Table;

/// The "20 bins" discretisation: what two tables are compared in. Numbers: 20 equally spaced edges from the
/// reference
/// table's smallest to its largest value, so 19 intervals, closed below, the last one closed above too.
/// Categories: the
/// reference table's own. A missing value is a cell of its own where the reference has one. A value of the compared
/// table in none of the reference's cells is [#OUTSIDE] and drops out of the counts (Tab-PE 2026).
final class Cells {
    /// The code of a value that the reference table's cells do not hold.
    static final int OUTSIDE = -1;

    /// 20 edges.
    static final int INTERVALS = 19;

    private final List<Axis> axes;

    private Cells(List<Axis> axes) {
        this.axes = axes;
    }

    /// The cells of `reference`, one axis for each column.
    static Cells of(Table reference) {
        List<Axis> axes = new ArrayList<>();
        for (int j = 0; j < reference.schema().columns().size(); j++) {
            axes.add(
                    switch (reference.schema().columns().get(j).domain()) {
                        case Domain.Categorical categorical ->
                            Axis.categories(
                                    reference.codes(j), categorical.values().size());
                        case Domain.IntegerRange _, Domain.RealRange _ -> Axis.numbers(reference.numbers(j));
                    });
        }
        return new Cells(axes);
    }

    /// How many cells column `column` has; >= 1.
    int count(int column) {
        return axes.get(column).cells;
    }

    /// Codes `[columns][rows]` of a table of the same columns: in [0, count) or [#OUTSIDE].
    int[][] encode(Table table) {
        int[][] codes = new int[axes.size()][];
        for (int j = 0; j < codes.length; j++) {
            Axis axis = axes.get(j);
            codes[j] = switch (table.schema().columns().get(j).domain()) {
                case Domain.Categorical _ -> axis.encode(table.codes(j));
                case Domain.IntegerRange _, Domain.RealRange _ -> axis.encode(table.numbers(j));
            };
        }
        return codes;
    }

    /// One column's cells: `cellOf` for categories (empty for numbers), else equal intervals of [low, high] and,
    /// last,
    /// the missing cell.
    private static final class Axis {
        private final int cells;
        private final int[] cellOf;
        private final double low;
        private final double high;
        private final boolean missing;

        private Axis(int cells, int[] cellOf, double low, double high, boolean missing) {
            this.cells = cells;
            this.cellOf = cellOf;
            this.low = low;
            this.high = high;
            this.missing = missing;
        }

        static Axis categories(int[] codes, int values) {
            boolean[] seen = new boolean[values + 1];
            for (int code : codes) {
                seen[code] = true;
            }
            int[] cellOf = new int[values + 1];
            int cells = 0;
            for (int v = 0; v <= values; v++) {
                cellOf[v] = seen[v] ? cells++ : OUTSIDE;
            }
            return new Axis(Math.max(cells, 1), cellOf, 0, 0, false);
        }

        static Axis numbers(double[] numbers) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            boolean missing = false;
            for (double number : numbers) {
                if (Double.isNaN(number)) {
                    missing = true;
                } else {
                    low = Math.min(low, number);
                    high = Math.max(high, number);
                }
            }
            int intervals = low > high ? 0 : low == high ? 1 : INTERVALS;
            return new Axis(Math.max(intervals + (missing ? 1 : 0), 1), new int[0], low, high, missing);
        }

        int[] encode(int[] codes) {
            int[] out = new int[codes.length];
            for (int i = 0; i < codes.length; i++) {
                out[i] = cellOf[codes[i]];
            }
            return out;
        }

        int[] encode(double[] numbers) {
            int[] out = new int[numbers.length];
            for (int i = 0; i < numbers.length; i++) {
                out[i] = cell(numbers[i]);
            }
            return out;
        }

        private int cell(double number) {
            if (Double.isNaN(number)) {
                return missing ? cells - 1 : OUTSIDE;
            }
            if (number < low || number > high) {
                return OUTSIDE;
            }
            return low == high ? 0 : (int) Math.min(INTERVALS - 1, (number - low) / (high - low) * INTERVALS);
        }
    }
}
