package org.vitrail.mechanism.schema;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vitrail.mechanism.port.CellSource;

/// Exact counts over raw cells, to be measured. A unit is one row, so it adds 1 to at most one count of
/// each column.
final class Tally {
    /// Longer texts are no category: a rule for each cell alone.
    static final int TEXT_LENGTH_MAX = 200;

    /// Counts of one column in [#classes].
    static final int CLASSES = 4;

    static final int MISSING = 0;
    static final int TEXT = 1;
    static final int WHOLE = 2;
    static final int FRACTION = 3;

    private Tally() {}

    /// `[columns · 4]`: missing, text, whole and fractional cells of each column. Squared sensitivity: the
    /// number of columns.
    static long[] classes(CellSource rows, List<Integer> columns) {
        long[] counts = new long[CLASSES * columns.size()];
        int[] places = places(columns);
        rows.visit(columns, false, new CellSource.Visitor() {
            @Override
            public void missing(int column) {
                counts[CLASSES * places[column] + MISSING]++;
            }

            @Override
            public void number(int column, double number) {
                boolean whole = Math.rint(number) == number && Double.isFinite(number);
                counts[CLASSES * places[column] + (whole ? WHOLE : FRACTION)]++;
            }

            @Override
            public void text(int column, String text) {
                counts[CLASSES * places[column] + TEXT]++;
            }
        });
        return counts;
    }

    /// The numbers of each column in the cells of its grid, one grid after the other. Squared sensitivity:
    /// the number of columns.
    static long[] grids(CellSource rows, List<Integer> columns, List<? extends Grid> grids) {
        int[] starts = new int[columns.size() + 1];
        for (int i = 0; i < columns.size(); i++) {
            starts[i + 1] = starts[i] + grids.get(i).size();
        }
        long[] counts = new long[starts[columns.size()]];
        int[] places = places(columns);
        rows.visit(columns, false, new CellSource.Visitor() {
            @Override
            public void missing(int column) {
                // not in the grid
            }

            @Override
            public void number(int column, double number) {
                int cell = grids.get(places[column]).cell(number);
                if (cell >= 0) {
                    counts[starts[places[column]] + cell]++;
                }
            }

            @Override
            public void text(int column, String text) {
                // not in the grid
            }
        });
        return counts;
    }

    /// How often each text of one column occurs. One unit adds 1 to at most one of them.
    static Map<String, Long> values(CellSource rows, int column) {
        Map<String, Long> counts = new HashMap<>();
        rows.visit(List.of(column), true, new CellSource.Visitor() {
            @Override
            public void missing(int at) {
                // has no text
            }

            @Override
            public void number(int at, double number) {
                throw new IllegalStateException("asked for as text");
            }

            @Override
            public void text(int at, String text) {
                if (text.length() <= TEXT_LENGTH_MAX) {
                    counts.merge(text, 1L, Long::sum);
                }
            }
        });
        return counts;
    }

    private static int[] places(List<Integer> columns) {
        int[] places =
                new int[columns.stream().mapToInt(Integer::intValue).max().orElse(-1) + 1];
        for (int i = 0; i < columns.size(); i++) {
            places[columns.get(i)] = i;
        }
        return places;
    }
}
