package org.vitrail.contract.dataset;

import java.util.List;
import java.util.Optional;
import org.vitrail.contract.Account;
import org.vitrail.contract.table.TableSchema;

/// The public facts of a registered dataset.
///
/// @param snapshot SHA-256 of its bytes, salted per server so that it confirms nothing to an outsider
/// @param rowsPublic the number of rows where declared public
/// @param schemaNotes how an inferred schema was paid for and what was left out, one line each; empty: all
///     declared
public record DatasetView(
        String name,
        String owner,
        String snapshot,
        TableSchema schema,
        Optional<Long> rowsPublic,
        Account account,
        String registeredAt,
        List<String> schemaNotes) {
    public DatasetView {
        schemaNotes = schemaNotes == null ? List.of() : List.copyOf(schemaNotes);
    }
}
