package org.vitrail.app.ledger;

import java.util.List;
import java.util.Optional;
import org.vitrail.app.store.SealedTable;

/// A note that covers a row of another table: from then on the row is what it was, or a later note says otherwise.
///
/// @param key which row
/// @param hash of the row, see [SealedTable]
record Seal(SealedTable table, String key, String hash) {
    private static final String WORD = "sealed";

    /// The note, with what happened.
    String text(String what) {
        return WORD + " " + table.table() + " " + key + " " + hash + ": " + what;
    }

    /// What a note covers; empty: nothing.
    static Optional<Seal> of(String note) {
        List<String> words = List.of(note.split(" ", 5));
        if (words.size() < 4 || !words.getFirst().equals(WORD)) {
            return Optional.empty();
        }
        String hash = words.get(3);
        return SealedTable.of(words.get(1))
                .map(table -> new Seal(
                        table, words.get(2), hash.endsWith(":") ? hash.substring(0, hash.length() - 1) : hash));
    }
}
