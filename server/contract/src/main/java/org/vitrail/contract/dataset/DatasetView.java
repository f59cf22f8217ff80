package org.vitrail.contract.dataset;

import java.util.List;
import java.util.Optional;
import org.vitrail.contract.Account;
import org.vitrail.contract.pac.PacAccount;
import org.vitrail.contract.pac.PacOverTime;
import org.vitrail.contract.table.TableSchema;

/// The public facts of a registered dataset.
///
/// @param snapshot SHA-256 of its bytes, salted per server so that it confirms nothing to an outsider
/// @param rowsPublic the number of rows where declared public
/// @param schemaNotes how an inferred schema was paid for and what was left out, one line each; empty:
///     all declared
/// @param epsilonOverTime upper bound of ε at the account's δ of everything ever spent on this dataset,
///     the rows before each renewal included, for a person who is in all of them; empty: never renewed
/// @param pac the account of PAC privacy, never added to the other; empty: the owner allows none
/// @param pacOverTime the same total of PAC privacy; empty: never renewed, or never allowed
/// @param link which rows of another dataset its rows belong to; empty: they stand alone
public record DatasetView(
        String name,
        String owner,
        String snapshot,
        TableSchema schema,
        Optional<Long> rowsPublic,
        Account account,
        String registeredAt,
        List<String> schemaNotes,
        Optional<Double> epsilonOverTime,
        Optional<PacAccount> pac,
        Optional<PacOverTime> pacOverTime,
        Optional<TableLink> link) {
    public DatasetView {
        link = link == null ? Optional.empty() : link;
        pacOverTime = pacOverTime == null ? Optional.empty() : pacOverTime;
        pac = pac == null ? Optional.empty() : pac;
        epsilonOverTime = epsilonOverTime == null ? Optional.empty() : epsilonOverTime;
        schemaNotes = schemaNotes == null ? List.of() : List.copyOf(schemaNotes);
    }
}
