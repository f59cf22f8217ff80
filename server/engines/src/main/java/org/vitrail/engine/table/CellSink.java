package org.vitrail.engine.table;

/// Takes one column's cells, one call a row.
interface CellSink {
    /// A text; in CSV every cell that is not empty.
    void text(String text);

    /// A number of a column whose format declares numbers.
    void number(double number);

    void missing();

    /// Whether declared numbers come through [#number]; else as text.
    boolean wantsNumbers();
}
