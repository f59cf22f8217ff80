package org.vitrail.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.vitrail.app.kit.Books;
import org.vitrail.app.kit.PostgresServer;
import org.vitrail.app.store.SqlStore;
import org.vitrail.app.store.StoreFailure;
import org.vitrail.contract.RefusedException;
import org.vitrail.privacy.ledger.DpAmount;

/// The contract on a real PostgreSQL, and what only several servers can do.
class PostgresLedgerTest extends LedgerContract {
    @BeforeAll
    static void isThere() {
        assumeThat(PostgresServer.missing()).isEmpty();
    }

    @Override
    protected SqlStore.Place place() {
        return PostgresServer.shared().database();
    }

    @Override
    protected String[] withoutTriggers() {
        return new String[] {
            "drop trigger line_append_only on ledger_line", "drop trigger checkpoint_append_only on ledger_checkpoint"
        };
    }

    @Test
    void reserve_throughTwoServers_endsExactlyAtTheCap() throws Exception {
        try (Books second = Books.open(opened(), folder)) {
            together(thread -> {
                Books mine = thread % 2 == 0 ? books : second;
                for (int i = 0; i < 30; i++) { // 8 · 30 · 7 = 1680 wanted of 1000
                    Charge<DpAmount> charge = Books.charge(chain, thread % 3 == 0 ? "two" : "one", 7);
                    try {
                        mine.reserve(charge);
                        if (i % 3 == 0) {
                            mine.giveBack(charge);
                        } else {
                            mine.start(charge);
                        }
                    } catch (RefusedException e) {
                        assertThat(e).isNotNull();
                    }
                }
                return thread;
            });
            assertThat(books.balance("dataset").spent().in(DpAmount.GDP)).isEqualTo(1_000 / 7 * 7);
            assertThat(books.findings()).isEmpty();
        }
    }

    /// Without one snapshot of everything, a second server that starts while the first one works finds it damaged.
    @Test
    void verification_whileAnotherServerWrites_findsNothing() throws Exception {
        try (Books second = Books.open(opened(), folder)) {
            AtomicBoolean verified = new AtomicBoolean();
            together(thread -> {
                if (thread > 1) {
                    while (!verified.get()) {
                        Charge<DpAmount> charge = Books.charge(chain, "one", 1);
                        books.reserve(charge);
                        books.giveBack(charge);
                    }
                } else if (thread == 0) {
                    try {
                        for (int i = 0; i < 6; i++) {
                            assertThat(second.findings()).isEmpty();
                        }
                    } finally {
                        verified.set(true);
                    }
                }
                return thread;
            });
        }
    }

    @Test
    void reserve_afterTheDatabaseEndedEveryConnection_goesOn() throws Exception {
        together(_ -> books.balance("one")); // several connections in the pool
        PostgresServer.shared().terminateBackends(opened());
        int failed = 0;
        for (boolean done = false; !done; ) {
            try {
                books.reserve(Books.charge(chain, "one", 1));
                done = true;
            } catch (StoreFailure e) {
                failed++;
                assertThat(failed).as("dead connections are forgotten").isLessThanOrEqualTo(THREADS);
            }
        }
        assertThat(books.findings()).isEmpty();
    }

    /// A server that stands still, or is cut off, while it holds a ledger's lock: the database takes the lock away.
    @Test
    void transaction_thatStandsStill_givesItsLedgerToTheOthersAndHappensLater() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Books second = Books.open(opened(), folder);
                ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Charge<DpAmount> late = Books.charge(chain, "one", 600);
            Future<String> standing = threads.submit(() -> books.ledger().write(chain, desk -> {
                desk.pen().reserve(late);
                inside.countDown();
                awaitQuietly(goOn);
                return "late";
            }));
            inside.await();
            second.reserve(Books.charge(chain, "one", 500)); // waits for the lock until it is taken away
            goOn.countDown();
            assertThatThrownBy(standing::get).hasCauseInstanceOf(RefusedException.class); // 600 of the 500 left
            assertThat(books.balance("dataset").reserved().in(DpAmount.GDP)).isEqualTo(500);
            assertThat(books.findings()).isEmpty();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
