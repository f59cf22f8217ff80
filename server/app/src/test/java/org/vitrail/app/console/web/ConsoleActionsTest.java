package org.vitrail.app.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.app.kit.TestClient;
import org.vitrail.app.kit.TestServer;
import org.vitrail.app.kit.TestWeb;
import org.vitrail.contract.governance.Proposal;
import org.vitrail.contract.governance.ProposeCap;
import org.vitrail.contract.wire.ActionName;

/// What can be done over the JSON API: a decision of an officer, and a verification.
class ConsoleActionsTest {
    @TempDir
    Path folder;

    private Scene scene;
    private TestWeb web;

    @BeforeEach
    void start() throws Exception {
        scene = new Scene(folder);
        web = scene.web;
    }

    @AfterEach
    void stop() {
        scene.close();
    }

    private JsonNode json(String path, String token) throws Exception {
        return scene.json(path, token);
    }

    @Test
    void proposal_isDecidedByAnOfficer_onceAndNotByOthers() throws Exception {
        scene.full();
        try (TestClient olga = scene.server.client(TestServer.OWNER)) {
            Proposal proposal = olga.call(
                    ActionName.PROPOSE_CAP,
                    new ProposeCap("clinic", "dataset", "clinic", 2, "<b>more</b> \"trials\""),
                    Proposal.class);
            String path = "/api/approvals/" + proposal.id();
            assertThat(Scene.texts(json("/api/approvals", TestServer.OFFICER), "status"))
                    .containsExactly("pending");
            assertThat(Scene.texts(json("/api/approvals", TestServer.STRANGER), "id"))
                    .isEmpty();
            assertThat(web.post(path, TestServer.OWNER, "{\"decision\":\"approve\"}")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(web.post(path, TestServer.OFFICER, "{\"decision\":\"approve\"}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(web.post(path, TestServer.OFFICER, "{\"decision\":\"reject\"}")
                            .statusCode())
                    .isEqualTo(400);
        }
        assertThat(Scene.texts(json("/api/approvals", TestServer.AUDITOR), "decidedBy"))
                .containsExactly("otto");
        assertThat(json("/api/datasets", TestServer.OWNER)
                        .get(1)
                        .at("/account/epsilonCap")
                        .asDouble())
                .isEqualTo(2);
    }

    @Test
    void verification_runsInTheBackground_andItsResultIsKept() throws Exception {
        scene.full();
        assertThat(json("/api/ledger", TestServer.OWNER).at("/last/by").asText())
                .isEqualTo("the server at its start");
        HttpResponse<String> begun = web.post("/api/ledger/verification", TestServer.OWNER, "");
        assertThat(begun.statusCode()).isEqualTo(202);
        scene.settled();
        JsonNode ledger = json("/api/ledger", TestServer.OWNER);
        assertThat(ledger.at("/last/by").asText()).isEqualTo("olga");
        assertThat(ledger.at("/last/findings").size()).isZero();
        assertThat(ledger.at("/last/lines").asLong()).isGreaterThan(20);
        assertThat(Scene.texts(ledger.get("chains"), "dataset")).containsExactly("adult", "clinic");
        for (JsonNode chain : ledger.get("chains")) {
            assertThat(chain.get("witnessedPlace").asLong())
                    .isEqualTo(chain.get("signedPlace").asLong());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "null",
                "{\"decision\":1}",
                "{\"decision\":\"approve\",\"x\":1}",
                "{\"decision\":\"APPROVE\"}",
                "true"
            })
    void decision_thatIsMalformed_isRefusedInOneLine(String body) {
        HttpResponse<String> answer = web.post("/api/approvals/x", TestServer.OFFICER, body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).hasLineCount(1).doesNotContain("org.vitrail", "Exception");
    }

    @Test
    void calls_whileTheServerStarts_sayThatItDoes() {
        try (TestWeb early = new TestWeb(Optional::empty)) {
            assertThat(early.get("/api/me", TestServer.OWNER).statusCode()).isEqualTo(503);
            assertThat(early.get("/console/", TestServer.OWNER).statusCode()).isEqualTo(200);
        }
    }
}
