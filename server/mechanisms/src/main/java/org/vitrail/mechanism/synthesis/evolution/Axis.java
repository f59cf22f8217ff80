package org.vitrail.mechanism.synthesis.evolution;

import java.util.List;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;

/// One feature column as an axis of the space, and its cells for one-way marginals.
///
/// A categorical axis has one cell for each code. A number axis has one cell for each atom, then up to [#BINS]
/// bins of
/// equal width, then one for missing values if the column is nullable.
///
/// @param column index in the table's schema
/// @param categorical whether coordinates are codes
/// @param whole whether values are whole numbers
/// @param nullable whether a missing value is a value of its own
/// @param low the smallest value
/// @param range the largest minus the smallest value; >= 0
/// @param codes how many codes a categorical axis has, the missing one included
/// @param atoms coordinates of frequent values, ascending
record Axis(
        int column,
        boolean categorical,
        boolean whole,
        boolean nullable,
        double low,
        double range,
        int codes,
        List<Float> atoms) {
    /// At most this many bins of equal width.
    static final int BINS = 32;

    Axis {
        atoms = List.copyOf(atoms);
    }

    static Axis of(Column column, int index) {
        return switch (column.domain()) {
            case Domain.Categorical domain ->
                new Axis(
                        index,
                        true,
                        true,
                        column.nullable(),
                        0,
                        0,
                        domain.values().size() + (column.nullable() ? 1 : 0),
                        List.of());
            case Domain.IntegerRange domain -> {
                double low = domain.min();
                double range = (double) domain.max() - domain.min();
                boolean wide = range >= BINS;
                List<Double> atoms =
                        wide ? domain.atoms().stream().map(Long::doubleValue).toList() : List.<Double>of();
                yield number(index, true, column.nullable(), low, range, atoms, wide);
            }
            case Domain.RealRange domain ->
                number(
                        index,
                        false,
                        column.nullable(),
                        domain.min(),
                        domain.max() - domain.min(),
                        domain.atoms(),
                        true);
        };
    }

    private static Axis number(
            int index, boolean whole, boolean nullable, double low, double range, List<Double> declared, boolean wide) {
        TreeSet<Float> atoms = new TreeSet<>();
        for (double atom : declared) {
            atoms.add(range > 0 ? (float) ((atom - low) / range) : 0f);
        }
        if (wide && range > 0) { // the bounds are where clamped and "nothing" values gather
            atoms.add(0f);
            atoms.add(1f);
        }
        return new Axis(index, false, whole, nullable, low, range, 0, List.copyOf(atoms));
    }

    /// The coordinate of a value; NaN is missing.
    float encode(double value) {
        if (Double.isNaN(value)) {
            return Points.MISSING;
        }
        return range > 0 ? (float) ((value - low) / range) : 0f;
    }

    /// The value of a coordinate, inside the declared domain.
    double decode(float at) {
        if (at == Points.MISSING) {
            return Double.NaN;
        }
        double value = low + Math.min(1, Math.max(0, at)) * range;
        return whole ? Math.rint(value) : value;
    }

    /// The nearest coordinate that is a value of the domain.
    float snap(double at) {
        if (range == 0) {
            return 0f;
        }
        double inside = Math.min(1, Math.max(0, at));
        return whole ? (float) (Math.rint(inside * range) / range) : (float) inside;
    }

    boolean isAtom(float at) {
        return atoms.contains(at);
    }

    int bins() {
        return whole ? (int) Math.min(BINS, range + 1) : (range > 0 ? BINS : 1);
    }

    /// How many cells the marginal of this axis has.
    int cells() {
        return categorical ? codes : atoms.size() + bins() + (nullable ? 1 : 0);
    }

    /// The cell of a coordinate.
    int cell(float at) {
        if (categorical) {
            return (int) at;
        }
        if (at == Points.MISSING) {
            return cells() - 1;
        }
        int atom = atoms.indexOf(at);
        if (atom >= 0) {
            return atom;
        }
        double place = whole ? Math.rint(at * range) / (range + 1) : at;
        return atoms.size() + Math.min(bins() - 1, (int) (place * bins()));
    }

    /// A uniform draw from a cell.
    float draw(int cell, RandomGenerator random) {
        if (categorical) {
            return cell;
        }
        if (nullable && cell == cells() - 1) {
            return Points.MISSING;
        }
        if (cell < atoms.size()) {
            return atoms.get(cell);
        }
        double place = (cell - atoms.size() + random.nextDouble()) / bins();
        return whole && range > 0
                ? (float) (Math.min(range, Math.floor(place * (range + 1))) / range)
                : (range > 0 ? (float) place : 0f);
    }

    /// The share of a cell before anything was measured: equal shares, a bin's for all atoms together.
    double[] flat() {
        double[] share = new double[cells()];
        for (int i = 0; i < share.length; i++) {
            share[i] = !categorical && i < atoms.size() ? 1.0 / atoms.size() : 1;
        }
        return Weights.normalised(share);
    }
}
