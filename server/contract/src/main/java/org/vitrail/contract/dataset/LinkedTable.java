package org.vitrail.contract.dataset;

import java.util.List;
import java.util.Optional;
import org.vitrail.contract.table.TableSchema;

/// The public description of a table that links to another.
///
/// @param name as a query has it in FROM
/// @param schema its columns; its unit is one value of the link's column
/// @param link which rows of which table its rows belong to
public record LinkedTable(String name, TableSchema schema, TableLink link) {
    /// The column of a table that the others link to, if some do; they all link to the same one.
    public static Optional<String> keyOf(String name, List<LinkedTable> linked) {
        return linked.stream()
                .map(LinkedTable::link)
                .filter(link -> link.isTo(name))
                .map(TableLink::key)
                .findFirst();
    }
}
