package org.vitrail.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.app.kit.Books;
import org.vitrail.app.store.SqlStore;
import org.vitrail.app.store.StoreFailure;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.privacy.ledger.DpAmount;

/// What every store must hold, with the bugs that must be caught.
abstract class LedgerContract {
    protected static final int THREADS = 8;
    private static final long CAP = 1_000;

    @TempDir
    protected Path folder;

    protected Books books;
    private SqlStore.Place place;
    protected String chain;

    /// A new empty database.
    protected abstract SqlStore.Place place();

    /// The database of this test.
    protected final SqlStore.Place opened() {
        return place;
    }

    /// Takes the triggers away, as the database's owner can.
    protected abstract String[] withoutTriggers();

    @BeforeEach
    final void open() {
        place = place();
        books = Books.open(place, folder);
        chain = books.begin(CAP);
        books.below(chain, "dataset", "project", "project", CAP, false);
        books.below(chain, "project", "analyst", "anna", CAP, false);
        books.below(chain, "anna", "session", "one", CAP, false);
        books.below(chain, "anna", "session", "two", 600, false);
    }

    @AfterEach
    final void close() {
        books.close();
    }

    private Charge<DpAmount> charge(String session, long amount) {
        return Books.charge(chain, session, amount);
    }

    private static long spent(Books books, String account) {
        return books.balance(account).spent().in(DpAmount.GDP);
    }

    private static long used(Books books, String account) {
        return books.balance(account).used().in(DpAmount.GDP);
    }

    @Test
    void reserve_fromEightThreads_endsExactlyAtTheCap() throws Exception {
        together(thread -> {
            for (int i = 0; i < 40; i++) { // 8 · 40 · 7 = 2240 wanted of 1000
                Charge<DpAmount> charge = charge(thread % 2 == 0 ? "one" : "two", 7);
                try {
                    books.reserve(charge);
                    books.start(charge);
                } catch (RefusedException e) {
                    assertThat(e.refusal()).isInstanceOf(Refusal.BudgetExceeded.class);
                }
            }
            return thread;
        });
        assertThat(spent(books, "dataset")).isEqualTo(CAP / 7 * 7);
        assertThat(spent(books, "two")).isLessThanOrEqualTo(600);
        assertThat(spent(books, "one") + spent(books, "two")).isEqualTo(spent(books, "dataset"));
        assertThat(spent(books, "anna")).isEqualTo(spent(books, "project")).isEqualTo(spent(books, "dataset"));
        assertThat(books.findings()).isEmpty();
    }

    /// The must-fail twin: look, then spend, each statement correct by itself. A barrier makes the race certain.
    @Test
    void readThenUpdate_fromEightThreads_overspends() throws Exception {
        books.tamper("create table naive (cap bigint, spent bigint)", "insert into naive values (" + CAP + ", 0)");
        CyclicBarrier allHaveLooked = new CyclicBarrier(THREADS);
        together(_ -> books.store().transaction(connection -> {
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
        long spent = books.store().transaction(connection -> {
            try (Statement select = connection.createStatement();
                    ResultSet row = select.executeQuery("select spent from naive")) {
                row.next();
                return row.getLong(1);
            }
        });
        assertThat(spent).isGreaterThan(CAP);
    }

    @Test
    void reserve_refusedByTheSession_leavesEveryLevelUntouched() {
        assertThatThrownBy(() -> books.reserve(charge("two", 700)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal()).isInstanceOfSatisfying(Refusal.BudgetExceeded.class, refusal -> {
                            assertThat(refusal.level()).isEqualTo("session");
                            assertThat(refusal.requestedPico()).isEqualTo(700);
                            assertThat(refusal.remainingPico()).isEqualTo(600);
                        }));
        for (String account : List.of("dataset", "project", "anna", "one", "two")) {
            assertThat(used(books, account)).as(account).isZero();
        }
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void giveBack_ofWhatNeverStarted_freesEveryLevel() {
        Charge<DpAmount> charge = charge("one", CAP);
        books.reserve(charge);
        assertThat(used(books, "dataset")).isEqualTo(CAP);
        books.giveBack(charge);
        assertThat(used(books, "dataset")).isZero();
        assertThatThrownBy(() -> books.giveBack(charge)).isInstanceOf(RuntimeException.class); // resolved once
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void steps_thatShareATransaction_areRefusedOneByOne() throws Exception {
        AtomicLong granted = new AtomicLong();
        together(thread -> {
            for (int i = 0; i < 20; i++) {
                try {
                    books.reserve(charge("one", i % 2 == 0 ? 10 : 2 * CAP)); // every second one never fits
                    granted.addAndGet(10);
                } catch (RefusedException e) {
                    assertThat(e.refusal()).isInstanceOf(Refusal.BudgetExceeded.class);
                }
            }
            return thread;
        });
        assertThat(granted.get()).isEqualTo(8 * 10 * 10);
        assertThat(used(books, "dataset")).isEqualTo(granted.get());
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void guaranteed_untilItIsClosed_isKeptFromTheOthers() {
        books.below(chain, "anna", "session", "class", 400, true);
        assertThat(used(books, "dataset")).isEqualTo(400);
        assertThatThrownBy(() -> books.reserve(charge("one", 601))).isInstanceOf(RefusedException.class);
        Charge<DpAmount> rest = charge("one", 600);
        books.reserve(rest);
        Charge<DpAmount> own = charge("class", 150);
        books.reserve(own);
        books.start(own);
        assertThat(used(books, "dataset")).isEqualTo(CAP);
        books.ledger().write(chain, desk -> {
            desk.pen().close("class", "expired");
            return desk;
        });
        assertThat(used(books, "dataset")).isEqualTo(750); // 600 + 150: what was spent never returns
        assertThat(spent(books, "dataset")).isEqualTo(150);
        assertThatThrownBy(() -> books.reserve(charge("class", 1)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("closed or expired");
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void lines_areNeverChangedOrRemoved() {
        for (String sql : List.of(
                "update ledger_line set amount = 'gdp=1' where place = 1",
                "delete from ledger_line where place = 5",
                "update ledger_checkpoint set place = 99 where place = 2",
                "delete from ledger_checkpoint")) {
            assertThatThrownBy(() -> books.tamper(sql)).as(sql).isInstanceOf(StoreFailure.class);
        }
        assertThat(books.findings()).isEmpty();
    }

    @Test
    void overTheCap_byHand_isRefusedByTheDatabase() {
        assertThatThrownBy(() -> books.tamper("update account_unit set spent = 1001 where account_id = 'one'"))
                .isInstanceOf(StoreFailure.class);
    }

    @Test
    void verification_afterEachWayToTamper_names() throws Exception {
        for (int i = 0; i < 3; i++) {
            Charge<DpAmount> charge = charge("one", 10 + i);
            books.reserve(charge);
            books.start(charge);
        }
        assertThat(books.findings()).isEmpty();
        Path witness = folder.resolve(Witness.FILE);
        byte[] seen = Files.readAllBytes(witness);
        books.tamper(withoutTriggers());
        expectFinding("account one says", "update account_unit set spent = spent - 10 where account_id = 'one'");
        books.tamper("update account_unit set spent = spent + 10 where account_id = 'one'");
        expectFinding("line 7 is missing, moved or changed", "update ledger_line set amount = 'gdp=1' where place = 7");
        books.tamper("update ledger_line set amount = 'gdp=10' where place = 7");
        expectFinding("line 8 is missing", "update ledger_line set place = 108 where place = 8");
        expectFinding("line 8 is missing", "update ledger_line set place = 8 where place = 9");
        books.tamper(
                "update ledger_line set place = 9 where place = 8",
                "update ledger_line set place = 8 where place = 108");
        assertThat(books.findings()).isEmpty(); // put right again
        Files.write(
                witness,
                "{\"chain\":\"gone\",\"hash\":\"00\",\"keyId\":\"x\",\"place\":1,\"signature\":\"AA==\"}\n"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(books.findings()).anySatisfy(line -> assertThat(line).contains("is not in the database"));
        Files.write(witness, seen);
        // Cut off: everything in the database is consistent, only the witness knows.
        books.tamper(
                "delete from ledger_checkpoint where place > 10",
                "delete from ledger_line where place > 10",
                "update ledger_chain set head_place = 10, head_hash = (select hash from ledger_line where place = 10)",
                "update account_unit set spent = spent - 12 where spent > 0");
        assertThat(books.findings())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("set back"));
        assertThat(new Verification(books.store(), books.key().verifyingKey()).witnessed(Witness.read(witness)))
                .singleElement()
                .satisfies(line -> assertThat(line).contains("set back"));
        Files.delete(witness);
        assertThat(books.findings()).isEmpty(); // must-fail twin: without a witness nobody notices
    }

    @Test
    void account_belowAnother_isNamedByVerification() {
        assertThat(books.findings()).isEmpty();
        expectFinding("stands below another", "update account set parent_id = null where id = 'one'");
    }

    @Test
    void verification_whileOthersCharge_findsNothing() throws Exception {
        AtomicLong looks = new AtomicLong();
        together(thread -> {
            for (int i = 0; i < 15; i++) {
                if (thread == 0) {
                    assertThat(books.findings()).isEmpty();
                    looks.incrementAndGet();
                } else {
                    Charge<DpAmount> charge = charge("one", 1);
                    books.reserve(charge);
                    books.start(charge);
                }
            }
            return thread;
        });
        assertThat(looks).hasValue(15);
    }

    @Test
    void ledger_setBackWhileItIsServed_takesNoMoreCharges() {
        Charge<DpAmount> charge = charge("one", 10);
        books.reserve(charge);
        books.start(charge);
        books.tamper(withoutTriggers());
        books.tamper(
                "delete from ledger_checkpoint where place > 5",
                "delete from ledger_line where place > 5",
                "update ledger_chain set head_place = 5, head_hash = (select hash from ledger_line where place = 5)",
                "update account_unit set spent = 0");
        assertThatThrownBy(() -> books.reserve(charge("one", 10)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("set back while it was served");
        try (Books forgetful = Books.open(opened(), folder)) { // must-fail twin: it wrote nothing before
            forgetful.reserve(charge("one", 10));
            assertThat(used(forgetful, "one")).isEqualTo(10);
        }
    }

    @Test
    void measures_thatDisagree_acceptWhatAnyOfThemAccepts() {
        new SideBySideLedger(books).acceptsWhatAnyMeasureAccepts();
    }

    /// The must-fail twin.
    @Test
    void measures_withoutTheOneThatAccepts_refuse() {
        new SideBySideLedger(books).refusesWithoutTheMeasureThatAccepts();
        expectFinding(
                "account by-hand-dataset says",
                "update account_unit set spent = 0 where account_id = 'by-hand-dataset' and unit = 'zcdp'");
    }

    private void expectFinding(String words, String sql) {
        books.tamper(sql);
        assertThat(books.findings()).as(sql).anySatisfy(line -> assertThat(line).contains(words));
    }

    /// A step of one thread.
    protected interface Turn<T> {
        T of(int thread) throws Exception;
    }

    protected static <T> List<T> together(Turn<T> turn) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<T>> calls = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                calls.add(() -> turn.of(thread));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : threads.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        }
    }
}
