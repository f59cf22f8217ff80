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
    /// @param cells what is made of a group's folded aggregates in a world
    /// @param output each column of the answer
    record OnePass(String partials, int keys, List<Fold> folds, Cells cells, List<Column> output, AnswerOrder order)
            implements WorldQuery {
        public OnePass {
            folds = List.copyOf(folds);
            output = List.copyOf(output);
        }
    }

    /// How cells follow from folded aggregates `a0 …`.
    sealed interface Cells {
        /// Each is arithmetic over aggregates.
        record Formulas(List<Formula> formulas) implements Cells {
            public Formulas {
                formulas = List.copyOf(formulas);
            }
        }

        /// They are other expressions of aggregates.
        ///
        /// @param sql SELECT of cells `c0 …` from `a0 …` of a group in a world
        record Expressions(String sql) implements Cells {}
    }

    /// A number of the whole table, in terms of a half's folded aggregates. A half stands for the whole: sums and
    /// counts
    /// are doubled.
    sealed interface Formula {
        /// A number that the query names.
        record Constant(double number) implements Formula {}

        /// `left operator right`; none where a side is, and where it divides by 0.
        ///
        /// @param operator one of `+ - * /`
        record Arithmetic(char operator, Formula left, Formula right) implements Formula {}
    }

    /// One of the query's aggregates.
    sealed interface Whole extends Formula {
        /// The same as SQL over `a0 …`.
        String sql();

        /// Twice the sum of the half.
        record Doubled(int sum) implements Whole {
            @Override
            public String sql() {
                return "(2 * a" + sum + ")";
            }
        }

        /// The mean of the half; none if it counts nothing.
        record Mean(int sum, int count) implements Whole {
            @Override
            public String sql() {
                return "(a" + sum + " / nullif(a" + count + ", 0))";
            }
        }

        /// The least or largest of the half; none if it has none.
        record Extreme(int at) implements Whole {
            @Override
            public String sql() {
                return "(CASE WHEN isfinite(a" + at + ") THEN a" + at + " END)";
            }
        }
    }

    /// It is run in each world.
    ///
    /// @param sql SELECT of keys `k0 …` and cells `c0 …` over the views of the world that is set
    /// @param units SELECT of keys and mask `__m` of all rows
    /// @param keys number of keys
    record EachWorld(String sql, String units, int keys, List<Column> output, AnswerOrder order) implements WorldQuery {
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
    /// @param key index of a key, or -1 for the next cell
    /// @param table the protected table whose column a key shows as it is; empty for anything else
    /// @param source that column; empty for anything else
    record Column(String name, int key, String table, String source) {
        /// A cell.
        static Column cell(String name) {
            return new Column(name, -1, "", "");
        }
    }
}
