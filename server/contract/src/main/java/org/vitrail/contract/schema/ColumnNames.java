package org.vitrail.contract.schema;

/// Tells names from values where a CSV file may lack its header line.
public final class ColumnNames {
    private ColumnNames() {}

    /// Whether a field of a first line is rather a cell than a column's name: a number, a date, a time, or nothing.
    /// Words tell nothing: a first row of words alone passes.
    public static boolean looksLikeValue(String field) {
        String text = field.strip();
        return text.isEmpty()
                || text.matches("[+-]?[\\d.,]*\\d[\\d.,]*([eE][+-]?\\d+)?[.%]?")
                || text.matches("\\d{1,4}([-/.])\\d{1,2}\\1\\d{1,4}([T ].*)?")
                || text.matches("\\d{1,2}:\\d{2}(:\\d{2})?([.,]\\d+)?");
    }
}
