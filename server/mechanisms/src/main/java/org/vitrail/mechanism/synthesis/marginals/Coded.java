package org.vitrail.mechanism.synthesis.marginals;

import java.util.List;
import java.util.stream.IntStream;
import org.vitrail.mechanism.port.Table;

/// Rows as coarse codes, column by column; as private as the rows they were made from. A constant column
/// of code 0
/// follows the real ones: it stands in for the label where there is none.
final class Coded {
    private final short[][] codes;
    private final int rowCount;

    Coded(short[][] codes, int rowCount) {
        this.codes = codes;
        this.rowCount = rowCount;
    }

    /// Encodes a table.
    static Coded of(Table table, List<ColumnGrid> grids, List<Coding> codings) {
        int count = table.rowCount();
        short[][] codes = new short[grids.size() + 1][];
        codes[grids.size()] = new short[count];
        IntStream.range(0, grids.size()).parallel().forEach(j -> {
            int[] leaves = grids.get(j).leavesOf(table, j);
            short[] column = new short[count];
            for (int i = 0; i < count; i++) {
                column[i] = (short) codings.get(j).codeOf(leaves[i]);
            }
            codes[j] = column;
        });
        return new Coded(codes, count);
    }

    int rowCount() {
        return rowCount;
    }

    /// Codes `[rows]` of a column; shared, not copied.
    short[] column(int column) {
        return codes[column];
    }

    /// The same rows with another column in the place of one; the others are shared.
    Coded with(int column, short[] other) {
        short[][] all = codes.clone();
        all[column] = other;
        return new Coded(all, rowCount);
    }
}
