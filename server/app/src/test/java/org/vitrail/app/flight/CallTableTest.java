package org.vitrail.app.flight;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.flight.FlightStatusCode;
import org.junit.jupiter.api.Test;
import org.vitrail.app.access.SignedIn;
import org.vitrail.app.access.Tokens;
import org.vitrail.app.flight.CallTable.Observed;
import org.vitrail.app.flight.CallTable.Outcome;
import org.vitrail.app.flight.CallTable.Who;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ServerFixture;
import org.vitrail.app.kit.TestClient;
import org.vitrail.app.kit.TestServer;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.release.ReleaseSummary;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.TokenFile;

/// Every Flight call by every kind of caller over the wire: exactly the table of who may what.
class CallTableTest extends ServerFixture {
    /// One line a call: owner, officer, analyst, auditor, the owner of another project. Without a token, or with a
    /// wrong one, nothing goes.
    private static final String EXPECTED = """
            HELLO             DONE    DONE      DONE      DONE      DONE
            REGISTER_DATASET  DONE    FORBIDDEN FORBIDDEN FORBIDDEN DONE
            LIST_DATASETS     DONE    DONE      DONE      DONE      DONE
            DESCRIBE_DATASET  DONE    DONE      DONE      DONE      UNKNOWN
            OPEN_SESSION      DONE    FORBIDDEN DONE      FORBIDDEN UNKNOWN
            BUDGET            DONE    FORBIDDEN DONE      FORBIDDEN UNKNOWN
            QUOTE             DONE    FORBIDDEN DONE      FORBIDDEN UNKNOWN
            SUBMIT            DONE    FORBIDDEN DONE      FORBIDDEN UNKNOWN
            CANCEL            DONE    FORBIDDEN DONE      FORBIDDEN UNKNOWN
            OWNER_REPORT      DONE    FORBIDDEN FORBIDDEN FORBIDDEN UNKNOWN
            LIST_RELEASES     DONE    DONE      DONE      DONE      UNKNOWN
            CLOSE_SESSION     DONE    FORBIDDEN DONE      FORBIDDEN UNKNOWN
            READ_RULES        DONE    DONE      DONE      DONE      UNKNOWN
            SET_RULES         DONE    FORBIDDEN FORBIDDEN FORBIDDEN UNKNOWN
            GRANT_DATASET     DONE    FORBIDDEN FORBIDDEN FORBIDDEN UNKNOWN
            PROPOSE_CAP       DONE    FORBIDDEN FORBIDDEN FORBIDDEN UNKNOWN
            DECIDE_CAP        FORBIDDEN DONE    FORBIDDEN FORBIDDEN FORBIDDEN
            LIST_PROPOSALS    DONE    DONE      FORBIDDEN DONE      DONE
            VERIFY_LEDGER     DONE    DONE      FORBIDDEN DONE      DONE
            CERTIFICATE       DONE    DONE      DONE      DONE      UNKNOWN
            RELEASE_PIECE     DONE    FORBIDDEN DONE      FORBIDDEN UNKNOWN
            SERVER_KEY        DONE    DONE      DONE      DONE      DONE
            DoGet             DONE    FORBIDDEN DONE      FORBIDDEN UNKNOWN
            DoPut             DONE    FORBIDDEN FORBIDDEN FORBIDDEN DONE
            ListActions       DONE    DONE      DONE      DONE      DONE
            ListFlights       NO_CALL NO_CALL   NO_CALL   NO_CALL   NO_CALL
            GetFlightInfo     NO_CALL NO_CALL   NO_CALL   NO_CALL   NO_CALL
            GetSchema         NO_CALL NO_CALL   NO_CALL   NO_CALL   NO_CALL
            DoExchange        NO_CALL NO_CALL   NO_CALL   NO_CALL   NO_CALL
            """;

    private static Map<String, Map<Who, Outcome>> expected() {
        Map<String, Map<Who, Outcome>> rows = new LinkedHashMap<>();
        for (String line : EXPECTED.lines().toList()) {
            String[] words = line.strip().split("\\s+", -1);
            Map<Who, Outcome> row = new EnumMap<>(Who.class);
            List<Who> columns = List.of(Who.OWNER, Who.OFFICER, Who.ANALYST, Who.AUDITOR, Who.STRANGER);
            for (int i = 0; i < columns.size(); i++) {
                row.put(columns.get(i), Outcome.valueOf(words[i + 1]));
            }
            row.put(Who.NOBODY, Outcome.NO_TOKEN);
            row.put(Who.WRONG, Outcome.NO_TOKEN);
            rows.put(words[0], row);
        }
        return rows;
    }

    @Test
    void everyCall_byEveryKindOfCaller_isAnsweredAsTheTableSays() {
        Observed observed = new CallTable(server).observe();
        assertThat(CallTable.differences(expected(), observed)).isEmpty();
        assertThat(observed.rows()).hasSize(ActionName.values().length + 7);
    }

    /// Were the analyst let in as an owner, or the auditor as an analyst, the comparison above would say so.
    @Test
    void everyCall_underAPlantedPermissiveRule_isNoticed() throws Exception {
        Path file = folder.resolve(TokenFile.NAME);
        String plain = Files.readString(file);
        Tokens.writeOwnerOnly(file, plain.replace("\"analyst\"", "\"owner\"").getBytes(StandardCharsets.UTF_8));
        assertThat(CallTable.differences(expected(), new CallTable(server).observe()))
                .containsExactlyInAnyOrder(
                        "REGISTER_DATASET by ANALYST: expected FORBIDDEN, got DONE",
                        "SET_RULES by ANALYST: expected FORBIDDEN, got DONE",
                        "GRANT_DATASET by ANALYST: expected FORBIDDEN, got DONE",
                        "PROPOSE_CAP by ANALYST: expected FORBIDDEN, got DONE",
                        "LIST_PROPOSALS by ANALYST: expected FORBIDDEN, got DONE",
                        "VERIFY_LEDGER by ANALYST: expected FORBIDDEN, got DONE",
                        "DoPut by ANALYST: expected FORBIDDEN, got DONE");
    }

    @Test
    void everyCall_withoutARow_isNoticed() {
        Map<String, Map<Who, Outcome>> changed = expected();
        changed.remove("SUBMIT");
        changed.put("NO_SUCH", Map.of());
        assertThat(CallTable.differences(changed, new CallTable(server).observe()))
                .containsExactly("SUBMIT has no row in the expected table", "NO_SUCH is expected and was not tried");
    }

    @Test
    void tokenOfTwoRoles_mayWhatEitherMay() throws Exception {
        TokenFile two = new TokenFile(List.of(
                new TokenFile.Token("two-roles-token-0123456789", "tom", List.of("officer", "analyst"), "clinic")));
        Tokens.writeOwnerOnly(folder.resolve(TokenFile.NAME), Json.bytes(two));
        try (TestClient tom = server.client("two-roles-token-0123456789")) {
            tom.open(Requests.session("adult", "tom", 0.5));
            assertThat(refused(() -> tom.upload(Requests.register("x", 1), new byte[] {1})))
                    .hasMessageContaining("the role owner is expected, got officer and analyst");
        }
        assertThat(refused(() -> olga.call(ActionName.HELLO, new byte[0])))
                .hasMessageContaining("not known to the server"); // taken out: works no longer
        assertThat(server.signIn().header("Bearer " + TestServer.OWNER)).isInstanceOf(SignedIn.Rejected.class);
    }

    private static List<String> names(TestClient who) {
        return Arrays.stream(Json.read(who.call(ActionName.LIST_DATASETS, new byte[0]), DatasetView[].class))
                .map(DatasetView::name)
                .toList();
    }

    private static List<String> releases(TestClient who, String dataset) {
        return Arrays.stream(who.call(ActionName.LIST_RELEASES, dataset, ReleaseSummary[].class))
                .map(release -> release.dataset() + " " + release.receipt().releaseId())
                .toList();
    }

    @Test
    void releasesAndCertificates_ofAnotherProjectsDataset_areThereForAnAuditorByThatName() {
        sven.upload(Requests.register("adult", 2), new byte[] {9});
        String far = released(sven);
        String near = released(olga);
        try (TestClient ada = server.client(TestServer.AUDITOR)) {
            assertThat(releases(ada, "elsewhere/adult")).containsExactly("elsewhere/adult " + far);
            assertThat(releases(ada, "adult")).containsExactly("adult " + near);
            assertThat(names(ada))
                    .as("each can be asked for as it is listed")
                    .allSatisfy(name -> assertThat(releases(ada, name)).hasSize(1));
            assertThat(ada.call(ActionName.CERTIFICATE, far, String.class)).contains(far);
            assertThat(refused(() -> ada.call(ActionName.LIST_RELEASES, "elsewhere/none", ReleaseSummary[].class)))
                    .hasMessageContaining("no dataset 'elsewhere/none'");
        }
        for (TestClient other : List.of(olga, anna)) {
            assertThat(refused(() -> other.call(ActionName.LIST_RELEASES, "elsewhere/adult", ReleaseSummary[].class))
                            .status()
                            .code())
                    .isEqualTo(FlightStatusCode.NOT_FOUND);
        }
        assertThat(releases(sven, "adult")).containsExactly("adult " + far);
    }

    private static String released(TestClient who) {
        String session = who.open(Requests.session("adult", "one", 0.5)).sessionId();
        return who.release(Requests.job(session, Requests.spec("adult", 0.1)))
                .done()
                .receipt()
                .releaseId();
    }

    @Test
    void auditor_readsWhatIsPublicOfEveryProjectAndNobodyElseDoes() {
        sven.upload(Requests.register("adult", 2), new byte[] {9});
        try (TestClient ada = server.client(TestServer.AUDITOR)) {
            assertThat(names(ada)).containsExactly("adult", "elsewhere/adult");
            assertThat(ada.call(ActionName.DESCRIBE_DATASET, "elsewhere/adult", DatasetView.class)
                            .owner())
                    .isEqualTo("sven");
            assertThat(refused(() -> ada.call(ActionName.DESCRIBE_DATASET, "elsewhere/none", DatasetView.class)))
                    .hasMessageContaining("no dataset");
        }
        for (String token : List.of(TestServer.OWNER, TestServer.ANALYST, TestServer.OFFICER)) {
            try (TestClient other = server.client(token)) {
                assertThat(names(other)).containsExactly("adult");
                assertThat(refused(() -> other.call(ActionName.DESCRIBE_DATASET, "elsewhere/adult", DatasetView.class))
                                .status()
                                .code())
                        .isEqualTo(FlightStatusCode.NOT_FOUND);
            }
        }
    }
}
