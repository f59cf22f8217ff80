package org.vitrail.engine.pac;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vitrail.privacy.pac.Nats;

/// A released table.
///
/// @param columns names
/// @param rows each as long as `columns`; an empty cell is one that some world has no value for
/// @param charged for all cells together
/// @param spent by all answers of the database
/// @param way how it was computed
public record PacSqlAnswer(List<String> columns, List<List<@Nullable Object>> rows, Nats charged, Nats spent, Way way) {
    public PacSqlAnswer {
        columns = List.copyOf(columns);
        List<List<@Nullable Object>> copy = new ArrayList<>();
        for (List<@Nullable Object> row : rows) {
            copy.add(Collections.unmodifiableList(new ArrayList<@Nullable Object>(row)));
        }
        rows = Collections.unmodifiableList(copy);
    }

    /// The last of several steps, as the answer to them all.
    PacSqlAnswer inSteps(Nats together) {
        return new PacSqlAnswer(columns, rows, together, spent, Way.IN_STEPS);
    }

    /// How an answer was computed.
    public enum Way {
        /// No protected table was read: exact and free.
        PLAIN,
        /// All worlds counted in one pass.
        ONE_PASS,
        /// The query was run in each world.
        EACH_WORLD,
        /// First the numbers that its conditions compare with were answered, then the rest.
        IN_STEPS
    }
}
