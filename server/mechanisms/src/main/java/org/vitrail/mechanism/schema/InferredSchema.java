package org.vitrail.mechanism.schema;

import java.util.List;
import org.vitrail.contract.table.Column;

/// What an inference releases.
///
/// @param columns in the planned order; those for which nothing could be released are left out
/// @param notes one line each: which columns were left out and why; released too
public record InferredSchema(List<Column> columns, List<String> notes) {
    public InferredSchema {
        columns = List.copyOf(columns);
        notes = List.copyOf(notes);
    }
}
