package org.vitrail.contract.dataset;

import java.util.Optional;
import org.vitrail.contract.Account;
import org.vitrail.contract.table.TableSchema;

/// The public facts of a registered dataset.
///
/// @param snapshot SHA-256 of its bytes, salted per server so that it confirms nothing to an outsider
/// @param rowsPublic the number of rows where declared public
public record DatasetView(
        String name,
        String owner,
        String snapshot,
        TableSchema schema,
        Optional<Long> rowsPublic,
        Account account,
        String registeredAt) {}
