package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.vitrail.privacy.pac.Nats;

/// How a query is answered.
sealed interface WorldQuery {
    /// It reads no protected table: answered as it is, for nothing.
    record Plain(String sql) implements WorldQuery {}

    /// Its aggregates are put together for each group in each world.
    ///
    /// @param partials SELECT of keys `k0 …`, mask `__m` and partial aggregates `a0 …` of units, over all rows
    /// @param wholes SELECT of keys and aggregates `b0 …` over the views of the world that is set: what does not
    ///     follow from parts
    /// @param keys number of keys
    /// @param texts for each key the texts that its numbers stand for, none if it is what it is
    /// @param parts how partials of several units become one, and what one unit may bring
    /// @param others number of aggregates in `wholes`; they come behind the parts
    /// @param ordered quantiles: behind all these, each with how far one unit moves it
    /// @param rows most of one unit, >= 1
    /// @param cells what is made of a group's aggregates in a world
    /// @param output each column of the answer
    record Private(
            String partials,
            Optional<String> wholes,
            int keys,
            List<List<String>> texts,
            List<Part> parts,
            int others,
            List<Ordered> ordered,
            double rows,
            List<Formula> cells,
            List<Column> output,
            AnswerOrder order)
            implements WorldQuery {
        public Private {
            texts = List.copyOf(texts);
            parts = List.copyOf(parts);
            ordered = List.copyOf(ordered);
            cells = List.copyOf(cells);
            output = List.copyOf(output);
        }

        /// How many aggregates of a world cells are made of.
        int aggregates() {
            return parts.size() + others + 2 * ordered.size();
        }

        /// Names of the columns that the cells are, in their order.
        List<String> names() {
            return output.stream()
                    .filter(column -> column.key() < 0)
                    .map(Column::name)
                    .toList();
        }

        /// Names of columns of the answer that are divided by what is 0 whatever the rows are.
        List<String> dividedByZero() {
            List<String> all = names();
            double[] none = new double[aggregates()];
            return IntStream.range(0, cells.size())
                    .filter(i -> Double.isNaN(cells.get(i).of(none, 1).value()))
                    .mapToObj(all::get)
                    .toList();
        }

        /// Whether one pass stands for all worlds.
        boolean once() {
            return wholes.isEmpty();
        }
    }

    /// Its conditions compare with numbers of other people's rows, which are answered first.
    ///
    /// @param numbers the questions, each of one number
    /// @param said the query
    /// @param shape the rest, with 0 for each number
    record Staged(List<Private> numbers, ObjectNode said, Private shape) implements WorldQuery {
        public Staged {
            numbers = List.copyOf(numbers);
        }

        /// How many answers it takes.
        int steps() {
            return numbers.size() + 1;
        }

        /// What each number is answered for.
        Nats each(Nats charge) {
            return new Nats(charge.femto() / steps());
        }

        /// What the rest is answered for.
        Nats rest(Nats charge) {
            return charge.minus(each(charge).times(numbers.size()));
        }
    }

    /// A quantile.
    ///
    /// @param values SELECT of keys `k0 …`, mask `__m` and values `v`, over all rows
    /// @param fraction in [0, 1]
    /// @param range of the values; what lies beyond is cut
    /// @param rows most of one unit, >= 1
    record Ordered(String values, double fraction, Range range, double rows) {}

    /// A partial aggregate.
    ///
    /// @param range of one unit's; what lies beyond is cut
    record Part(Fold fold, Range range) {}

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
