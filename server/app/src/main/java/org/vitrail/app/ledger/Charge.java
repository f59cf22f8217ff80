package org.vitrail.app.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.SortedMap;
import org.vitrail.privacy.ledger.Amount;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.Kind;

/// What one job takes, from an account and all above it at once.
///
/// @param jobId whose it is; each job is charged at most once
/// @param chain the ledger that the account is in
/// @param account the lowest account: a session's, or a dataset's own
/// @param amount worst case, rounded up
/// @param <A> the kind of ledger
public record Charge<A extends Amount<A>>(String jobId, String chain, String account, A amount) {
    /// A charge of differential privacy as a line of the ledger keeps its amount, `gdp=123;zcdp=62`.
    ///
    /// @throws IllegalStateException if that is no amount
    public static Charge<DpAmount> of(String jobId, String chain, String account, String amount) {
        return new Charge<>(jobId, chain, account, LineRow.amount(Kind.DP, amount));
    }

    /// The amount as a line of the ledger keeps it.
    public String text() {
        return LineRow.text(amount);
    }

    /// The same for that job.
    public Charge<A> of(String job) {
        return new Charge<>(job, chain, account, amount);
    }

    /// The same of nothing.
    public Charge<A> free() {
        return new Charge<>(jobId, chain, account, amount.none());
    }

    /// Whether an allowance pays for that much, in the same measures.
    public static boolean covers(Amount<?> allowance, Amount<?> charged) {
        SortedMap<String, Long> allowed = allowance.units();
        return allowed.keySet().equals(charged.units().keySet())
                && charged.units().entrySet().stream()
                        .allMatch(unit -> unit.getValue() <= allowed.getOrDefault(unit.getKey(), 0L));
    }

    /// A [Desk] at which one charge is moved on, whatever kind of ledger it is in.
    public static final class AtDesk {
        private final Moves moves;
        private final Desk<?> desk;

        private AtDesk(Moves moves, Desk<?> desk) {
            this.moves = moves;
            this.desk = desk;
        }

        /// One step of a charge.
        ///
        /// @param <T> its result
        @FunctionalInterface
        public interface Work<T> {
            /// Does it; everything is undone if this throws.
            T at(AtDesk desk) throws SQLException;
        }

        private interface Moves {
            void reserve() throws SQLException;

            void start() throws SQLException;

            void giveBack() throws SQLException;

            void released(String digest);

            void failed();
        }

        static <A extends Amount<A>> AtDesk of(Desk<A> desk, Charge<A> charge) {
            Pen<A> pen = desk.pen();
            return new AtDesk(
                    new Moves() {
                        @Override
                        public void reserve() throws SQLException {
                            pen.reserve(charge);
                        }

                        @Override
                        public void start() throws SQLException {
                            pen.start(charge);
                        }

                        @Override
                        public void giveBack() throws SQLException {
                            pen.giveBack(charge);
                        }

                        @Override
                        public void released(String digest) {
                            pen.released(charge, digest);
                        }

                        @Override
                        public void failed() {
                            pen.failed(charge);
                        }
                    },
                    desk);
        }

        /// As [Pen#reserve].
        public void reserve() throws SQLException {
            moves.reserve();
        }

        /// As [Pen#start].
        public void start() throws SQLException {
            moves.start();
        }

        /// As [Pen#giveBack].
        public void giveBack() throws SQLException {
            moves.giveBack();
        }

        /// As [Pen#released].
        public void released(String digest) {
            moves.released(digest);
        }

        /// As [Pen#failed].
        public void failed() {
            moves.failed();
        }

        /// As [Desk#reading].
        public Connection reading() {
            return desk.reading();
        }

        /// As [Desk#writing].
        public Connection writing() {
            return desk.writing();
        }
    }
}
