package org.vitrail.app.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.flight.FlightRuntimeException;
import org.junit.jupiter.api.Test;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ServerFixture;
import org.vitrail.app.kit.TestClient;
import org.vitrail.app.kit.TestServer;
import org.vitrail.app.store.Query;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.governance.GrantDataset;
import org.vitrail.contract.governance.LedgerReport;
import org.vitrail.contract.pac.PacAccount;
import org.vitrail.contract.pac.PacRequest;
import org.vitrail.contract.session.OpenSession;
import org.vitrail.contract.session.SessionView;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;

/// A session or a grant opens its accounts in both ledgers, or none.
class PacOpeningTest extends ServerFixture {
    private static final List<String> TABLES = List.of(
            "account",
            "account_unit",
            "dataset",
            "ledger_chain",
            "ledger_checkpoint",
            "ledger_line",
            "notebook_session",
            "pac_twin");
    private static final long MOST = PacRequests.CAP - PacRequests.USUAL;
    private static final int ROUNDS = 30;

    private final AtomicReference<Duration> late = new AtomicReference<>(Duration.ZERO);

    @Override
    protected InstantSource clock() {
        return () -> Instant.now().plus(late.get());
    }

    /// The database of the server.
    protected SqlStore.Place place() {
        return SqlStore.Place.embedded(folder);
    }

    private void register() {
        olga.upload(
                PacRequests.register(PacRequests.CAP), ("person,town\n1," + CANARY).getBytes(StandardCharsets.UTF_8));
    }

    private static OpenSession kept(String notebook, long pico) {
        return new OpenSession(
                "visits", notebook, Optional.of(0.5), Optional.of(1e-6), true, Optional.empty(), Optional.of(pico));
    }

    private static byte[] grant(long pico) {
        return Json.bytes(new GrantDataset("visits", "elsewhere", 1, true, Optional.of(pico)));
    }

    private <T> T inDatabase(SqlStore.Work<T> work) {
        try (SqlStore store = SqlStore.open(place())) {
            return store.transaction(work);
        }
    }

    /// Every row of every table in which an account, a grant or a line about them would stand.
    private List<String> everything() {
        return inDatabase(connection -> {
            List<String> rows = new ArrayList<>();
            for (String table : TABLES) {
                rows.addAll(rows(connection, table));
            }
            return rows;
        });
    }

    private static List<String> rows(Connection connection, String table) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select * from " + table)) {
            while (row.next()) {
                StringBuilder text = new StringBuilder(table);
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    text.append('|').append(row.getString(i));
                }
                rows.add(text.toString());
            }
        }
        return rows.stream().sorted().toList();
    }

    private void expectSound() {
        assertThat(olga.call(ActionName.VERIFY_LEDGER, "", LedgerReport.class).findings())
                .isEmpty();
    }

    @Test
    void session_whosePacCapCannotBeKept_opensNothingInEitherLedger() {
        register();
        String first = anna.open(kept("first", MOST)).sessionId();
        List<String> before = everything();
        assertThat(refused(() -> olga.open(kept("second", PacRequests.USUAL + 1))))
                .hasMessageContaining("dataset 'visits' has");
        assertThat(everything()).isEqualTo(before);
        assertThat(refused(() -> olga.open(new OpenSession(
                        "visits", "second", Optional.empty(), Optional.empty(), false, Optional.empty()))))
                .as("there is no session to resume")
                .hasMessageContaining("has no session");
        String second = olga.open(kept("second", PacRequests.USUAL)).sessionId();
        olga.release(PacRequests.fresh(second, PacRequests.BY_TOWN, PacRequests.USUAL));
        anna.release(PacRequests.fresh(first, PacRequests.BY_TOWN, PacRequests.USUAL));
        assertThat(olga.budget(second)
                        .pac()
                        .orElseThrow()
                        .levels()
                        .getFirst()
                        .account()
                        .remainingPico())
                .isZero();
        expectSound();
    }

    @Test
    void session_resumedWithAPacCapThatCannotBeKept_staysAsItWas() {
        register();
        anna.open(kept("first", MOST));
        String second = olga.open(Requests.session("visits", "second", 0.5)).sessionId();
        List<String> before = everything();
        assertThat(refused(() -> olga.open(kept("second", PacRequests.USUAL + 1))))
                .hasMessageContaining("dataset 'visits' has");
        assertThat(everything()).isEqualTo(before);
        assertThat(olga.open(kept("second", PacRequests.USUAL)).sessionId()).isEqualTo(second);
        expectSound();
    }

    @Test
    void grant_whosePacCapCannotBeKept_grantsNothingInEitherLedger() {
        register();
        anna.open(kept("first", MOST));
        List<String> before = everything();
        assertThat(refused(() -> olga.call(ActionName.GRANT_DATASET, grant(PacRequests.USUAL + 1))))
                .hasMessageContaining("dataset 'visits' has");
        assertThat(everything()).isEqualTo(before);
        assertThatThrownBy(() -> sven.open(Requests.session("visits", "far", 0.5)))
                .hasMessageContaining("no dataset 'visits'");
        olga.call(ActionName.GRANT_DATASET, grant(PacRequests.USUAL));
        String far = sven.open(Requests.session("visits", "far", 0.5)).sessionId();
        sven.release(PacRequests.fresh(far, PacRequests.BY_TOWN, PacRequests.USUAL));
        assertThat(refused(() -> sven.submit(PacRequests.fresh(far, PacRequests.BY_TOWN, PacRequest.LEAST))))
                .hasMessageContaining("project 'elsewhere' has 0 nats left");
        expectSound();
    }

    @Test
    void session_thatExpires_givesBackNatsThatWereKeptAndNotWhatWasSpent() throws Exception {
        register();
        OpenSession lesson = new OpenSession(
                "visits", "lesson", Optional.of(0.5), Optional.of(1e-6), true, Optional.of(3600L), Optional.of(MOST));
        String session = anna.open(lesson).sessionId();
        assertThat(refused(() -> olga.open(kept("mine", PacRequests.USUAL + 1))))
                .hasMessageContaining("dataset 'visits' has");
        anna.release(PacRequests.job(session, PacRequests.BY_TOWN, PacRequests.USUAL));
        assertThat(dataset().keptPico()).isEqualTo(MOST - PacRequests.USUAL);
        late.set(Duration.ofSeconds(3599));
        assertThat(dataset().keptPico()).as("a second before").isEqualTo(MOST - PacRequests.USUAL);
        late.set(Duration.ofSeconds(3601));
        long end = System.nanoTime() + 20_000_000_000L;
        while (dataset().keptPico() > 0) {
            assertThat(System.nanoTime()).as("waited 20 s").isLessThan(end);
            Thread.sleep(50);
        }
        assertThat(dataset().spentPico()).isEqualTo(PacRequests.USUAL);
        assertThat(refused(() -> anna.submit(PacRequests.fresh(session, PacRequests.BY_TOWN, PacRequest.LEAST))))
                .hasMessageContaining("the session ended");
        assertThat(anna.release(PacRequests.job(session, PacRequests.BY_TOWN, PacRequests.USUAL))
                        .done()
                        .receipt()
                        .replayed())
                .as("what was bought needs no budget")
                .isTrue();
        olga.open(kept("mine", PacRequests.CAP - PacRequests.USUAL));
        assertThat(dataset().remainingPico()).isZero();
        expectSound();
    }

    private PacAccount dataset() {
        return olga.call(ActionName.DESCRIBE_DATASET, "visits", DatasetView.class)
                .pac()
                .orElseThrow();
    }

    /// The must-fail twin: the order of two transactions, account first and PAC cap after it, leaves what
    /// the tests above look for.
    @Test
    void session_openedInTwoTransactions_leavesWhatTheTestsLookFor() {
        register();
        anna.open(kept("first", MOST));
        List<String> before = everything();
        olga.open(Requests.session("visits", "second", 0.5));
        refused(() -> olga.open(kept("second", PacRequests.USUAL + 1)));
        assertThat(everything()).isNotEqualTo(before);
    }

    /// One opens a session and asks, while others end it: whenever that happens, no account stays open beside a
    /// closed one, and nothing stays kept.
    @Test
    void session_openedWhileItEnds_keepsNothingAfterwards() throws Exception {
        register();
        String session = anna.open(kept("one", MOST)).sessionId();
        List<Callable<Integer>> work = List.of(
                () -> repeated(client -> client.open(kept("one", MOST))),
                () -> repeated(
                        client -> client.submit(PacRequests.fresh(session, PacRequests.BY_TOWN, PacRequest.LEAST))),
                () -> repeated(client -> client.open(Requests.session("visits", "one", 0.5))),
                () -> repeated(client -> client.call(ActionName.CLOSE_SESSION, session, SessionView.class)));
        int answered = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(work.size())) {
            for (Future<Integer> done : threads.invokeAll(work)) {
                answered += done.get();
            }
        }
        assertThat(answered).as("not everything was refused").isGreaterThan(ROUNDS);
        anna.call(ActionName.CLOSE_SESSION, session, SessionView.class);
        assertThat(this.<List<String>>inDatabase(connection -> Query.texts(
                        connection,
                        "select a.id from account a join pac_twin t on t.account_id = a.id join account p"
                                + " on p.id = t.pac_account_id where a.closed <> p.closed")))
                .isEmpty();
        String other = olga.open(Requests.session("visits", "other", 0.5)).sessionId();
        assertThat(olga.budget(other).pac().orElseThrow().levels())
                .allSatisfy(level -> assertThat(level.account().keptPico()).isZero());
        expectSound();
    }

    private interface Call {
        Object by(TestClient client);
    }

    /// @return how many were not refused
    private int repeated(Call call) {
        int answered = 0;
        try (TestClient client = server.client(TestServer.ANALYST)) {
            for (int i = 0; i < ROUNDS; i++) {
                try {
                    call.by(client);
                    answered++;
                } catch (FlightRuntimeException e) {
                    assertThat(e).as("a refusal in words, not a failure").hasMessageNotContaining("incident");
                }
            }
        }
        return answered;
    }
}
