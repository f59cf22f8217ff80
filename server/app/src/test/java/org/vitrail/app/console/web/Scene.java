package org.vitrail.app.console.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.arrow.flight.FlightRuntimeException;
import org.vitrail.app.job.WorkerFailure;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ScriptedParts;
import org.vitrail.app.kit.TestClient;
import org.vitrail.app.kit.TestServer;
import org.vitrail.app.kit.TestWeb;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.pac.PacSpec;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.contract.session.OpenSession;

/// A server with its HTTP port; empty, or with two projects in which things were bought, failed, kept and used up.
final class Scene implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// A private value: no answer ever holds it.
    static final String CANARY = "canary-4711-private";
    /// What dataset `clinic` may tell under PAC privacy, in 1e-12 nat.
    static final long PAC_CAP = 500_000_000_000L;
    /// What its one answer costs of that.
    static final long PAC_CHARGE = 7_812_500_000L;
    /// A notebook whose name is a trap for whoever takes names for HTML.
    static final String TRAP = "<script>document.title='broken in'</script><img src=x onerror=alert(1)>.ipynb";

    final ScriptedParts parts = new ScriptedParts();
    final TestServer server;
    final TestWeb web;

    Scene(Path folder) throws Exception {
        this(folder, Map.of());
    }

    Scene(Path folder, Map<String, String> settings) throws Exception {
        parts.runMillis = 5;
        server = TestServer.start(folder, _ -> parts.parts(), settings);
        web = new TestWeb(() -> Optional.of(server.served()));
    }

    /// Fills it.
    Scene full() {
        try (TestClient olga = server.client(TestServer.OWNER);
                TestClient anna = server.client(TestServer.ANALYST);
                TestClient sven = server.client(TestServer.STRANGER)) {
            for (String name : new String[] {"adult", "clinic"}) {
                olga.upload(
                        name.equals("adult") ? Requests.register(name, 3) : withPac(Requests.register(name, 1)),
                        (name + ",sex\n1," + CANARY + "\n").getBytes(StandardCharsets.UTF_8));
            }
            answer(olga, "clinic");
            sven.upload(Requests.register("survey", 2), "q\n1\n".getBytes(StandardCharsets.UTF_8));
            buy(anna, session(anna, "adult", "churn.ipynb", 1.5, Optional.empty(), false), 0.25, 3);
            buy(anna, session(anna, "adult", TRAP, 0.5, Optional.of(7200L), true), 0.2, 1);
            buy(olga, session(olga, "adult", "monthly-report.ipynb", 1, Optional.of(86_400L * 30), false), 0.3, 2);
            buy(olga, session(olga, "clinic", "trial.ipynb", 0.9, Optional.empty(), false), 0.85, 1);
            buy(sven, session(sven, "survey", "first-look.ipynb", 1, Optional.empty(), false), 0.1, 1);
            parts.failure = Optional.of(new WorkerFailure("the worker ended"));
            try {
                buy(anna, session(anna, "adult", "churn.ipynb", 1.5, Optional.empty(), false), 0.1, 1);
                throw new IllegalStateException("a failing worker releases nothing");
            } catch (FlightRuntimeException e) {
                parts.failure = Optional.empty();
            }
        }
        return this;
    }

    /// Half a nat of PAC privacy beside its epsilon.
    private static RegisterDataset withPac(RegisterDataset plain) {
        return plain.with(Optional.of(new PacTerms(PAC_CAP, 10)));
    }

    /// One of PAC privacy.
    private static void answer(TestClient client, String dataset) {
        String session = session(client, dataset, "trial.ipynb", 0.9, Optional.empty(), false);
        PacSpec spec = new PacSpec(dataset, "SELECT count(*) AS n FROM " + dataset, PAC_CHARGE);
        client.release(new SubmitJob(session, spec, UUID.randomUUID().toString(), true, false));
    }

    private static String session(
            TestClient client,
            String dataset,
            String notebook,
            double epsilon,
            Optional<Long> seconds,
            boolean guaranteed) {
        return client.open(new OpenSession(
                        dataset, notebook, Optional.of(epsilon), Optional.of(1e-6), guaranteed, seconds))
                .sessionId();
    }

    private static void buy(TestClient client, String session, double epsilon, int times) {
        String dataset = client.budget(session).session().dataset();
        for (int i = 0; i < times; i++) {
            client.release(Requests.fresh(session, Requests.spec(dataset, epsilon)));
        }
    }

    /// A good answer.
    JsonNode json(String path, String token) throws Exception {
        HttpResponse<String> answer = web.get(path, token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json; charset=utf-8");
        return JSON.readTree(answer.body());
    }

    /// One field of each of a list.
    static List<String> texts(JsonNode list, String field) {
        List<String> texts = new ArrayList<>();
        list.forEach(node -> texts.add(node.path(field).asText()));
        return texts;
    }

    /// One verification at a time: waits for the one that runs.
    void settled() throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!json("/api/ledger", TestServer.AUDITOR).get("running").isNull()) {
            assertThat(System.nanoTime()).as("a verification ends within 60 s").isLessThan(end);
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        web.close();
        server.close();
    }
}
