package org.vitrail.engine.pac;

import java.util.List;

/// How a query is answered.
sealed interface WorldQuery {
    /// It reads no protected table: answered as it is, for nothing.
    record Plain(String sql) implements WorldQuery {}

    /// Its aggregates are added up for each group and unit in one pass, then counted into worlds.
    ///
    /// @param partials SELECT of keys `k0 …`, mask `__m` and partial aggregates `a0 …`
    /// @param keys number of keys
    /// @param folds how partials of several units become one
    /// @param output each column of the answer
    record OnePass(String partials, int keys, List<Fold> folds, List<Column> output, String order)
            implements WorldQuery {
        public OnePass {
            folds = List.copyOf(folds);
            output = List.copyOf(output);
        }
    }

    /// It is run in each world.
    ///
    /// @param sql over the views of the world that is set; first the keys, then the cells
    /// @param units SELECT of keys and the number of units, over all rows
    /// @param keys number of keys
    record EachWorld(String sql, String units, int keys, List<Column> output, String order) implements WorldQuery {
        public EachWorld {
            output = List.copyOf(output);
        }
    }

    /// How a partial aggregate of units becomes the group's.
    enum Fold {
        /// Added.
        SUM,
        /// The least.
        LEAST,
        /// The largest.
        LARGEST
    }

    /// A column of the answer.
    ///
    /// @param name shown
    /// @param key index of a key, or -1
    /// @param cell what is computed from `a0 …` in each world, or the name of the world's column; empty for a key
    record Column(String name, int key, String cell) {}
}
