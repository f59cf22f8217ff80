package org.vitrail.app.ledger;

import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.vitrail.app.store.StoreFailure;
import org.vitrail.contract.RefusedException;
import org.vitrail.privacy.ledger.Amount;

/// The steps that wait for one ledger's lock. Whoever gets it does all of them in one transaction: the price of a
/// commit is shared, and no step waits for another's commit. Whose step is done goes at once, without the lock: while
/// the next transaction runs, new steps gather for the one after.
///
/// @param <A> the kind of ledger
final class StepQueue<A extends Amount<A>> {
    private static final int TOGETHER_MAX = 64;

    private final ConcurrentLinkedQueue<Waiting<A, ?>> queue = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock();

    /// Runs steps in one transaction and makes it durable.
    @FunctionalInterface
    interface Transaction<A extends Amount<A>> {
        void run(Body<A> body);
    }

    /// What happens within the transaction.
    @FunctionalInterface
    interface Body<A extends Amount<A>> {
        void in(Connection connection, Pen<A> pen) throws SQLException;
    }

    private static final class Waiting<A extends Amount<A>, T> {
        private final Step<A, T> step;
        private final Thread thread = Thread.currentThread();
        private @Nullable T result;
        private @Nullable RuntimeException refused;
        private @Nullable Throwable broken;
        private volatile boolean done; // what is above is written before

        Waiting(Step<A, T> step) {
            this.step = step;
        }

        void run(Connection connection, Pen<A> pen) throws SQLException {
            refused = null;
            Desk<A> desk = new Desk<>(connection, pen);
            Pen.Mark<A> mark = pen.mark();
            try {
                result = step.at(desk);
            } catch (RefusedException e) {
                if (desk.isWritten() || pen.isInserted()) {
                    throw e;
                }
                pen.backTo(mark);
                refused = e;
            }
        }

        T outcome() {
            if (broken instanceof RuntimeException e) {
                throw e;
            }
            if (broken instanceof Error e) {
                throw e;
            }
            if (refused != null) {
                throw refused;
            }
            return Optional.ofNullable(result).orElseThrow(() -> new IllegalStateException("a step has a result"));
        }
    }

    /// Does a step, alone or with others.
    <T> T run(Step<A, T> step, Transaction<A> transaction) {
        Waiting<A, T> mine = new Waiting<>(step);
        queue.add(mine);
        boolean interrupted = false;
        while (!mine.done) {
            interrupted |= Thread.interrupted(); // a step that waits cannot be taken back, nor a transaction half done
            if (turn.tryLock()) {
                try {
                    if (!mine.done) {
                        together(next(), transaction);
                    }
                } finally {
                    turn.unlock();
                }
                Optional.ofNullable(queue.peek()).ifPresent(first -> LockSupport.unpark(first.thread));
            } else {
                LockSupport.park(this); // until it is done, or first in the queue
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return mine.outcome();
    }

    private List<Waiting<A, ?>> next() {
        List<Waiting<A, ?>> batch = new ArrayList<>();
        while (batch.size() < TOGETHER_MAX) {
            Waiting<A, ?> first = queue.poll();
            if (first == null) {
                break;
            }
            batch.add(first);
        }
        return batch;
    }

    private static <A extends Amount<A>> void together(List<Waiting<A, ?>> batch, Transaction<A> transaction) {
        try {
            transaction.run((connection, pen) -> {
                for (Waiting<A, ?> waiting : batch) {
                    waiting.run(connection, pen);
                }
            });
        } catch (RuntimeException | Error e) {
            boolean mayHaveHappened = e instanceof UncheckedIOException // committed, and not witnessed
                    || (e instanceof StoreFailure failure && failure.uncertain());
            boolean again = batch.size() > 1 && !mayHaveHappened;
            for (Waiting<A, ?> waiting : batch) {
                if (again) {
                    together(List.of(waiting), transaction);
                } else {
                    waiting.broken = e;
                }
            }
        }
        for (Waiting<A, ?> waiting : batch) {
            waiting.done = true;
            LockSupport.unpark(waiting.thread);
        }
    }
}
