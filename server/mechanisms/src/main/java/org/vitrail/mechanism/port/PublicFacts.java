package org.vitrail.mechanism.port;

import java.util.List;
import java.util.OptionalLong;
import org.vitrail.contract.dataset.LinkedTable;
import org.vitrail.contract.table.TableSchema;

/// All that a planner may know of a dataset.
///
/// @param schema declared or paid for
/// @param rows the number of rows, where it was declared public
/// @param linked the tables that link to it, directly or through others, parents before children
public record PublicFacts(TableSchema schema, OptionalLong rows, List<LinkedTable> linked) {
    public PublicFacts {
        linked = List.copyOf(linked);
    }

    /// Of a dataset that stands alone.
    public PublicFacts(TableSchema schema, OptionalLong rows) {
        this(schema, rows, List.of());
    }
}
