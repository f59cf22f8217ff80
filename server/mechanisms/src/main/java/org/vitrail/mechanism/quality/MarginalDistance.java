package org.vitrail.mechanism.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitrail.mechanism.port.Table;

/// Total variation distance between the marginals of two tables, in the "20 bins" definition (Tab-PE 2026,
/// reference
/// section 10.3): half the sum of absolute differences of the normalised counts, over all subsets of `k` columns
/// (label
/// included), plain mean. 0: equal; 1: nothing in common.
public final class MarginalDistance {
    /// Above this many cells counts are kept sorted instead of in an array.
    private static final long DENSE_CELLS_MAX = 1L << 22;

    private final Cells cells;
    private final int[][] reference;
    private final int[][] compared;

    private MarginalDistance(Cells cells, int[][] reference, int[][] compared) {
        this.cells = cells;
        this.reference = reference;
        this.compared = compared;
    }

    /// Prepares the comparison; the cells come from `reference`, so the result is as private as it is.
    ///
    /// @param reference at least one row
    /// @param compared at least one row, of the same schema
    public static MarginalDistance between(Table reference, Table compared) {
        if (reference.rowCount() < 1 || compared.rowCount() < 1) {
            throw new IllegalArgumentException("both tables must have at least 1 row, got an empty one");
        }
        if (!reference.schema().columns().equals(compared.schema().columns())) {
            throw new IllegalArgumentException("both tables must have the same columns, got different ones");
        }
        Cells cells = Cells.of(reference);
        return new MarginalDistance(cells, cells.encode(reference), cells.encode(compared));
    }

    /// Mean over all subsets of `ways` columns; NaN if the table has fewer columns.
    ///
    /// @param ways 1, 2, 3, ...
    public double mean(int ways) {
        List<int[]> subsets = new ArrayList<>();
        subsets(new int[0], ways, subsets);
        double[] distances = subsets.parallelStream().mapToDouble(this::of).toArray(); // summed in a fixed order below
        return Arrays.stream(distances).average().orElse(Double.NaN);
    }

    /// The distance of one marginal, in [0, 1].
    ///
    /// @param columns their indices, all different
    public double of(int... columns) {
        long size = 1;
        for (int column : columns) {
            size = Math.multiplyExact(size, cells.count(column));
        }
        if (size > DENSE_CELLS_MAX) {
            return sorted(keys(reference, columns), keys(compared, columns));
        }
        double[] p = dense(keys(reference, columns), (int) size);
        double[] q = dense(keys(compared, columns), (int) size);
        double sum = 0;
        for (int c = 0; c < size; c++) {
            sum += Math.abs(p[c] - q[c]);
        }
        return Math.min(1, sum / 2 + nothingLeft(q));
    }

    /// If no compared row is inside the cells the normalised counts do not exist: the distance is 1.
    private static double nothingLeft(double[] q) {
        return Arrays.stream(q).sum() == 0 ? 0.5 : 0;
    }

    private void subsets(int[] chosen, int ways, List<int[]> out) {
        if (chosen.length == ways) {
            out.add(chosen);
            return;
        }
        int from = chosen.length == 0 ? 0 : chosen[chosen.length - 1] + 1;
        for (int j = from; j < reference.length; j++) {
            int[] longer = Arrays.copyOf(chosen, chosen.length + 1);
            longer[chosen.length] = j;
            subsets(longer, ways, out);
        }
    }

    /// Each row's cell in the joint marginal; rows with a value outside are left out.
    private long[] keys(int[][] codes, int[] columns) {
        int rows = codes[0].length;
        long[] keys = new long[rows];
        int kept = 0;
        for (int i = 0; i < rows; i++) {
            long key = 0;
            for (int column : columns) {
                int code = codes[column][i];
                key = code == Cells.OUTSIDE || key < 0 ? -1 : key * cells.count(column) + code;
            }
            if (key >= 0) {
                keys[kept++] = key;
            }
        }
        return Arrays.copyOf(keys, kept);
    }

    private static double[] dense(long[] keys, int size) {
        double[] counts = new double[size];
        for (long key : keys) {
            counts[(int) key]++;
        }
        for (int c = 0; c < size; c++) {
            counts[c] /= Math.max(keys.length, 1);
        }
        return counts;
    }

    private static double sorted(long[] p, long[] q) {
        if (p.length == 0 || q.length == 0) {
            return 1;
        }
        Arrays.sort(p);
        Arrays.sort(q);
        double sum = 0;
        int i = 0;
        int j = 0;
        while (i < p.length || j < q.length) {
            long key = j >= q.length || (i < p.length && p[i] <= q[j]) ? p[i] : q[j];
            int inP = i;
            int inQ = j;
            while (i < p.length && p[i] == key) {
                i++;
            }
            while (j < q.length && q[j] == key) {
                j++;
            }
            sum += Math.abs((i - inP) / (double) p.length - (j - inQ) / (double) q.length);
        }
        return sum / 2;
    }
}
