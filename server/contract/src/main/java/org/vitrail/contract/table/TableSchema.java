package org.vitrail.contract.table;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The public description of a private table; all of it is declared or was paid for.
///
/// @param columns the columns that may be released, in order; at least one; without the person column
/// @param unit whom the guarantee protects
public record TableSchema(List<Column> columns, PrivacyUnit unit) {
    public TableSchema {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("a schema must have at least 1 column, got 0");
        }
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException("column names must differ, got '" + column.name() + "' twice");
            }
        }
        if (unit instanceof PrivacyUnit.Person person && names.contains(person.column())) {
            throw new IllegalArgumentException(
                    "the person column '" + person.column() + "' must not be one of the released columns");
        }
    }

    /// The index of the column called `name`.
    ///
    /// @throws IllegalArgumentException naming the columns that exist
    public int indexOf(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no column '" + name + "'; the columns are "
                + columns.stream().map(Column::name).toList());
    }
}
