package org.vitrail.mechanism.synthesis.marginals;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.vitrail.mechanism.port.Table;

/// The 1-way marginals: all histograms of all columns in one vector, and the estimate made from its noisy
/// release.
///
/// @param rows estimated number of rows (the declared one, if public); >= 1
/// @param deviation of the noise on one cell
/// @param mass `[column][leaf]`: estimated counts, >= 0, summing to `rows`
record OneWay(double rows, double deviation, List<double[]> mass) {

    /// How many histograms a row falls into: one for each stride of each column. A row adds 1 to at most
    /// one cell of
    /// each, so the vector's squared L2 sensitivity is this number times the square of the rows per unit.
    static long histograms(List<ColumnGrid> grids) {
        return grids.stream().mapToLong(grid -> grid.strides().length).sum();
    }

    /// The vector: for each column and stride the bins; the singles (atoms, missing) after the first
    /// stride's bins.
    static long[] counts(List<ColumnGrid> grids, Table table) {
        List<long[]> parts = IntStream.range(0, grids.size())
                .parallel()
                .mapToObj(j -> counts(grids.get(j), table, j))
                .toList();
        return parts.stream().flatMapToLong(java.util.Arrays::stream).toArray();
    }

    private static long[] counts(ColumnGrid grid, Table table, int index) {
        long[] leaves = new long[grid.leaves()];
        for (int leaf : grid.leavesOf(table, index)) {
            leaves[leaf]++;
        }
        long[] vector = new long[length(grid)];
        int at = 0;
        for (int stride : grid.strides()) {
            for (int bin = 0; bin < grid.bins(); bin++) {
                vector[at + bin / stride] += leaves[bin];
            }
            at += grid.binsAt(stride);
            if (at == grid.binsAt(stride)) {
                System.arraycopy(leaves, grid.bins(), vector, at, grid.singles());
                at += grid.singles();
            }
        }
        return vector;
    }

    private static int length(ColumnGrid grid) {
        return IntStream.of(grid.strides()).map(grid::binsAt).sum() + grid.singles();
    }

    /// Post-processing of the released vector.
    static OneWay estimate(List<ColumnGrid> grids, long[] released, double deviation, OptionalLong rowsPublic) {
        double weighted = 0;
        double weights = 0;
        int at = 0;
        for (ColumnGrid grid : grids) {
            int top = grid.binsAt(grid.strides()[0]) + grid.singles();
            double total = 0;
            for (int k = 0; k < top; k++) {
                total += released[at + k];
            }
            weighted += total / top;
            weights += 1.0 / top;
            at += length(grid);
        }
        double rows = rowsPublic.isPresent() ? rowsPublic.getAsLong() : weighted / weights;
        double positive = Math.max(1, rows);
        int[] offsets = new int[grids.size()];
        for (int j = 1; j < offsets.length; j++) {
            offsets[j] = offsets[j - 1] + length(grids.get(j - 1));
        }
        List<double[]> mass = IntStream.range(0, grids.size())
                .parallel()
                .mapToObj(j -> leaves(grids.get(j), released, offsets[j], deviation, positive))
                .toList();
        return new OneWay(positive, deviation, mass);
    }

    private static double[] leaves(ColumnGrid grid, long[] released, int offset, double deviation, double rows) {
        int[] strides = grid.strides();
        int bins = grid.binsAt(strides[0]);
        double[] top = new double[bins + grid.singles()];
        for (int k = 0; k < top.length; k++) {
            top[k] = released[offset + k];
        }
        Simplex.project(top, rows);
        double[] level = java.util.Arrays.copyOf(top, bins);
        int at = offset + top.length;
        for (int s = 1; s < strides.length; s++) {
            level = refine(level, strides[s - 1] / strides[s], grid.binsAt(strides[s]), released, at, deviation);
            at += grid.binsAt(strides[s]);
        }
        double[] mass = java.util.Arrays.copyOf(level, grid.leaves());
        System.arraycopy(top, bins, mass, grid.bins(), grid.singles());
        return mass;
    }

    /// Splits each parent's mass among its children: those whose noisy count stands out from an equal
    /// share keep it,
    /// the
    /// others share the rest (hard thresholding, Donoho and Johnstone 1994, universal threshold).
    private static double[] refine(
            double[] parents, int children, int bins, long[] released, int at, double deviation) {
        double threshold = deviation * (Math.sqrt(2 * Math.log(bins)) + 0.5);
        double[] mass = new double[bins];
        for (int p = 0; p < parents.length; p++) {
            int from = p * children;
            int to = Math.min(bins, from + children);
            double share = parents[p] / Math.max(1, to - from);
            double kept = 0;
            int others = 0;
            for (int k = from; k < to; k++) {
                boolean stands = parents[p] > threshold && Math.abs(released[at + k] - share) > threshold;
                mass[k] = stands ? Math.max(0, released[at + k]) : -1;
                kept += Math.max(0, mass[k]);
                others += stands ? 0 : 1;
            }
            double rest = Math.max(0, parents[p] - kept);
            double scale = kept > 0 && (others == 0 || kept > parents[p]) ? parents[p] / kept : 1;
            for (int k = from; k < to; k++) {
                mass[k] = mass[k] < 0 ? rest / others : mass[k] * scale;
            }
        }
        return mass;
    }
}
