package org.vitrail.app.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.app.kit.TestServer;
import org.vitrail.app.kit.TestWeb;

/// The JSON API over HTTP, over either store: who may ask for what, what is in an answer, and what never is.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConsoleApiContract {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> TOKENS =
            List.of(TestServer.OWNER, TestServer.OFFICER, TestServer.ANALYST, TestServer.AUDITOR, TestServer.STRANGER);

    /// Owner, officer, analyst, auditor, owner of another project. 400: the role may, and the body is empty.
    private static final String EXPECTED = """
            GET /api/me                        200 200 200 200 200
            GET /api/datasets                  200 200 200 200 200
            GET /api/datasets/:id/history      200 200 200 200 404
            GET /api/sessions                  200 200 200 200 200
            GET /api/releases                  200 200 200 200 200
            GET /api/releases/:id/certificate  200 200 200 200 404
            GET /api/approvals                 200 200 403 200 200
            POST /api/approvals/:id            403 400 403 403 403
            GET /api/ledger                    200 200 403 200 200
            POST /api/ledger/verification      202 202 403 202 202
            GET /api/alerts                    200 200 200 200 200
            """;

    private Optional<Scene> open = Optional.empty();
    private Scene scene;
    private TestWeb web;

    /// Where the server has its store.
    abstract Map<String, String> store();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        scene = new Scene(folder, store()).full();
        open = Optional.of(scene);
        web = scene.web;
    }

    @AfterAll
    void stop() {
        open.ifPresent(Scene::close);
    }

    private JsonNode json(String path, String token) throws Exception {
        return scene.json(path, token);
    }

    private Map<String, List<Integer>> observed() throws Exception {
        String dataset =
                json("/api/datasets", TestServer.OWNER).get(0).get("id").asText();
        String release = "";
        for (JsonNode node : json("/api/releases", TestServer.OWNER).get("releases")) {
            release = node.get("status").asText().equals("released")
                    ? node.get("id").asText()
                    : release;
        }
        Map<String, List<Integer>> rows = new LinkedHashMap<>();
        for (Api.Call call : Api.CALLS) {
            String path = call.path().replace(":id", call.path().contains("releases") ? release : dataset);
            List<Integer> row = new ArrayList<>();
            for (String token : TOKENS) {
                scene.settled();
                row.add(web.send(web.request(path, Optional.of(token))
                                .method(call.method().name(), HttpRequest.BodyPublishers.noBody()))
                        .statusCode());
            }
            rows.put(call.method().name() + " " + call.path(), row);
        }
        return rows;
    }

    private static Map<String, List<Integer>> expected() {
        Map<String, List<Integer>> rows = new LinkedHashMap<>();
        EXPECTED.lines().forEach(line -> {
            String[] words = line.strip().split("\\s+", -1);
            List<Integer> row = new ArrayList<>();
            for (int i = 2; i < words.length; i++) {
                row.add(Integer.valueOf(words[i]));
            }
            rows.put(words[0] + " " + words[1], row);
        });
        return rows;
    }

    @Test
    void everyCall_byEveryRole_isAnsweredAsTheTableSays() throws Exception {
        assertThat(observed()).isEqualTo(expected());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer", "Bearer no-such-token-0123456789", "Basic b2xnYTpvbGdh", "Bearer a b"})
    void everyCall_withoutAGoodToken_isRefusedAndSaysNothing(String header) throws Exception {
        for (Api.Call call : Api.CALLS) {
            HttpRequest.Builder request = web.request(call.path().replace(":id", "x"), Optional.empty())
                    .method(call.method().name(), HttpRequest.BodyPublishers.noBody());
            HttpResponse<String> answer =
                    web.send(header.isEmpty() ? request : request.header("Authorization", header));
            assertThat(answer.statusCode()).as(call.path()).isEqualTo(401);
            assertThat(answer.headers().firstValue("www-authenticate")).hasValue("Bearer");
            assertThat(JSON.readTree(answer.body()).get("line").asText()).contains("bearer token");
        }
    }

    @Test
    void answers_toEverybody_holdNoPrivateValueAndNoCookie() {
        for (Api.Call call : Api.CALLS) {
            if (call.method().name().equals("GET") && !call.path().contains(":id")) {
                for (String token : TOKENS) {
                    HttpResponse<String> answer = web.get(call.path(), token);
                    assertThat(answer.body()).doesNotContain(Scene.CANARY, "\"rows\":20,", token);
                    assertThat(answer.headers().map()).doesNotContainKey("set-cookie");
                    assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
                }
            }
        }
    }

    @Test
    void datasets_areThoseOfTheProject_andForAnAuditorOfAll() throws Exception {
        assertThat(Scene.texts(json("/api/datasets", TestServer.ANALYST), "name"))
                .containsExactly("adult", "clinic");
        assertThat(Scene.texts(json("/api/datasets", TestServer.STRANGER), "name"))
                .containsExactly("survey");
        assertThat(Scene.texts(json("/api/datasets", TestServer.AUDITOR), "name"))
                .containsExactly("adult", "clinic", "survey");
    }

    @Test
    void treesAndSessions_ofAnAnalyst_areHisOwn() throws Exception {
        JsonNode tree = json("/api/datasets", TestServer.ANALYST).get(0).get("tree");
        assertThat(Scene.texts(tree, "name"))
                .containsExactlyInAnyOrder("adult", "clinic", "anna", "churn.ipynb", Scene.TRAP);
        assertThat(Scene.texts(json("/api/datasets", TestServer.OWNER).get(0).get("tree"), "name"))
                .contains("olga", "anna", "churn.ipynb", "monthly-report.ipynb");
        assertThat(Scene.texts(json("/api/sessions", TestServer.ANALYST), "user"))
                .containsOnly("anna");
        assertThat(Scene.texts(json("/api/sessions", TestServer.OFFICER), "user"))
                .contains("anna", "olga");
        assertThat(Scene.texts(json("/api/sessions", TestServer.OFFICER), "user"))
                .doesNotContain("sven");
        assertThat(Scene.texts(json("/api/sessions", TestServer.AUDITOR), "user"))
                .contains("sven");
    }

    @Test
    void history_endsAtTheBalance_andEachStepGoesUp() throws Exception {
        JsonNode dataset = json("/api/datasets", TestServer.OWNER).get(0);
        JsonNode points = json("/api/datasets/" + dataset.get("id").asText() + "/history", TestServer.ANALYST)
                .get("points");
        assertThat(points.size()).isGreaterThan(10);
        JsonNode last = points.get(points.size() - 1);
        for (String field : List.of("capPico", "spentPico", "reservedPico", "keptPico")) {
            assertThat(last.get(field).asLong())
                    .as(field)
                    .isEqualTo(dataset.get("account").get(field).asLong());
        }
        long before = 0;
        for (JsonNode point : points) {
            assertThat(point.get("spentPico").asLong()).isGreaterThanOrEqualTo(before);
            before = point.get("spentPico").asLong();
        }
        assertThat(last.get("epsilonUsed").asDouble())
                .isEqualTo(dataset.get("account").get("epsilonSpent").asDouble());
    }

    @Test
    void releases_sayWhatWasBought_byWhomAndForHowMuch() throws Exception {
        JsonNode releases = json("/api/releases", TestServer.OWNER).get("releases");
        assertThat(Scene.texts(releases, "status")).contains("released", "failed (charged)");
        assertThat(Scene.texts(releases, "project")).containsOnly("clinic");
        JsonNode newest = releases.get(1); // the failed one is newer
        assertThat(newest.get("user").asText()).isEqualTo("olga");
        assertThat(newest.get("parameters").get("epsilon").asText()).isEqualTo("0.85");
        assertThat(newest.get("muSquaredPico").asLong()).isPositive();
        String certificate = web.get("/api/releases/" + newest.get("id").asText() + "/certificate", TestServer.AUDITOR)
                .body();
        assertThat(JSON.readTree(certificate).toString())
                .contains(newest.get("id").asText());
    }

    @Test
    void pacPrivacy_standsBesideTheOtherLedgerAndIsNeverAdded() throws Exception {
        JsonNode datasets = json("/api/datasets", TestServer.ANALYST);
        assertThat(datasets.get(0).get("pac").isNull()).as("adult has none").isTrue();
        assertThat(datasets.get(1).get("pacOverTime").isNull())
                .as("never renewed")
                .isTrue();
        JsonNode pac = datasets.get(1).get("pac");
        assertThat(pac.get("capPico").asLong()).isEqualTo(Scene.PAC_CAP);
        assertThat(pac.get("spentPico").asLong()).isEqualTo(Scene.PAC_CHARGE);
        assertThat(pac.get("reservedPico").asLong()).isZero();
        assertThat(pac.get("success").asText())
                .contains("at most 56.25 % after all answers so far")
                .contains("at the cap");
        List<JsonNode> answers = new ArrayList<>();
        long muSquared = 0;
        for (JsonNode release : json("/api/releases", TestServer.ANALYST).get("releases")) {
            if (!release.get("picoNats").isNull()) {
                answers.add(release);
            } else if (release.get("dataset").asText().equals("clinic")) {
                muSquared += release.get("muSquaredPico").asLong();
            }
        }
        assertThat(answers).singleElement().satisfies(answer -> {
            assertThat(answer.get("picoNats").asLong()).isEqualTo(Scene.PAC_CHARGE);
            assertThat(answer.get("muSquaredPico").asLong()).isZero();
            assertThat(answer.get("epsilon").asDouble()).isZero();
            assertThat(answer.get("status").asText()).isEqualTo("released");
        });
        assertThat(datasets.get(1).get("account").get("spentPico").asLong())
                .as("mu^2 of the other releases alone")
                .isEqualTo(muSquared);
    }

    @Test
    void alerts_nameWhatIsNearlyUsedUpBurningFailedAndExpiring() throws Exception {
        JsonNode all = json("/api/alerts", TestServer.OWNER);
        assertThat(Scene.texts(all, "kind"))
                .contains("cap-nearly-used", "burn-rate", "charged-without-release", "session-expires");
        assertThat(Scene.texts(json("/api/alerts", TestServer.STRANGER), "kind"))
                .isEmpty();
        assertThat(Scene.texts(json("/api/alerts", TestServer.ANALYST), "project"))
                .containsOnly("clinic");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/datasets/%27%20or%20%271%27=%271/history",
                "/api/datasets/..%2F..%2Fetc/history",
                "/api/releases/%3Cscript%3E/certificate",
                "/api/nothing",
                "/api/",
                "/console/..%2fapplication.properties",
                "/console/index.html",
                "/console/V1__ledger.sql"
            })
    void paths_thatNameNothing_areNotFound(String path) {
        HttpResponse<String> answer = web.get(path, TestServer.AUDITOR);
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).doesNotContain("<script>", "quarkus.");
    }

    @Test
    void requests_thatAreTooLargeOrOfAnotherMethod_areRefused() {
        String large = "{\"decision\":" + " ".repeat(ConsoleRoutes.BODY_BYTES_MAX) + "\"approve\"}";
        assertThat(web.post("/api/approvals/x", TestServer.OFFICER, large).statusCode())
                .isEqualTo(413);
        assertThat(web.post("/api/datasets", TestServer.OWNER, "").statusCode()).isEqualTo(405);
        assertThat(web.get("/api/datasets/" + "a".repeat(65) + "/history", TestServer.OWNER)
                        .statusCode())
                .isEqualTo(404);
        assertThat(web.get("/api/me", "a".repeat(20_000)).statusCode()).isBetween(400, 499);
    }

    @Test
    void everyAnswer_forbidsWhatThePageDoesNotNeed() {
        for (String path : List.of("/", "/console/", "/console/app.js", "/api/me", "/api/nothing")) {
            HttpResponse<String> answer =
                    web.send(web.request(path, Optional.empty()).GET());
            assertThat(answer.headers().firstValue("content-security-policy").orElse(""))
                    .as(path)
                    .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
            assertThat(answer.headers().firstValue("access-control-allow-origin"))
                    .isEmpty();
        }
    }

    @Test
    void metrics_areForThisMachineOrAToken() {
        assertThat(scrape(Map.of(), Optional.empty())).isEqualTo(200);
        for (Map<String, String> through :
                List.of(Map.of("X-Forwarded-For", "10.0.0.1"), Map.of("Forwarded", "for=10.0.0.1"))) {
            assertThat(scrape(through, Optional.empty())).isEqualTo(401);
            assertThat(scrape(through, Optional.of("no-such-token-0123456789"))).isEqualTo(401);
            assertThat(scrape(through, Optional.of(TestServer.AUDITOR))).isEqualTo(200);
        }
    }

    private int scrape(Map<String, String> headers, Optional<String> token) {
        HttpRequest.Builder request = web.request("/q/metrics", token).GET();
        headers.forEach(request::header);
        return web.send(request).statusCode();
    }
}
