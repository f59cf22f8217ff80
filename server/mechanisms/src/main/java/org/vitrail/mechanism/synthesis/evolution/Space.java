package org.vitrail.mechanism.synthesis.evolution;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.mechanism.port.Table;

/// The public space in which rows and candidates are compared: every column but the label is an axis.
///
/// Distance (Tab-PE, 2026): sum of squared differences of numbers, each scaled to
/// its declared range, plus `lambda` for each unequal category. The label is not part of it.
final class Space {
    /// The highest code that a [#cells] entry holds.
    static final int CELLS_MAX = Short.MAX_VALUE;

    private final TableSchema schema;
    private final OptionalInt label;
    private final int labels;
    private final List<Axis> axes;
    private final float lambda;

    /// Made once for a run; see the class.
    ///
    /// @param label a categorical column that splits the rows into populations; empty: one population
    Space(TableSchema schema, OptionalInt label, float lambda) {
        this.schema = schema;
        this.label = label;
        this.lambda = lambda;
        List<Axis> found = new ArrayList<>();
        for (int j = 0; j < schema.columns().size(); j++) {
            if (label.isEmpty() || label.getAsInt() != j) {
                found.add(Axis.of(schema.columns().get(j), j));
            }
        }
        axes = List.copyOf(found);
        labels = label.isEmpty()
                ? 1
                : Axis.of(schema.columns().get(label.getAsInt()), label.getAsInt())
                        .cells();
    }

    /// The label by which a table can be split: the one asked for if it is categorical, else none.
    static OptionalInt splitting(TableSchema schema, OptionalInt label) {
        boolean splits = label.isPresent()
                && schema.columns().get(label.getAsInt()).domain() instanceof Domain.Categorical
                && schema.columns().size() > 1;
        return splits ? label : OptionalInt.empty();
    }

    Axis axis(int index) {
        return axes.get(index);
    }

    int axes() {
        return axes.size();
    }

    /// How many populations there are, at least 1.
    int labels() {
        return labels;
    }

    /// The distance between point `i` of `p` and point `j` of `q`.
    double distance(Points p, int i, Points q, int j) {
        double sum = 0;
        for (int a = 0; a < axes.size(); a++) {
            double d = p.axis(a)[i] - q.axis(a)[j];
            sum += axes.get(a).categorical() ? (d == 0 ? 0 : lambda) : Math.min(1, d * d);
        }
        return sum;
    }

    float lambda() {
        return lambda;
    }

    /// The cell of each point on each axis, `[axes][points]`; cells from [#CELLS_MAX] on count as one.
    short[][] cells(Points points) {
        short[][] cells = new short[axes.size()][points.size()];
        for (int a = 0; a < cells.length; a++) {
            float[] at = points.axis(a);
            for (int i = 0; i < at.length; i++) {
                cells[a][i] = (short) Math.min(axes.get(a).cell(at[i]), CELLS_MAX);
            }
        }
        return cells;
    }

    /// Encodes private or public rows, sorted by label, in their order within a label.
    Rows encode(Table table) {
        int n = table.rowCount();
        int[] start = new int[labels + 1];
        int[] codes = label.isPresent() ? table.codes(label.getAsInt()) : new int[n];
        for (int code : codes) {
            start[code + 1]++;
        }
        for (int c = 0; c < labels; c++) {
            start[c + 1] += start[c];
        }
        int[] order = new int[n];
        int[] next = start.clone();
        for (int i = 0; i < n; i++) {
            order[next[codes[i]]++] = i;
        }
        float[][] at = new float[axes.size()][n];
        for (int a = 0; a < at.length; a++) {
            Axis axis = axes.get(a);
            if (axis.categorical()) {
                int[] from = table.codes(axis.column());
                for (int i = 0; i < n; i++) {
                    at[a][i] = from[order[i]];
                }
            } else {
                double[] from = table.numbers(axis.column());
                for (int i = 0; i < n; i++) {
                    at[a][i] = axis.encode(from[order[i]]);
                }
            }
        }
        return new Rows(new Points(at, n), start, persons(table, order));
    }

    private static int[] persons(Table table, int[] order) {
        if (table.persons().isEmpty()) {
            return new int[0];
        }
        int[] of = table.persons().get();
        int[] sorted = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            sorted[i] = of[order[i]];
        }
        return sorted;
    }

    /// The table whose rows are the points with their labels, in `order`.
    Table decode(Labelled rows, int[] order) {
        int n = order.length;
        Points all = rows.points();
        short[] label = rows.labels();
        Object[] columns = new Object[schema.columns().size()];
        if (this.label.isPresent()) {
            int[] codes = new int[n];
            for (int i = 0; i < n; i++) {
                codes[i] = label[order[i]];
            }
            columns[this.label.getAsInt()] = codes;
        }
        for (int a = 0; a < axes.size(); a++) {
            columns[axes.get(a).column()] = column(axes.get(a), all.axis(a), order);
        }
        return Table.of(schema, n, columns);
    }

    private static Object column(Axis axis, float[] at, int[] order) {
        if (axis.categorical()) {
            int[] codes = new int[order.length];
            for (int i = 0; i < order.length; i++) {
                codes[i] = (int) at[order[i]];
            }
            return codes;
        }
        double[] numbers = new double[order.length];
        for (int i = 0; i < order.length; i++) {
            numbers[i] = axis.decode(at[order[i]]);
        }
        return numbers;
    }
}
