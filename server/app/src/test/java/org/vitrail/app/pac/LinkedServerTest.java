package org.vitrail.app.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.app.config.VitrailConfig;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.TestClient;
import org.vitrail.app.kit.TestServer;
import org.vitrail.app.worker.EngineParts;
import org.vitrail.contract.Guarantee;
import org.vitrail.contract.Quote;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.dataset.TableLink;
import org.vitrail.contract.governance.DatasetRules;
import org.vitrail.contract.governance.GrantDataset;
import org.vitrail.contract.governance.LedgerReport;
import org.vitrail.contract.job.JobTicket;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.pac.PacSpec;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.contract.session.SessionView;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;

/// Queries over three linked datasets, over a real Flight connection, a real store and the real worker: 300 customers
/// with three orders of two items each.
@Timeout(300)
class LinkedServerTest {
    private static final String CANARY = "canary4711x";
    private static final String JOIN = "SELECT c.region, count(*) AS n, sum(l.qty) AS qty FROM customer c"
            + " JOIN orders o ON o.o_custkey = c.c_custkey JOIN lineitem l ON l.l_orderkey = o.o_orderkey"
            + " WHERE o.status = 'F' GROUP BY c.region ORDER BY c.region";

    @TempDir
    private Path folder;

    private TestServer server;
    private TestClient olga;
    private TestClient anna;
    private TestClient sven;

    @BeforeEach
    void start() throws Exception {
        VitrailConfig config = TestServer.config(Map.of("vitrail.data-folder", folder.toString()));
        server = TestServer.start(folder, path -> EngineParts.of(path, config), Map.of());
        olga = server.client(TestServer.OWNER);
        anna = server.client(TestServer.ANALYST);
        sven = server.client(TestServer.STRANGER);
    }

    @AfterEach
    void stop() throws Exception {
        olga.close();
        anna.close();
        sven.close();
        server.close();
    }

    private static RegisterDataset register(
            String name, TableSchema schema, Optional<Long> cap, Optional<TableLink> link, boolean renewal) {
        return new RegisterDataset(
                name,
                RegisterDataset.Format.CSV,
                Optional.of(schema),
                Optional.empty(),
                3,
                1e-6,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                renewal,
                List.of(),
                cap.map(most -> new PacTerms(most, 10)),
                link);
    }

    private static TableSchema schema(String unit, int rowsMax, Column... columns) {
        return new TableSchema(List.of(columns), new PrivacyUnit.Person(unit, rowsMax));
    }

    private static final Column REGION = Column.of("region", Domain.Categorical.of(List.of("A", "B", "C")));
    private static final Column STATUS = Column.of("status", Domain.Categorical.of(List.of("F", "O")));
    private static final Column QTY = Column.of("qty", Domain.RealRange.of(0, 50));

    private static RegisterDataset customer() {
        return register(
                "customer", schema("c_custkey", 1, REGION), Optional.of(PacRequests.CAP), Optional.empty(), false);
    }

    private static RegisterDataset orders(boolean renewal) {
        return register(
                "orders",
                schema("o_custkey", 3, STATUS),
                Optional.empty(),
                Optional.of(new TableLink("o_custkey", "customer", "c_custkey")),
                renewal);
    }

    private static RegisterDataset items(String parent, String key) {
        return register(
                "lineitem",
                schema("l_orderkey", 2, QTY),
                Optional.empty(),
                Optional.of(new TableLink("l_orderkey", parent, key)),
                false);
    }

    private static byte[] csv(String header, int rows, java.util.function.IntFunction<String> row) {
        StringBuilder csv = new StringBuilder(header).append('\n');
        for (int i = 0; i < rows; i++) {
            csv.append(row.apply(i)).append('\n');
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] customers() {
        return csv("c_custkey,region", 300, i -> CANARY + i + "," + "ABC".charAt(i % 3));
    }

    private static byte[] orderRows(int status) {
        return csv(
                "o_orderkey,o_custkey,status",
                900,
                i -> "order" + i + "," + CANARY + i % 300 + "," + (i / 300 == status ? "O" : "F"));
    }

    private static byte[] itemRows() {
        return csv("l_orderkey,qty", 1800, i -> "order" + i % 900 + "," + (5 + i % 40));
    }

    private void registerAll() {
        olga.upload(customer(), customers());
        olga.upload(orders(false), orderRows(0));
        olga.upload(items("orders", "o_orderkey"), itemRows());
    }

    private static SubmitJob job(SessionView session, String sql) {
        return new SubmitJob(
                session.sessionId(),
                new PacSpec("customer", sql, PacRequests.USUAL),
                UUID.randomUUID().toString(),
                false,
                false);
    }

    private static List<Long> spent(TestClient who, SessionView session) {
        return who.budget(session.sessionId()).pac().orElseThrow().levels().stream()
                .map(level -> level.account().spentPico())
                .toList();
    }

    @Test
    void join_ofThreeDatasets_isPaidOnceByTheRootAndReplayedFree() {
        registerAll();
        SessionView session = anna.open(Requests.session("customer", "one", 1));
        Quote quote = anna.call(ActionName.QUOTE, job(session, JOIN), Quote.class);
        assertThat(quote.affordable()).isTrue();
        assertThat(quote.assumedPublic().toString())
                .contains("'orders'")
                .contains("o_custkey is customer.c_custkey")
                .contains("'lineitem'")
                .contains("at most 6 rows");
        TestClient.Fetched answer = anna.release(job(session, JOIN));
        assertThat(answer.rows()).isEqualTo(3);
        assertThat(answer.done().receipt().guarantee())
                .isInstanceOfSatisfying(
                        Guarantee.PacPrivacy.class,
                        pac -> assertThat(pac.toString()).contains("c_custkey").doesNotContain("orderkey"));
        assertThat(answer.done().receipt().assumedPublic().toString()).contains("l_orderkey is orders.o_orderkey");
        String orders = olga.call(ActionName.DESCRIBE_DATASET, "orders", DatasetView.class)
                .snapshot();
        assertThat(answer.done().receipt().facts())
                .containsEntry("rows of 'orders'", "snapshot " + orders)
                .containsKey("rows of 'lineitem'");
        assertThat(spent(anna, session)).containsOnly(PacRequests.USUAL).hasSize(4);
        assertThat(olga.call(ActionName.DESCRIBE_DATASET, "orders", DatasetView.class))
                .satisfies(view -> assertThat(view.account().spentPico()).isZero())
                .satisfies(view -> assertThat(view.pac()).isEmpty())
                .satisfies(view ->
                        assertThat(view.link().orElseThrow().describe()).isEqualTo("o_custkey is customer.c_custkey"));

        JobTicket again = anna.submit(job(session, JOIN));
        assertThat(again.replayed()).isTrue();
        assertThat(anna.fetch(again.jobId()).arrow()).isEqualTo(answer.arrow());
        assertThat(spent(anna, session)).containsOnly(PacRequests.USUAL);
        assertThat(olga.call(ActionName.VERIFY_LEDGER, "", LedgerReport.class).findings())
                .isEmpty();
    }

    /// Customers without an order are a group of their own, whose key is missing.
    @Test
    void leftJoin_groupedByItsRightSide_hasAGroupWithoutKey() {
        olga.upload(customer(), customers());
        olga.upload(orders(false), csv("o_orderkey,o_custkey,status", 200, i -> "order" + i + "," + CANARY + i + ",F"));
        SessionView session = anna.open(Requests.session("customer", "one", 1));
        TestClient.Fetched answer = anna.release(job(
                session,
                "SELECT o.status, count(*) AS n FROM customer c LEFT JOIN orders o ON o.o_custkey = c.c_custkey"
                        + " GROUP BY o.status ORDER BY o.status"));
        assertThat(answer.rows()).isEqualTo(2);
    }

    @Test
    void join_afterAChildWasRenewed_isAnotherRequest() {
        registerAll();
        SessionView session = anna.open(Requests.session("customer", "one", 1));
        String alone = "SELECT region, count(*) AS n FROM customer GROUP BY region";
        anna.release(job(session, JOIN));
        anna.release(job(session, alone));
        assertThatThrownBy(() -> olga.upload(orders(false), orderRows(1)))
                .as("the root's account paid for answers about its rows")
                .hasMessageContaining("renew");
        olga.upload(orders(true), orderRows(1));
        assertThat(anna.submit(job(session, alone)).replayed())
                .as("reads no order")
                .isTrue();
        assertThat(anna.submit(job(session, JOIN)).replayed()).isFalse();
        anna.release(job(session, JOIN));
        assertThat(spent(anna, session)).containsOnly(3 * PacRequests.USUAL);
        RegisterDataset elsewhere = register(
                "orders",
                schema("o_custkey", 3, STATUS),
                Optional.empty(),
                Optional.of(new TableLink("o_custkey", "lineitem", "x")),
                true);
        assertThatThrownBy(() -> olga.upload(elsewhere, orderRows(2))).hasMessageContaining("circle");
    }

    @Test
    void join_ofAnotherProject_needsEachDatasetGranted() {
        registerAll();
        grant("customer");
        SessionView session = sven.open(Requests.session("customer", "far", 0.5));
        assertThatThrownBy(() -> sven.submit(job(session, JOIN))).hasMessageContaining("'orders'");
        grant("lineitem");
        assertThatThrownBy(() -> sven.submit(job(session, JOIN)))
                .as("not without the table between")
                .hasMessageContaining("'orders'");
        grant("orders");
        assertThat(sven.release(job(session, JOIN)).rows()).isEqualTo(3);
    }

    private void grant(String dataset) {
        olga.call(
                ActionName.GRANT_DATASET,
                Json.bytes(new GrantDataset(dataset, "elsewhere", 1, false, Optional.empty())));
    }

    @Test
    void rules_ofALinkedDataset_bindAnswersThatReadIt() {
        registerAll();
        olga.call(
                ActionName.SET_RULES,
                new DatasetRules("lineitem", Optional.empty(), Optional.empty(), List.of("marginals")),
                DatasetRules.class);
        SessionView session = anna.open(Requests.session("customer", "one", 1));
        assertThatThrownBy(() -> anna.submit(job(session, JOIN))).hasMessageContaining("'lineitem' allows");
        assertThat(anna.release(job(session, "SELECT count(*) AS n FROM orders"))
                        .rows())
                .isEqualTo(1);
    }

    @Test
    void links_thatDoNotHold_areRefusedInOneLine() {
        assertThatThrownBy(() -> olga.upload(orders(false), orderRows(0))).hasMessageContaining("no dataset of your");
        olga.upload(Requests.register("people", 3), csv("sex,age,weight", 3, i -> "v0,1," + i));
        assertThatThrownBy(() -> olga.upload(items("people", "id"), itemRows())).hasMessageContaining("--unit id");
        olga.upload(
                register("poor", schema("id", 1, REGION), Optional.empty(), Optional.empty(), false),
                csv("id,region", 30, i -> i + ",A"));
        assertThatThrownBy(() -> olga.upload(items("poor", "id"), itemRows())).hasMessageContaining("no PAC cap");
        olga.upload(customer(), customers());
        assertThatThrownBy(() -> olga.upload(items("customer", "region"), itemRows()))
                .hasMessageContaining("its unit's column 'c_custkey'");
        olga.upload(orders(false), orderRows(0));
        assertThatThrownBy(() -> olga.upload(items("orders", "no_such"), itemRows()))
                .hasMessageContaining("'no_such'")
                .hasMessageContaining("in the file of dataset 'orders'")
                .hasMessageNotContaining(CANARY);
        assertThatThrownBy(() -> olga.upload(items("orders", "o_custkey"), itemRows()))
                .hasMessageContaining("link to the dataset that it links to");
        assertThatThrownBy(() -> olga.upload(items("orders", "status"), itemRows()))
                .hasMessageContaining("none of the released columns");
        olga.upload(items("orders", "o_orderkey"), itemRows());
        // newer orders must have the key that items link to
        assertThatThrownBy(() ->
                        olga.upload(orders(false), csv("o_key,o_custkey,status", 9, i -> i + "," + CANARY + i + ",F")))
                .hasMessageContaining("'o_orderkey'")
                .hasMessageNotContaining(CANARY);
        SessionView session = anna.open(Requests.session("orders", "one", 1));
        assertThatThrownBy(() -> anna.submit(new SubmitJob(
                        session.sessionId(),
                        new PacSpec("orders", "SELECT count(*) AS n FROM orders", PacRequests.USUAL),
                        UUID.randomUUID().toString(),
                        false,
                        false)))
                .hasMessageContaining("--dataset customer");
    }

    @Test
    void links_thatWouldBreakOthers_areRefused() {
        registerAll();
        Column other = Column.of("REGION", Domain.RealRange.of(0, 1));
        RegisterDataset twins = register(
                "visits",
                schema("v_custkey", 2, REGION, other),
                Optional.empty(),
                Optional.of(new TableLink("v_custkey", "customer", "c_custkey")),
                false);
        assertThatThrownBy(() -> olga.upload(twins, csv("v_custkey,region,REGION", 3, i -> i + ",A,0")))
                .hasMessageContaining("'REGION'")
                .hasMessageContaining("only in case");
        RegisterDataset many = register(
                "orders",
                schema("o_custkey", 600_000_000, STATUS),
                Optional.empty(),
                Optional.of(new TableLink("o_custkey", "customer", "c_custkey")),
                false);
        assertThatThrownBy(() -> olga.upload(many, orderRows(0)))
                .as("two items of each order")
                .hasMessageContaining("'lineitem'")
                .hasMessageContaining("at most 1000000000");
        SessionView session = anna.open(Requests.session("customer", "one", 1));
        assertThat(anna.release(job(session, JOIN)).rows()).isEqualTo(3);
    }

    @Test
    void join_ofAFileThatIsGone_isRefusedForNothing() throws Exception {
        registerAll();
        String snapshot = olga.call(ActionName.DESCRIBE_DATASET, "lineitem", DatasetView.class)
                .snapshot();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(f -> f.toString().contains(snapshot)).toList()) {
                Files.delete(file);
            }
        }
        SessionView session = anna.open(Requests.session("customer", "one", 1));
        assertThatThrownBy(() -> anna.release(job(session, JOIN))).hasMessageContaining("gone");
        assertThat(spent(anna, session)).containsOnly(0L);
    }
}
