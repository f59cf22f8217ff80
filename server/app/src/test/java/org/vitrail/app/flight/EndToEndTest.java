package org.vitrail.app.flight;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ScriptedParts;
import org.vitrail.app.kit.TestClient;
import org.vitrail.app.kit.TestServer;
import org.vitrail.contract.Quote;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.job.JobTicket;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.session.SessionView;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.ServerView;

/// The way of a request over a real Flight connection and a real store.
class EndToEndTest {
    @TempDir
    private Path folder;

    private final ScriptedParts parts = new ScriptedParts();
    private TestServer server;
    private TestClient client;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(folder, path -> parts.parts(), Map.of());
        client = server.client(TestServer.OWNER);
        client.upload(Requests.register("adult", 3), "age,sex\n1,2\n".getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.close();
    }

    @Test
    void hello_ofAKnownToken_namesItsUser() {
        assertThat(client.call(ActionName.HELLO, "", ServerView.class))
                .isEqualTo(new ServerView("test", "olga", List.of("owner"), "clinic"));
    }

    @Test
    void describe_afterAnUpload_tellsPublicFacts() {
        DatasetView view = client.call(ActionName.DESCRIBE_DATASET, "adult", DatasetView.class);
        assertThat(view.schema()).isEqualTo(Requests.SCHEMA);
        assertThat(view.account().epsilonCap()).isEqualTo(3);
        assertThat(view.account().spentPico()).isZero();
    }

    @Test
    void release_ofAnOpenSession_arrivesWithProgressRowsAndReceipt() {
        parts.runMillis = 1_000;
        SessionView session = client.open(Requests.session("adult", "one", 2));
        SubmitJob job = Requests.job(session.sessionId(), Requests.spec("adult", 1, 25_000, 1));

        Quote quote = client.call(ActionName.QUOTE, job, Quote.class);
        assertThat(quote.affordable()).isTrue();
        assertThat(quote.replay()).isFalse();
        assertThat(client.budget(session.sessionId()).session().account().spentPico())
                .isZero();

        TestClient.Fetched fetched = client.release(job);
        assertThat(fetched.rows()).isEqualTo(25_000);
        assertThat(fetched.progressCount()).isGreaterThanOrEqualTo(5); // one second, at least five each second
        assertThat(fetched.done().receipt().replayed()).isFalse();
        assertThat(fetched.done().receipt().guarantee()).isEqualTo(quote.guarantee());
        assertThat(fetched.done().reportJson()).contains("{\"privacy\":\"paid\"}");

        long charged = quote.sessionAfter().reservedPico();
        assertThat(charged).isPositive();
        assertThat(client.budget(session.sessionId()).session().account().spentPico())
                .isEqualTo(charged);
        assertThat(client.budget(session.sessionId()).datasetAccount().spentPico())
                .isEqualTo(charged);
        assertThat(client.budget(session.sessionId()).releases()).hasSize(1);
    }

    @Test
    void release_ofTheSameRequest_isTheSameBytesAtNoCost() {
        SessionView session = client.open(Requests.session("adult", "one", 2));
        TestClient.Fetched first = client.release(Requests.job(session.sessionId(), Requests.spec("adult", 1)));
        JobTicket ticket = client.submit(Requests.job(session.sessionId(), Requests.spec("adult", 1)));
        TestClient.Fetched second = client.fetch(ticket.jobId());

        assertThat(ticket.replayed()).isTrue();
        assertThat(second.arrow()).isEqualTo(first.arrow());
        assertThat(second.done().receipt()).isEqualTo(first.done().receipt().asReplay());
        assertThat(parts.opened.get()).isEqualTo(1);
        assertThat(client.budget(session.sessionId()).releases()).hasSize(1);
    }
}
