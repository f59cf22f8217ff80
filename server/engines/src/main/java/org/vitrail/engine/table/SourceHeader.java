package org.vitrail.engine.table;

import java.util.List;

/// The public header of a source: what a file says about itself apart from its rows.
///
/// @param columns in the source's order; names all different, none empty
public record SourceHeader(List<SourceColumn> columns) {
    public SourceHeader {
        columns = List.copyOf(columns);
    }

    /// One column.
    ///
    /// @param name as in the header
    /// @param type what the format declares; CSV declares nothing
    public record SourceColumn(String name, SourceType type) {}

    /// The type that a file's own metadata declares.
    public enum SourceType {
        /// A whole number.
        INTEGER,
        /// A real number.
        REAL,
        /// Text, or a value that is read as its text (dates, booleans).
        TEXT,
        /// The format declares no types.
        UNDECLARED
    }

    /// The names, in order.
    public List<String> names() {
        return columns.stream().map(SourceColumn::name).toList();
    }
}
