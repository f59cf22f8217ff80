package org.vitrail.mechanism.schema;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.mechanism.port.CellSource;

/// Rows in memory: a `Double` is a number, a `String` a text, `MISSING` a missing cell.
final class CellLists implements CellSource {
    static final Object MISSING = new Object();

    final List<List<Object>> rows = new ArrayList<>();

    CellLists add(Object... cells) {
        rows.add(List.of(cells));
        return this;
    }

    CellLists without(int row) {
        CellLists fewer = new CellLists();
        fewer.rows.addAll(rows);
        fewer.rows.remove(row);
        return fewer;
    }

    @Override
    public void visit(List<Integer> columns, boolean asText, Visitor visitor) {
        for (List<Object> row : rows) {
            for (int column : columns) {
                Object cell = row.get(column);
                if (cell == MISSING) {
                    visitor.missing(column);
                } else if (cell instanceof Double number && !asText) {
                    visitor.number(column, number);
                } else {
                    visitor.text(column, cell.toString());
                }
            }
        }
    }
}
