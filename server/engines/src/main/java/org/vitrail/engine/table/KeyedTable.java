package org.vitrail.engine.table;

import org.vitrail.mechanism.port.Table;

/// Encoded rows with what links them to rows of other tables, as codes that all tables read at once share.
public final class KeyedTable {
    private final Table rows;
    private final int[] units;
    private final int[] keys;

    /// @param units `[rows]`: code of the unit's column
    /// @param keys `[rows]`: code of the column that others link to, or -1 where it is missing; `[0]` if none does
    KeyedTable(Table rows, int[] units, int[] keys) {
        this.rows = rows;
        this.units = units;
        this.keys = keys;
    }

    /// The rows.
    public Table rows() {
        return rows;
    }

    /// The code of a row's unit: of what it links to, or of whom it is about.
    public int unit(int row) {
        return units[row];
    }

    /// The code of what other tables' rows link to, or -1 where it is missing.
    public int key(int row) {
        return keys[row];
    }
}
