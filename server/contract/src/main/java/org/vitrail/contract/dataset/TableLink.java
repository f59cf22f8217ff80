package org.vitrail.contract.dataset;

import java.util.Locale;

/// How each row of a table belongs to rows of another: `column` holds what is in the parent's `key`. Values are
/// compared as the text that their files hold.
///
/// @param column of the table itself; its privacy unit's column
/// @param parent registered name of the other table
/// @param key column of the parent; not one of its released columns
public record TableLink(String column, String parent, String key) {
    /// Most tables that hang together, the one at the root among them.
    public static final int TABLES_MAX = 16;

    public TableLink {
        if (column.isBlank() || parent.isBlank() || key.isBlank()) {
            throw new IllegalArgumentException("a link must be COLUMN=TABLE.KEY with three names, got '" + column + "="
                    + parent + "." + key + "'");
        }
    }

    /// Reads `COLUMN=TABLE.KEY`; the table's name ends at the first dot.
    ///
    /// @throws IllegalArgumentException if it reads otherwise
    public static TableLink read(String text) {
        int equals = text.indexOf('=');
        int dot = text.indexOf('.', equals + 1);
        if (equals < 0 || dot < 0) {
            throw new IllegalArgumentException(
                    "a link must be COLUMN=TABLE.KEY, as o_custkey=customer.c_custkey, got '" + text + "'");
        }
        return new TableLink(
                text.substring(0, equals).strip(),
                text.substring(equals + 1, dot).strip(),
                text.substring(dot + 1).strip());
    }

    /// Whether it links to the table of that name.
    public boolean isTo(String table) {
        return parent.toLowerCase(Locale.ROOT).equals(table.toLowerCase(Locale.ROOT));
    }

    /// `column is parent.key`.
    public String describe() {
        return column + " is " + parent + "." + key;
    }
}
