package org.vitrail.app.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vitrail.app.store.Query;
import org.vitrail.app.store.SealedTable;

/// What the lines of all ledgers say about rows of other tables and about the facts of accounts, to be compared with
/// the rows. A changed row, one that nobody noted, and a noted one that is gone are told.
final class Covered {
    private final Map<String, Map<Named, Seal>> seals = new TreeMap<>(); // by ledger; of one row the newest
    private final Map<String, Map<String, LineRow.Opening>> accounts = new HashMap<>(); // by ledger and account

    private record Named(SealedTable table, String key) {}

    /// A dataset's own account.
    private record Top(String chain, boolean closed) {}

    /// Reads the next line of a ledger.
    ///
    /// @throws IllegalArgumentException or IllegalStateException if it is malformed
    void read(String chain, LineRow line) {
        switch (line.kind()) {
            case "OPENED" -> of(chain).put(line.account(), line.opening());
            case "RAISED" -> {
                double epsilon = line.raising().epsilon();
                of(chain).computeIfPresent(line.account(), (_, before) -> before.raised(epsilon));
            }
            default ->
                line.seal()
                        .ifPresent(seal -> seals.computeIfAbsent(chain, _ -> new HashMap<>())
                                .put(new Named(seal.table(), seal.key()), seal));
        }
    }

    private Map<String, LineRow.Opening> of(String chain) {
        return accounts.computeIfAbsent(chain, _ -> new HashMap<>());
    }

    /// Accounts of a ledger that show something else than its lines say.
    List<String> accounts(Connection connection, String chain) throws SQLException {
        List<String> findings = new ArrayList<>();
        Map<String, LineRow.Opening> said = of(chain);
        Query.list(
                        connection,
                        "select id, tier, name, epsilon, delta from account where chain_id = ? order by id",
                        row -> new Shown(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getDouble(4),
                                row.getDouble(5)),
                        chain)
                .forEach(shown -> {
                    LineRow.Opening opening = said.get(shown.id());
                    if (opening != null && !shown.equals(Shown.of(shown.id(), opening))) {
                        findings.add("ledger " + chain + ": account " + shown.id() + " says " + shown.words()
                                + ", its lines say "
                                + Shown.of(shown.id(), opening).words());
                    }
                });
        return findings;
    }

    private record Shown(String id, String tier, String name, double epsilon, double delta) {
        static Shown of(String id, LineRow.Opening opening) {
            return new Shown(id, opening.tier(), opening.name(), opening.epsilon(), opening.delta());
        }

        String words() {
            return tier + " '" + name + "' of epsilon " + epsilon + " and delta " + delta;
        }
    }

    /// Rows that are not what the ledgers sealed, or that are gone.
    List<String> rows(Connection connection) throws SQLException {
        List<String> findings = new ArrayList<>();
        Map<String, Top> tops = new HashMap<>();
        Query.list(
                connection,
                "select id, chain_id, closed from account where parent_id is null",
                row -> tops.put(row.getString(1), new Top(row.getString(2), row.getBoolean(3))));
        Map<Named, Optional<Top>> present = new HashMap<>();
        for (SealedTable table : SealedTable.values()) {
            for (SealedTable.Row row : table.rows(connection)) {
                Named named = new Named(table, row.key());
                Optional<Top> top = row.account().map(tops::get);
                present.put(named, top);
                boolean current = table == SealedTable.DATASET;
                if (!isSealed(named, row, top)) {
                    findings.add(ledgerOf(named, top) + words(named)
                            + " is not what was sealed: it was changed, or added by hand");
                } else if (current && top.filter(Top::closed).isPresent()) {
                    findings.add(ledgerOf(named, top) + words(named) + " points to a ledger that is closed");
                }
            }
        }
        Set<String> closed =
                tops.values().stream().filter(Top::closed).map(Top::chain).collect(Collectors.toSet());
        seals.forEach((chain, covers) -> covers.keySet().stream()
                .filter(named -> named.table() == SealedTable.DATASET
                        ? !closed.contains(chain)
                                && !present.getOrDefault(named, Optional.empty())
                                        .map(Top::chain)
                                        .equals(Optional.of(chain))
                        : !present.containsKey(named))
                .map(named -> "ledger " + chain + ": " + words(named) + " was sealed and is gone")
                .sorted()
                .forEach(findings::add));
        return findings;
    }

    /// Whose finding it is: of the ledger of its account, or else of one that sealed a row of the same dataset.
    private String ledgerOf(Named named, Optional<Top> top) {
        String first = named.key().replaceAll("/.*", "");
        return top.map(Top::chain)
                .or(() -> seals.entrySet().stream()
                        .filter(entry -> entry.getValue().keySet().stream()
                                .anyMatch(other -> other.key().startsWith(first)))
                        .map(Map.Entry::getKey)
                        .findFirst())
                .map(chain -> "ledger " + chain + ": ")
                .orElse("");
    }

    private boolean isSealed(Named named, SealedTable.Row row, Optional<Top> top) {
        return (row.account().isPresent() ? top.map(Top::chain).map(seals::get).stream() : seals.values().stream())
                .map(covers -> covers.get(named))
                .filter(Objects::nonNull)
                .anyMatch(seal -> seal.hash().equals(row.hash()));
    }

    private static String words(Named named) {
        return named.table().table() + " " + named.key();
    }
}
