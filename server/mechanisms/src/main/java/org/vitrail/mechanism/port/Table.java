package org.vitrail.mechanism.port;

import java.util.Arrays;
import java.util.Optional;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.TableSchema;

/// Rows in columns, encoded by a schema; every value is inside its declared domain. Arrays are shared, not copied:
/// treat them as read-only.
///
/// A categorical column is `int[rows]`: the index in the domain's values, or `values.size()` for a missing value
/// of a
/// nullable column. A number column is `double[rows]`: within the bounds (whole for an integer range), NaN for
/// missing.
public final class Table {
    private final TableSchema schema;
    private final int rowCount;
    private final Object[] columns;
    private final Optional<int[]> persons;

    private Table(TableSchema schema, int rowCount, Object[] columns, Optional<int[]> persons) {
        this.schema = schema;
        this.rowCount = rowCount;
        this.columns = columns;
        this.persons = persons;
    }

    /// A table without persons: each row is its own unit.
    ///
    /// @param columns in the schema's order, `int[rows]` or `double[rows]` each
    public static Table of(TableSchema schema, int rowCount, Object... columns) {
        return checked(schema, rowCount, columns, Optional.empty());
    }

    /// A table whose rows belong to persons.
    ///
    /// @param persons `[rows]`, the row's person as a dense index from 0
    public static Table ofPersons(TableSchema schema, int rowCount, int[] persons, Object... columns) {
        return checked(schema, rowCount, columns, Optional.of(persons));
    }

    private static Table checked(TableSchema schema, int rowCount, Object[] columns, Optional<int[]> persons) {
        if (columns.length != schema.columns().size()) {
            throw new IllegalArgumentException(
                    "expected " + schema.columns().size() + " columns, got " + columns.length);
        }
        for (int j = 0; j < columns.length; j++) {
            Column column = schema.columns().get(j);
            boolean fits = switch (column.domain()) {
                case Domain.Categorical _ -> columns[j] instanceof int[] codes && codes.length == rowCount;
                case Domain.IntegerRange _, Domain.RealRange _ ->
                    columns[j] instanceof double[] numbers && numbers.length == rowCount;
            };
            if (!fits) {
                throw new IllegalArgumentException("column '" + column.name() + "' has the wrong type or length");
            }
        }
        return new Table(schema, rowCount, columns.clone(), persons);
    }

    /// The public description.
    public TableSchema schema() {
        return schema;
    }

    /// How many rows; private if the rows are.
    public int rowCount() {
        return rowCount;
    }

    /// Codes `[rows]` of a categorical column.
    public int[] codes(int column) {
        return (int[]) columns[column];
    }

    /// Numbers `[rows]` of an integer or real column.
    public double[] numbers(int column) {
        return (double[]) columns[column];
    }

    /// Each row's person `[rows]`, a dense index from 0; empty where a row is the unit.
    public Optional<int[]> persons() {
        return persons;
    }

    /// The rows at `indices`, in that order.
    public Table rows(int[] indices) {
        Object[] picked = new Object[columns.length];
        for (int j = 0; j < columns.length; j++) {
            picked[j] = switch (columns[j]) {
                case int[] codes -> Arrays.stream(indices).map(i -> codes[i]).toArray();
                case double[] numbers ->
                    Arrays.stream(indices).mapToDouble(i -> numbers[i]).toArray();
                default -> throw new IllegalStateException("columns are int[] or double[]");
            };
        }
        Optional<int[]> pickedPersons =
                persons.map(p -> Arrays.stream(indices).map(i -> p[i]).toArray());
        return new Table(schema, indices.length, picked, pickedPersons);
    }
}
