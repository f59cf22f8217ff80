package org.vitrail.app.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ServerFixture;
import org.vitrail.app.store.Query;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.Quote;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.pac.PacLevel;
import org.vitrail.contract.pac.PacSpec;
import org.vitrail.contract.session.OpenSession;
import org.vitrail.contract.session.SessionView;
import org.vitrail.contract.wire.ActionName;

/// A price changes nothing: the accounts that would pay are shown as they would be, and opened by the first charge.
class PacQuoteTest extends ServerFixture {
    private String session = "";

    @BeforeEach
    void open() {
        olga.upload(
                PacRequests.register(PacRequests.CAP), ("person,town\n1," + CANARY).getBytes(StandardCharsets.UTF_8));
        session = anna.open(Requests.session("visits", "one", 0.5)).sessionId();
    }

    /// How many rows each table has, and how many lines each ledger.
    private Map<String, Long> rows() throws SQLException {
        SqlStore.Place place = SqlStore.Place.embedded(folder);
        Map<String, Long> rows = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(place.url(), place.user(), "")) {
            for (String table : Query.texts(
                    connection,
                    "select table_name from information_schema.tables where lower(table_schema) = 'public'"
                            + " and table_type = 'BASE TABLE'")) {
                rows.put(table.toLowerCase(Locale.ROOT), count(connection, "select count(*) from \"" + table + "\""));
            }
            rows.put("heads", count(connection, "select sum(head_place) from ledger_chain"));
            rows.put("taken", count(connection, "select sum(kept + reserved + spent) from account_unit"));
        }
        return rows;
    }

    private static long count(Connection connection, String sql) throws SQLException {
        return Query.first(connection, sql, row -> row.getLong(1)).orElseThrow();
    }

    private Quote quote(long picoNats) {
        return anna.call(ActionName.QUOTE, request(picoNats), Quote.class);
    }

    private SubmitJob request(long picoNats) {
        return PacRequests.job(session, PacRequests.BY_TOWN, picoNats);
    }

    @Test
    void quote_beforeTheFirstAnswer_changesNothingAndShowsWhatWouldBe() throws Exception {
        Map<String, Long> before = rows();
        assertThat(before).containsKeys("account", "pac_twin", "ledger_line", "account_unit", "job");

        Quote affordable = quote(PacRequests.USUAL);
        Quote tooMuch = quote(PacRequests.CAP + 1);

        assertThat(rows()).as("after two quotes").isEqualTo(before);
        assertThat(affordable.affordable()).isTrue();
        assertThat(affordable.pac().orElseThrow().before().capPico()).isEqualTo(PacRequests.CAP);
        assertThat(affordable.pac().orElseThrow().before().spentPico()).isZero();
        assertThat(affordable.pac().orElseThrow().after().reservedPico()).isEqualTo(PacRequests.USUAL);
        assertThat(tooMuch.affordable()).isFalse();

        // so the look can fail: a charge opens the three accounts below the dataset's
        anna.release(request(PacRequests.USUAL));
        Map<String, Long> paid = rows();
        assertThat(paid.get("pac_twin")).isEqualTo(before.getOrDefault("pac_twin", 0L) + 3);
        assertThat(paid.get("account")).isEqualTo(before.getOrDefault("account", 0L) + 3);
        assertThat(paid.get("ledger_line")).isGreaterThan(before.getOrDefault("ledger_line", 0L) + 3);
        assertThat(paid.get("taken")).isEqualTo(before.getOrDefault("taken", 0L) + 4 * PacRequests.USUAL);
        assertThat(quote(PacRequests.USUAL).replay()).isTrue();
        assertThat(quote(2 * PacRequests.USUAL).pac().orElseThrow().before().spentPico())
                .isEqualTo(PacRequests.USUAL);
        assertThat(rows()).as("nor after the first answer").isEqualTo(paid);
    }

    @Test
    void quote_afterAnotherSessionSpent_countsWhatIsSharedAbove() throws Exception {
        SessionView other = anna.open(Requests.session("visits", "two", 0.5));
        long most = PacRequests.CAP - PacRequests.USUAL;
        anna.release(PacRequests.job(other.sessionId(), PacRequests.BY_TOWN, most));
        Map<String, Long> before = rows();
        assertThat(quote(PacRequests.USUAL).affordable()).isTrue();
        assertThat(quote(PacRequests.USUAL).room()).isEqualTo(1);
        Quote tooMuch = quote(PacRequests.USUAL + 1);
        assertThat(tooMuch.affordable()).isFalse();
        assertThat(tooMuch.room()).isZero();
        assertThat(tooMuch.pac().orElseThrow().more()).isZero();
        assertThat(tooMuch.refusal().orElseThrow())
                .as("the level that refuses, in the words of the refusal itself")
                .startsWith("PAC budget exceeded: dataset 'visits' has ");
        assertThat(tooMuch.pac().orElseThrow().tightest())
                .extracting(PacLevel::tier, level -> level.account().remainingPico())
                .containsExactly("analyst", PacRequests.USUAL);
        assertThat(quote(PacRequests.USUAL).pac().orElseThrow().before().capPico())
                .as("this session's own")
                .isEqualTo(PacRequests.CAP);
        assertThat(anna.budget(session).pac().orElseThrow().levels())
                .extracting(level -> level.tier() + " " + level.account().spentPico())
                .containsExactly("session 0", "analyst " + most, "project " + most, "dataset " + most);
        assertThat(rows()).isEqualTo(before);
        assertThatThrownBy(() -> anna.submit(request(PacRequests.USUAL + 1)))
                .hasMessageContaining(tooMuch.refusal().orElseThrow());
    }

    /// What the levels above keep for a guaranteed session is its own, and not what is left of them.
    @Test
    void quote_ofAGuaranteedSession_isTightOnlyWhereItIsAsked() {
        long most = PacRequests.CAP - PacRequests.USUAL;
        SessionView kept = anna.open(new OpenSession(
                "visits", "kept", Optional.of(0.5), Optional.of(1e-6), true, Optional.empty(), Optional.of(most)));
        Quote quote = anna.call(
                ActionName.QUOTE,
                PacRequests.job(kept.sessionId(), PacRequests.BY_TOWN, PacRequests.USUAL),
                Quote.class);
        assertThat(quote.affordable()).isTrue();
        assertThat(quote.room()).isEqualTo(most / PacRequests.USUAL);
        assertThat(quote.pac().orElseThrow().tightest())
                .extracting(PacLevel::tier, level -> level.account().remainingPico())
                .containsExactly("session", most);
    }

    @Test
    void quote_thatNothingCouldPay_isRefusedAsTheRequestWouldBe() {
        String plain = anna.open(Requests.session("adult", "one", 0.5)).sessionId();
        SubmitJob without = new SubmitJob(
                plain,
                new PacSpec("adult", "SELECT count(*) AS n FROM adult", PacRequests.USUAL),
                "no-cap-key",
                false,
                false);
        assertThat(refused(() -> anna.call(ActionName.QUOTE, without, Quote.class)))
                .hasMessageContaining("has no PAC cap");
        anna.call(ActionName.CLOSE_SESSION, session, SessionView.class);
        assertThat(refused(() -> quote(PacRequests.USUAL))).hasMessageContaining("closed or expired");
    }
}
