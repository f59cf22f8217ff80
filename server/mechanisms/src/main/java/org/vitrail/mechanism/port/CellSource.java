package org.vitrail.mechanism.port;

import java.util.List;

/// The raw cells of a private table, one row of each unit: the same rows in the same order on every visit.
public interface CellSource {
    /// Shows every cell of some columns, row by row.
    ///
    /// @param columns indices into the planned columns
    /// @param asText whether every cell that is not missing comes as text; if not, what the file or the
    ///     rule for numbers says is a number comes as one
    void visit(List<Integer> columns, boolean asText, Visitor visitor);

    /// Takes the cells.
    interface Visitor {
        /// NULL, empty or not a number by name (`nan`).
        void missing(int column);

        /// A number; may be infinite, never NaN.
        void number(int column, double number);

        /// A text that is not empty.
        void text(int column, String text);
    }
}
