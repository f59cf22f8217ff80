package org.vitrail.mechanism.synthesis.marginals;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.mechanism.port.Table;

/// The finest cells (leaves) of one column, from its public domain alone: a leaf for each category; for
/// numbers up to
/// 2^17 equal-width bins, plus a leaf for each single value that may hold a spike, plus one for missing values.
///
/// Leaves are `[bins][atoms][missing]`. Bins are also grouped by the strides of [#strides()]: one
/// histogram for each.
final class ColumnGrid {
    private static final int BINS_MAX = 1 << 17;
    /// Bins of the next finer level inside one bin of this level: 64 or less.
    private static final int[] STRIDES = {2048, 64, 1};

    private static final int ONE_LEVEL = 128;

    private final Column column;
    private final boolean numeric;
    private final boolean whole;
    private final double low;
    private final double high;
    private final double width;
    private final int bins;
    private final double[] atoms;

    private ColumnGrid(Column column, boolean whole, double low, double high, double width, int bins, double[] atoms) {
        this.column = column;
        this.numeric = !(column.domain() instanceof Domain.Categorical);
        this.whole = whole;
        this.low = low;
        this.high = high;
        this.width = width;
        this.bins = bins;
        this.atoms = atoms;
    }

    static ColumnGrid of(Column column) {
        return switch (column.domain()) {
            case Domain.Categorical categorical ->
                new ColumnGrid(column, true, 0, 0, 1, categorical.values().size(), new double[0]);
            case Domain.IntegerRange range -> ofWhole(column, range);
            case Domain.RealRange range -> ofReal(column, range);
        };
    }

    private static ColumnGrid ofWhole(Column column, Domain.IntegerRange range) {
        double min = (double) range.min();
        double max = (double) range.max();
        double values = max - min + 1;
        double width = Math.ceil(values / BINS_MAX);
        int bins = (int) Math.ceil(values / width);
        double[] declared =
                range.atoms().stream().mapToDouble(Long::doubleValue).toArray();
        double[] atoms = width > 1 ? atoms(min, max, declared) : new double[0];
        return new ColumnGrid(column, true, min, max, width, bins, atoms);
    }

    private static ColumnGrid ofReal(Column column, Domain.RealRange range) {
        double[] declared =
                range.atoms().stream().mapToDouble(Double::doubleValue).toArray();
        boolean single = range.min() == range.max();
        double width = single ? 1 : range.max() / BINS_MAX - range.min() / BINS_MAX;
        double[] atoms = single ? new double[0] : atoms(range.min(), range.max(), declared);
        return new ColumnGrid(column, false, range.min(), range.max(), width, single ? 1 : BINS_MAX, atoms);
    }

    /// The bounds (where clamped values gather), zero and the declared values, ascending.
    private static double[] atoms(double min, double max, double[] declared) {
        double[] all = Arrays.copyOf(declared, declared.length + 3);
        all[declared.length] = min;
        all[declared.length + 1] = max;
        all[declared.length + 2] = min <= 0 && max >= 0 ? 0.0 : min;
        return Arrays.stream(all).map(a -> a + 0.0).sorted().distinct().toArray(); // -0.0 becomes 0.0
    }

    boolean numeric() {
        return numeric;
    }

    int bins() {
        return bins;
    }

    /// How many leaves.
    int leaves() {
        return bins + atoms.length + (column.nullable() ? 1 : 0);
    }

    /// Leaves that are not bins: atoms and missing.
    int singles() {
        return leaves() - bins;
    }

    /// Whether the leaf stands for missing values.
    boolean isMissing(int leaf) {
        return leaf == bins + atoms.length;
    }

    /// Bin widths of the histograms to measure, in leaves, coarse to fine; the last is 1.
    int[] strides() {
        if (!numeric || bins <= ONE_LEVEL) {
            return new int[] {1};
        }
        return IntStream.of(STRIDES)
                .filter(stride -> stride == 1 || bins / stride >= 16)
                .toArray();
    }

    /// Bins of the histogram with this stride.
    int binsAt(int stride) {
        return (bins + stride - 1) / stride;
    }

    /// How many values share a leaf: above 1 only for wide ranges; real bins count as many.
    boolean exact(int leaf) {
        return !numeric || leaf >= bins || (whole && width == 1) || low == high;
    }

    /// Each row's leaf `[rows]`.
    int[] leavesOf(Table table, int index) {
        if (!numeric) {
            return table.codes(index);
        }
        double[] numbers = table.numbers(index);
        int[] leaves = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            leaves[i] = leafOf(numbers[i]);
        }
        return leaves;
    }

    int leafOf(double value) {
        if (Double.isNaN(value)) {
            return bins + atoms.length;
        }
        int atom = Arrays.binarySearch(atoms, value + 0.0);
        if (atom >= 0) {
            return bins + atom;
        }
        return Math.clamp((long) Math.floor((value - low) / width), 0, bins - 1);
    }

    /// The leaves in the order of their values: a bin comes before the atoms that lie in it; missing last.
    int[] ordered() {
        int[] order = new int[leaves()];
        int at = 0;
        int atom = 0;
        for (int bin = 0; bin < bins; bin++) {
            order[at++] = bin;
            while (atom < atoms.length && (bin == bins - 1 || Math.floor((atoms[atom] - low) / width) <= bin)) {
                order[at++] = bins + atom++;
            }
        }
        if (column.nullable()) {
            order[at] = bins + atoms.length;
        }
        return order;
    }

    /// A number from the leaf, for numeric columns.
    ///
    /// @param position where inside the leaf, in [0, 1)
    double number(int leaf, double position) {
        if (isMissing(leaf)) {
            return Double.NaN;
        }
        if (leaf >= bins) {
            return atoms[leaf - bins];
        }
        double from = low + leaf * width;
        if (whole) {
            double values = Math.min(width, high - from + 1);
            return Math.min(high, from + Math.floor(position * values));
        }
        return Math.clamp(from + position * width, low, high);
    }

    /// Values of one column for the given leaves, as a [Table] wants them.
    Object values(int[] leaves, RandomGenerator random) {
        if (!numeric) {
            return leaves;
        }
        double[] numbers = new double[leaves.length];
        for (int i = 0; i < leaves.length; i++) {
            numbers[i] = number(leaves[i], random.nextDouble());
        }
        return numbers;
    }

    static List<ColumnGrid> of(List<Column> columns) {
        return columns.stream().map(ColumnGrid::of).toList();
    }
}
