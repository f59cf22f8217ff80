package org.vitrail.privacy.ledger;

import java.util.SortedMap;
import java.util.TreeMap;

/// A ledger under test.
interface Subject {
    /// Takes a move, or refuses it and stays as it was.
    boolean take(Move move);

    /// What each account holds, in units: cap, kept, reserved, spent, and whether it is closed.
    SortedMap<String, String> balances();

    /// How many units one is in a measure.
    static long perOne(String measure) {
        return measure.equals("sums.delta") ? 1_000_000_000_000_000_000L : 1_000_000_000_000L;
    }

    /// One account's text.
    static String text(
            SortedMap<String, Long> cap,
            SortedMap<String, Long> kept,
            SortedMap<String, Long> reserved,
            SortedMap<String, Long> spent,
            boolean closed) {
        return "cap " + cap + " kept " + kept + " reserved " + reserved + " spent " + spent + (closed ? " closed" : "");
    }

    /// Our ledger: a book that reads the lines.
    final class Ours implements Subject {
        private final SortedMap<String, Fraction> measures;
        private final Book<DpAmount> book = new Book<>();

        /// @param measures their names
        Ours(SortedMap<String, Fraction> measures) {
            this.measures = measures;
        }

        @Override
        public boolean take(Move move) {
            try {
                book.read(line(move));
                return true;
            } catch (IllegalStateException e) {
                return false;
            }
        }

        private Line<DpAmount> line(Move move) {
            return switch (move) {
                case Move.Open open ->
                    new Line.Opened<>(open.account(), open.parent(), "session", cap(open.cap()), open.guaranteed());
                case Move.Reserve reserve ->
                    new Line.Reserved<>(reserve.job(), reserve.account(), charge(reserve.amount()));
                case Move.Start(String job) -> new Line.Started<>(job);
                case Move.GiveBack(String job) -> new Line.Voided<>(job);
                case Move.Release(String job) -> new Line.Released<>(job, "digest");
                case Move.Fail(String job) -> new Line.Failed<>(job);
                case Move.Close(String account) -> new Line.Closed<>(account, "its time was over");
                case Move.Raise raise -> new Line.Raised<>(raise.account(), cap(raise.cap()), "two people");
            };
        }

        private static DpAmount cap(SortedMap<String, Fraction> exact) {
            SortedMap<String, Long> units = new TreeMap<>();
            exact.forEach((measure, amount) -> units.put(measure, amount.down(perOne(measure))));
            return new DpAmount(units);
        }

        private DpAmount charge(SortedMap<String, Fraction> exact) {
            SortedMap<String, Long> units = new TreeMap<>();
            measures.keySet().forEach(measure -> {
                Fraction amount = exact.get(measure);
                units.put(measure, amount == null ? Units.UNBOUNDED : amount.up(perOne(measure)));
            });
            return new DpAmount(units);
        }

        @Override
        public SortedMap<String, String> balances() {
            SortedMap<String, String> texts = new TreeMap<>();
            book.accounts().forEach((id, node) -> {
                Balance<DpAmount> balance = node.balance();
                texts.put(
                        id,
                        text(
                                balance.cap().units(),
                                balance.kept().units(),
                                balance.reserved().units(),
                                balance.spent().units(),
                                node.closed()));
            });
            return texts;
        }
    }
}
