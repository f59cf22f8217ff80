package org.vitrail.app.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.app.kit.PostgresServer;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ScriptedParts;
import org.vitrail.app.kit.TestClient;
import org.vitrail.app.kit.TestServer;
import org.vitrail.app.serving.StartFailure;
import org.vitrail.contract.governance.DatasetRules;
import org.vitrail.contract.governance.DecideCap;
import org.vitrail.contract.governance.GrantDataset;
import org.vitrail.contract.governance.LedgerReport;
import org.vitrail.contract.governance.Proposal;
import org.vitrail.contract.governance.ProposeCap;
import org.vitrail.contract.session.OpenSession;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;

/// A real PostgreSQL whose tables belong to one role and are served by another.
class ServingRoleTest {
    @TempDir
    private Path folder;

    private SqlStore.Place place;

    @BeforeEach
    void database() {
        assumeThat(PostgresServer.missing()).isEmpty();
        place = PostgresServer.shared().withTwoRoles();
    }

    private TestServer server(String user, Optional<String> owner) throws StartFailure {
        ScriptedParts parts = new ScriptedParts();
        Map<String, String> settings =
                new HashMap<>(Map.of("vitrail.store.url", place.url(), "vitrail.store.user", user));
        owner.ifPresent(name -> settings.put("vitrail.store.owner-user", name));
        return TestServer.start(folder, _ -> parts.parts(), settings);
    }

    /// Everything that writes.
    private static void everything(TestServer server) {
        try (TestClient olga = server.client(TestServer.OWNER);
                TestClient otto = server.client(TestServer.OFFICER)) {
            olga.upload(Requests.register("adult", 3), "1".getBytes(StandardCharsets.UTF_8));
            olga.upload(Requests.inferred("people", 3, 0.5), "2".getBytes(StandardCharsets.UTF_8));
            olga.call(
                    ActionName.SET_RULES,
                    Json.bytes(new DatasetRules("adult", Optional.of(2.0), Optional.empty(), List.of())));
            olga.call(ActionName.GRANT_DATASET, Json.bytes(new GrantDataset("adult", "elsewhere", 1, true)));
            Proposal proposal = Json.read(
                    olga.call(
                            ActionName.PROPOSE_CAP,
                            Json.bytes(new ProposeCap("adult", "dataset", "adult", 4, "a longer study"))),
                    Proposal.class);
            otto.call(ActionName.DECIDE_CAP, Json.bytes(new DecideCap(proposal.id(), true)));
            OpenSession lesson =
                    new OpenSession("adult", "one", Optional.of(1.0), Optional.of(1e-6), true, Optional.of(60L));
            String session = olga.open(lesson).sessionId();
            olga.release(Requests.job(session, Requests.spec("adult", 0.5)));
            olga.release(Requests.job(session, Requests.spec("adult", 0.5))); // a replay
            olga.call(ActionName.CLOSE_SESSION, session.getBytes(StandardCharsets.UTF_8));
            olga.open(Requests.session("adult", "one", 1));
            olga.upload(Requests.renewal("adult", 3), "3".getBytes(StandardCharsets.UTF_8));
            LedgerReport report = Json.read(otto.call(ActionName.VERIFY_LEDGER, new byte[0]), LedgerReport.class);
            assertThat(report.findings()).isEmpty();
            assertThat(report.chains()).isEqualTo(3);
        }
    }

    private void as(String user, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(place.url(), user, "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void expectForbidden(ThrowingCallable call, String sql) {
        assertThatThrownBy(call)
                .as(sql)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(e.getSQLState())
                                .isEqualTo("42501")); // insufficient privilege, not the trigger's 23001
    }

    @Test
    void server_asARoleThatOwnsNothing_doesAllItDoes_andTheRoleChangesNoLine() throws Exception {
        try (TestServer server = server("ledger_server", Optional.of("ledger_owner"))) {
            everything(server);
        }
        List<String> appendOnly = List.of(
                "ledger_line",
                "ledger_checkpoint",
                "sealed_release",
                "release_piece",
                "owner_look",
                "dataset_rules",
                "cap_proposal",
                "cap_decision",
                "dataset_past");
        for (String table : appendOnly) {
            String column = table.equals("ledger_line") ? "detail" : "ctid";
            for (String sql : List.of(
                    "delete from " + table,
                    "truncate " + table + " cascade",
                    "alter table " + table + " disable trigger all",
                    "drop table " + table,
                    "update " + table + " set " + column + " = " + column)) {
                if (!column.equals("ctid") || !sql.startsWith("update")) {
                    expectForbidden(() -> as("ledger_server", sql), sql);
                }
            }
            assertThat(may(table, "UPDATE")).as(table).isFalse();
        }
        for (String sql : List.of(
                "update account set name = 'x'",
                "delete from account",
                "update ledger_home set id = 'x'",
                "delete from dataset",
                "delete from job",
                "update job set charge = 0",
                "delete from flyway_schema_history",
                "create or replace function append_only() returns trigger language plpgsql as 'begin return null; end'",
                "drop function append_only cascade",
                "set session_replication_role = replica")) {
            expectForbidden(() -> as("ledger_server", sql), sql);
        }
        as("ledger_owner", "alter table ledger_line disable trigger user"); // must-fail twin: who owns it, can
        as("ledger_owner", "update ledger_line set detail = 'x' where place = 1");
    }

    private boolean may(String table, String privilege) throws SQLException {
        try (Connection connection = DriverManager.getConnection(place.url(), "ledger_server", "")) {
            return Query.first(
                            connection,
                            "select has_any_column_privilege(?, '" + privilege + "')",
                            row -> row.getBoolean(1),
                            table)
                    .orElseThrow();
        }
    }

    @Test
    void server_whoseTablesAreThere_needsNoOwner() throws Exception {
        server("ledger_server", Optional.of("ledger_owner")).close();
        try (TestServer server = server("ledger_server", Optional.empty())) {
            everything(server);
        }
        server("ledger_server", Optional.of("ledger_owner")).close(); // grants are given again
    }

    @Test
    void server_asARoleThatMayChangeLines_isRefused() throws Exception {
        server("ledger_server", Optional.of("ledger_owner")).close();
        assertThatThrownBy(() -> server("vitrail", Optional.empty()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("it is a superuser");
        as("ledger_owner", "grant update (detail) on ledger_line to ledger_server");
        assertThatThrownBy(() -> server("ledger_server", Optional.empty()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("may change or remove rows of [ledger_line]");
        assertThatCode(() ->
                        server("ledger_server", Optional.of("ledger_owner")).close())
                .doesNotThrowAnyException(); // the owner takes it back
        assertThatThrownBy(() -> server("ledger_owner", Optional.of("ledger_owner")))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("must be another role");
    }

    @Test
    void server_beforeAnybodyMadeTheTables_saysSo() {
        assertThatThrownBy(() -> server("ledger_server", Optional.empty()))
                .isInstanceOf(StartFailure.class)
                .hasMessageNotContaining("\n")
                .hasMessageContaining("vitrail.store.owner-user");
    }
}
