package org.vitrail.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.ledger.Balance;

/// The accounts on a real H2 file, under eight threads; and the usual way to do it, which overspends.
class LedgerTest {
    private static final int THREADS = 8;
    private static final long CAP = 1_000;

    @TempDir
    private Path folder;

    private final Ledger ledger = new Ledger();
    private SqlStore store;

    @BeforeEach
    void open() {
        store = SqlStore.embedded(folder);
        store.transaction(connection -> {
            ledger.open(connection, account("dataset", "dataset", CAP));
            ledger.open(connection, account("one", "session", CAP));
            ledger.open(connection, account("two", "session", 600));
            return ledger;
        });
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static AccountRow account(String id, String tier, long cap) {
        return new AccountRow(id, tier, id, 1, 1e-6, Balance.open(new MuSquared(cap)));
    }

    private static Charge charge(String session, long amount) {
        return new Charge(UUID.randomUUID().toString(), "dataset", session, new MuSquared(amount));
    }

    @Test
    void reserve_fromEightThreads_endsExactlyAtTheCap() throws Exception {
        List<Boolean> granted = together(thread -> {
            boolean any = false;
            for (int i = 0; i < 40; i++) { // 8 · 40 · 7 = 2240 wanted of 1000
                Charge charge = charge(thread % 2 == 0 ? "one" : "two", 7);
                try {
                    store.transaction(connection -> {
                        ledger.reserve(connection, charge);
                        return charge;
                    });
                    store.transaction(connection -> {
                        ledger.start(connection, charge);
                        return charge;
                    });
                    any = true;
                } catch (RefusedException e) {
                    assertThat(e.refusal()).isInstanceOf(Refusal.BudgetExceeded.class);
                }
            }
            return any;
        });
        assertThat(granted).contains(true);
        assertThat(balance("dataset").spent().pico()).isEqualTo(CAP / 7 * 7);
        assertThat(balance("two").spent().pico()).isLessThanOrEqualTo(600);
        assertThat(balance("one").spent().pico() + balance("two").spent().pico())
                .isEqualTo(balance("dataset").spent().pico());
        store.transaction(connection -> {
            ledger.verify(connection);
            return ledger;
        });
    }

    /// The must-fail twin: look, then spend, each statement correct by itself. A barrier makes the race certain.
    @Test
    void readThenUpdate_fromEightThreads_overspends() throws Exception {
        store.transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("create table naive (cap bigint, spent bigint)");
                return statement.execute("insert into naive values (" + CAP + ", 0)");
            }
        });
        CyclicBarrier allHaveLooked = new CyclicBarrier(THREADS);
        together(_ -> store.transaction(connection -> {
            boolean fits;
            try (Statement select = connection.createStatement();
                    ResultSet row = select.executeQuery("select cap - spent from naive")) {
                fits = row.next() && row.getLong(1) >= 600;
            }
            try {
                allHaveLooked.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            try (PreparedStatement update = connection.prepareStatement("update naive set spent = spent + 600")) {
                return fits && update.executeUpdate() == 1;
            }
        }));
        long spent = store.transaction(connection -> {
            try (Statement select = connection.createStatement();
                    ResultSet row = select.executeQuery("select spent from naive")) {
                row.next();
                return row.getLong(1);
            }
        });
        assertThat(spent).isGreaterThan(CAP);
    }

    @Test
    void reserve_refusedByTheSession_leavesTheDatasetUntouched() {
        Charge tooMuch = charge("two", 700);
        assertThatThrownBy(() -> store.transaction(connection -> {
                    ledger.reserve(connection, tooMuch);
                    return tooMuch;
                }))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal()).isInstanceOfSatisfying(Refusal.BudgetExceeded.class, refusal -> {
                            assertThat(refusal.level()).isEqualTo("session");
                            assertThat(refusal.requestedPico()).isEqualTo(700);
                            assertThat(refusal.remainingPico()).isEqualTo(600);
                        }));
        assertThat(balance("dataset").reserved()).isEqualTo(MuSquared.ZERO);
    }

    @Test
    void voidReservation_ofWhatNeverStarted_givesItBack() {
        Charge charge = charge("one", 1_000);
        store.transaction(connection -> {
            ledger.reserve(connection, charge);
            return charge;
        });
        assertThat(balance("dataset").remaining()).isEqualTo(MuSquared.ZERO);
        store.transaction(connection -> {
            ledger.voidReservation(connection, charge);
            return charge;
        });
        assertThat(balance("dataset").remaining().pico()).isEqualTo(CAP);
    }

    @Test
    void verify_afterAnAccountWasChangedByHand_refuses() {
        store.transaction(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("update account set spent = spent + 1 where id = 'one'");
            }
        });
        assertThatThrownBy(() -> store.transaction(connection -> {
                    ledger.verify(connection);
                    return ledger;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the ledger is damaged");
    }

    private Balance balance(String account) {
        return store.transaction(
                connection -> ledger.account(connection, account).balance());
    }

    /// A step of one thread.
    private interface Step<T> {
        T of(int thread) throws Exception;
    }

    private static <T> List<T> together(Step<T> step) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<T>> calls = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                calls.add(() -> step.of(thread));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        }
    }
}
