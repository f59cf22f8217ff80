package org.vitrail.app.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import org.vitrail.privacy.ledger.Amount;

/// A [Desk] at which one charge is moved on, whatever kind of ledger it is in.
public final class ChargeDesk {
    private final Moves moves;
    private final Desk<?> desk;

    private ChargeDesk(Moves moves, Desk<?> desk) {
        this.moves = moves;
        this.desk = desk;
    }

    /// One step of a charge.
    ///
    /// @param <T> its result
    @FunctionalInterface
    public interface Work<T> {
        /// Does it; everything is undone if this throws.
        T at(ChargeDesk desk) throws SQLException;
    }

    private interface Moves {
        void reserve() throws SQLException;

        void start() throws SQLException;

        void giveBack() throws SQLException;

        void released(String digest);

        void failed();
    }

    static <A extends Amount<A>> ChargeDesk of(Desk<A> desk, Charge<A> charge) {
        Pen<A> pen = desk.pen();
        return new ChargeDesk(
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
