package org.vitrail.app.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ScriptedParts;
import org.vitrail.app.kit.TestClient;
import org.vitrail.app.kit.TestServer;
import org.vitrail.app.serving.StartFailure;
import org.vitrail.app.signing.SigningKey;
import org.vitrail.app.store.SqlStore;
import org.vitrail.contract.governance.DatasetRules;
import org.vitrail.contract.governance.DecideCap;
import org.vitrail.contract.governance.GrantDataset;
import org.vitrail.contract.governance.Proposal;
import org.vitrail.contract.governance.ProposeCap;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;

/// What stands beside the ledger, changed behind its back: names and caps of accounts, rules, datasets and what they
/// were, proposals and decisions.
class SealedRowsTest {
    private static final String[] TABLES = {"rules", "proposal", "decision", "past", "pac_proposal"};

    @TempDir
    private Path folder;

    private TestServer server() throws StartFailure {
        ScriptedParts parts = new ScriptedParts();
        return TestServer.start(folder, _ -> parts.parts(), Map.of());
    }

    /// A dataset that was renewed, with rules, a grant, a raised cap and a release.
    @BeforeEach
    void history() throws Exception {
        try (TestServer server = server();
                TestClient olga = server.client(TestServer.OWNER);
                TestClient otto = server.client(TestServer.OFFICER)) {
            olga.upload(Requests.register("adult", 3), "1".getBytes(StandardCharsets.UTF_8));
            rules(olga, 0.5);
            String session = olga.open(Requests.session("adult", "one", 1)).sessionId();
            olga.release(Requests.job(session, Requests.spec("adult", 0.5)));
            olga.upload(Requests.renewal("adult", 3), "2".getBytes(StandardCharsets.UTF_8));
            rules(olga, 2);
            olga.call(ActionName.GRANT_DATASET, Json.bytes(new GrantDataset("adult", "elsewhere", 1, false)));
            Proposal proposal = Json.read(
                    olga.call(
                            ActionName.PROPOSE_CAP,
                            Json.bytes(new ProposeCap("adult", "dataset", "adult", 4, "a longer study"))),
                    Proposal.class);
            otto.call(ActionName.DECIDE_CAP, Json.bytes(new DecideCap(proposal.id(), true)));
            olga.open(Requests.session("adult", "one", 1));
        }
        assertThat(findings()).isEmpty();
    }

    private static void rules(TestClient olga, double epsilonMax) {
        olga.call(
                ActionName.SET_RULES,
                Json.bytes(new DatasetRules("adult", Optional.of(epsilonMax), Optional.empty(), List.of())));
    }

    private <T> T with(SqlStore.Work<T> work) {
        try (SqlStore store = SqlStore.embedded(folder)) {
            return store.transaction(work);
        }
    }

    private List<String> findings() throws IOException {
        SigningKey key = SigningKey.open(folder, Optional.empty());
        try (SqlStore store = SqlStore.embedded(folder)) {
            return new Verification(store, key.verifyingKey())
                    .run(Witness.read(folder.resolve(Witness.FILE)), true)
                    .findings();
        }
    }

    /// As somebody may who owns the database.
    private int byHand(String... statements) {
        return with(connection -> {
            int rows = 0;
            try (Statement statement = connection.createStatement()) {
                for (String table : TABLES) {
                    statement.execute("drop trigger if exists " + table + "_append_only");
                }
                for (String sql : statements) {
                    rows = statement.executeUpdate(sql);
                }
            }
            return rows;
        });
    }

    private void expectFound(String words, String sql, String back) throws IOException {
        assertThat(byHand(sql)).as(sql).isPositive();
        assertThat(findings()).as(sql).anySatisfy(line -> assertThat(line).contains(words));
        assertThat(byHand(back)).as(back).isPositive();
        assertThat(findings()).as(back).isEmpty();
    }

    @Test
    void account_thatShowsSomethingElseThanItsLines_isFound() throws Exception {
        String top = " where tier = 'dataset' and not closed";
        expectFound("its lines say", "update account set name = 'x'" + top, "update account set name = 'adult'" + top);
        expectFound("its lines say", "update account set epsilon = 9" + top, "update account set epsilon = 4" + top);
        expectFound("its lines say", "update account set epsilon = 3" + top, "update account set epsilon = 4" + top);
        expectFound("its lines say", "update account set delta = 0.1" + top, "update account set delta = 1e-6" + top);
        expectFound(
                "project 'clinic'", // a grant that nobody gave
                "update account set name = 'clinic' where name = 'elsewhere'",
                "update account set name = 'elsewhere' where tier = 'project' and parent_id = (select id from account"
                        + top + ") and epsilon = 1");
        expectFound(
                "its lines say", // a session in another tier's clothes
                "update account set tier = 'analyst' where tier = 'session' and not closed",
                "update account set tier = 'session' where tier = 'analyst' and name = 'one'");
    }

    @Test
    void dataset_changedBehindTheLedger_isFound() throws Exception {
        String changed = "is not what was sealed";
        expectFound(changed, "update dataset set owner = 'sven'", "update dataset set owner = 'olga'");
        expectFound(
                changed,
                "update dataset set declaration = replace(declaration, '1.0E-6', '2.0E-6')",
                "update dataset set declaration = replace(declaration, '2.0E-6', '1.0E-6')");
        expectFound(
                changed,
                "update dataset set table_schema = replace(table_schema, '99', '98')",
                "update dataset set table_schema = replace(table_schema, '98', '99')");
        expectFound(changed, "update dataset set project = 'elsewhere'", "update dataset set project = 'clinic'");
        expectFound(
                changed,
                "update dataset set account_id = (select account_id from dataset_past)",
                "update dataset set account_id = (select id from account where tier = 'dataset' and not closed)");
    }

    /// Everything of the row as it was before the renewal: it was sealed once.
    @Test
    void dataset_setBackToBeforeItsRenewal_isFound() throws Exception {
        byHand("update dataset set (owner, snapshot, declaration, table_schema, registered_at, account_id) ="
                + " (select owner, snapshot, declaration, table_schema, registered_at, account_id from dataset_past)");
        assertThat(findings())
                .anySatisfy(line -> assertThat(line).contains("points to a ledger that is closed"))
                .anySatisfy(line -> assertThat(line).contains("was sealed and is gone"));
    }

    @Test
    void past_removedOrChanged_isFound() throws Exception {
        byHand("create table kept as select * from dataset_past");
        expectFound(
                "was sealed and is gone", "delete from dataset_past", "insert into dataset_past select * from kept");
        expectFound(
                "is not what was sealed",
                "update dataset_past set owner = 'sven'",
                "update dataset_past set owner = 'olga'");
    }

    @Test
    void rules_changedAddedRemovedOrReordered_areFound() throws Exception {
        String changed = "is not what was sealed";
        expectFound(
                changed,
                "update dataset_rules set rules = replace(rules, '2.0', '9.0') where number = 2",
                "update dataset_rules set rules = replace(rules, '9.0', '2.0') where number = 2");
        expectFound(
                changed,
                "insert into dataset_rules (dataset_id, number, rules, set_by, set_at)"
                        + " select dataset_id, 3, rules, set_by, set_at from dataset_rules where number = 1",
                "delete from dataset_rules where number = 3");
        byHand("create table kept as select * from dataset_rules where number = 2");
        expectFound(
                "was sealed and is gone",
                "delete from dataset_rules where number = 2",
                "insert into dataset_rules select * from kept");
        expectFound(
                changed, // the older ones shall hold again
                "update dataset_rules set number = 5 - 2 * number + 1",
                "update dataset_rules set number = (6 - number) / 2");
    }

    @Test
    void proposalAndDecision_changed_areFound() throws Exception {
        String changed = "is not what was sealed";
        expectFound(
                changed,
                "update cap_proposal set reason = 'none'",
                "update cap_proposal set reason = 'a longer study'");
        expectFound(
                changed, "update cap_decision set decided_by = 'sven'", "update cap_decision set decided_by = 'otto'");
        byHand("create table kept as select * from cap_decision");
        expectFound(
                "was sealed and is gone", "delete from cap_decision", "insert into cap_decision select * from kept");
    }

    @Test
    void proposalOfPacPrivacy_changedOrRemoved_isFound() throws Exception {
        try (TestServer server = server();
                TestClient olga = server.client(TestServer.OWNER);
                TestClient otto = server.client(TestServer.OFFICER)) {
            ProposeCap wanted = new ProposeCap(
                    "adult",
                    "dataset",
                    "adult",
                    Optional.empty(),
                    Optional.of(7_000L),
                    Optional.empty(),
                    "another promise");
            Proposal proposal = olga.call(ActionName.PROPOSE_CAP, wanted, Proposal.class);
            otto.call(ActionName.DECIDE_CAP, Json.bytes(new DecideCap(proposal.id(), true)));
        }
        String changed = "is not what was sealed";
        expectFound(
                changed, "update pac_proposal set pico_wanted = 9000", "update pac_proposal set pico_wanted = 7000");
        expectFound(changed, "update pac_proposal set units_min = 2", "update pac_proposal set units_min = 10");
        byHand("create table kept as select * from pac_proposal");
        expectFound(
                "was sealed and is gone", "delete from pac_proposal", "insert into pac_proposal select * from kept");
        expectFound(
                "account",
                "update account_unit set cap = 9000 where unit = 'mi'",
                "update account_unit set cap = 7000 where unit = 'mi'");
    }

    @Test
    void start_overARowThatWasChanged_saysWhich() {
        byHand("update dataset set owner = 'sven'");
        assertThatThrownBy(this::server)
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("tampered with: ledger ")
                .hasMessageNotContaining("\n");
        byHand("update dataset set owner = 'olga'");
    }

    /// Must-fail twin: the same change through the ledger is no finding, and leaves the next one to be found.
    @Test
    void rules_setByTheirOwner_areNoFinding() throws Exception {
        try (TestServer server = server();
                TestClient olga = server.client(TestServer.OWNER)) {
            rules(olga, 9);
        }
        assertThat(findings()).isEmpty();
        byHand("update dataset_rules set set_by = 'sven' where number = 3");
        assertThat(findings()).hasSize(1);
    }

    @Test
    void open_ofALedgerOfAnotherVersion_isRefusedInOneLine() {
        byHand("update \"flyway_schema_history\" set \"checksum\" = 1 where \"version\" = '1'");
        assertThatThrownBy(this::server)
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("written by another version of Vitrail")
                .hasMessageNotContaining("\n");
    }
}
