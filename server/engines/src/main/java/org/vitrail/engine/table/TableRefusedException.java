package org.vitrail.engine.table;

/// The rows, the file or the source broke a public rule. One line: the column, the rule, what to do; never a
/// value, a count or a row number. It has no cause: causes may hold rows.
public final class TableRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public TableRefusedException(String line) {
        super(line);
    }
}
