package org.vitrail.app.flight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.SyncPutListener;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ServerFixture;
import org.vitrail.app.kit.TestClient;
import org.vitrail.app.kit.TestServer;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.ServerView;

/// Garbage at every door: no crash, no internal error, nothing private in any answer.
class FuzzTest extends ServerFixture {
    private static final int ROUNDS = 60;

    @Override
    protected Map<String, String> settings() {
        return Map.of(
                "vitrail.flight.message-bytes-max", "1000000",
                "vitrail.upload-bytes-max", "100000",
                "vitrail.flight.slow-client", "2s");
    }

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    /// They read no request, or refuse an owner before they read it.
    private static final Set<ActionName> WITHOUT_REQUEST = Set.of(
            ActionName.HELLO,
            ActionName.LIST_DATASETS,
            ActionName.LIST_PROPOSALS,
            ActionName.VERIFY_LEDGER,
            ActionName.SERVER_KEY,
            ActionName.DECIDE_CAP);

    @Test
    void anyBytes_asActionsAndTickets_areRefusedInOneLine() {
        long seed = System.nanoTime();
        System.out.println("FuzzTest seed " + seed);
        RandomGenerator random = random(seed);
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            byte[] garbage = garbage(random, i);
            for (ActionName action : ActionName.values()) {
                if (!WITHOUT_REQUEST.contains(action)) {
                    answers.add(check(refused(() -> olga.call(action, garbage))));
                }
            }
            answers.add(check(refused(() -> olga.flight()
                    .doAction(new Action("x" + random.nextInt(), garbage), olga.options())
                    .forEachRemaining(_ -> {}))));
            answers.add(check(refused(() -> drain(olga.flight().getStream(new Ticket(garbage), olga.options())))));
            answers.add(check(refused(() -> olga.put(garbage, "bytes", new byte[] {1}))));
        }
        assertThat(answers).hasSizeGreaterThan(ROUNDS * 9);
        assertAlive();
    }

    /// Random bytes, and valid requests with some bytes changed.
    private static byte[] garbage(RandomGenerator random, int round) {
        SubmitJob job = new SubmitJob("none", Requests.spec("adult", 1), "key-0123456789", false, false);
        byte[] bytes = round % 2 == 0 ? new byte[random.nextInt(2_000)] : Json.bytes(job);
        if (round % 2 == 0) {
            random.nextBytes(bytes);
        }
        for (int i = 0; bytes.length > 0 && i < 5; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static String check(FlightRuntimeException refusal) {
        String line = String.valueOf(refusal.status().description());
        assertThat(refusal.status().code())
                .as(line)
                .isIn(FlightStatusCode.INVALID_ARGUMENT, FlightStatusCode.NOT_FOUND, FlightStatusCode.UNAUTHENTICATED);
        assertThat(line)
                .doesNotContain("internal", "Exception", "org.", "java.", CANARY)
                .doesNotContain("\n");
        return line;
    }

    private static void drain(FlightStream stream) {
        try {
            while (stream.next()) {
                assertThat(stream.hasRoot()).isTrue();
            }
        } finally {
            TestClient.close(stream);
        }
    }

    private void assertAlive() {
        assertThat(olga.call(ActionName.HELLO, "", ServerView.class).user()).isEqualTo("olga");
    }

    @Test
    void messages_beyondTheLimit_areRefused() {
        byte[] huge = "x".repeat(2_000_000).getBytes(StandardCharsets.UTF_8);
        assertThat(refused(() -> olga.call(ActionName.DESCRIBE_DATASET, huge))
                        .status()
                        .code())
                .isIn(FlightStatusCode.RESOURCE_EXHAUSTED, FlightStatusCode.INTERNAL, FlightStatusCode.CANCELLED);
        byte[] deep = "[".repeat(400_000).getBytes(StandardCharsets.UTF_8);
        check(refused(() -> olga.call(ActionName.SUBMIT, deep)));
        assertThat(refused(() -> olga.upload(Requests.register("big", 1), new byte[150_000])))
                .hasMessageContaining("at most 100000 bytes");
        assertAlive();
    }

    @Test
    void schemas_ofTenThousandColumns_areRefused() {
        Schema wide = new Schema(IntStream.range(0, 10_000)
                .mapToObj(i -> Field.nullable("c" + i, ArrowType.Utf8.INSTANCE))
                .toList());
        FlightRuntimeException refusal = refused(() -> {
            try (VectorSchemaRoot root = VectorSchemaRoot.create(wide, olga.allocator());
                    SyncPutListener answers = new SyncPutListener()) {
                FlightClient.ClientStreamListener put = olga.flight()
                        .startPut(
                                FlightDescriptor.command(Json.bytes(Requests.register("wide", 1))),
                                root,
                                answers,
                                olga.options());
                root.setRowCount(1);
                put.putNext();
                put.completed();
                put.getResult();
            }
        });
        assertThat(refusal.status().code())
                .isIn(
                        FlightStatusCode.INVALID_ARGUMENT,
                        FlightStatusCode.RESOURCE_EXHAUSTED,
                        FlightStatusCode.UNAVAILABLE); // a busy machine may be the slow client
        assertAlive();
    }

    @Test
    void schemas_ofTwoThousandDeclaredColumns_areRefused() {
        RegisterDataset wide = Requests.register("wide", 1);
        RegisterDataset request = new RegisterDataset(
                wide.name(),
                wide.format(),
                Optional.of(new TableSchema(
                        IntStream.range(0, 2_000)
                                .mapToObj(i -> Column.of("c" + i, Domain.IntegerRange.of(0, 1)))
                                .toList(),
                        new PrivacyUnit.Row())),
                Optional.empty(),
                1,
                1e-6,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of());
        FlightRuntimeException refusal = refused(() -> olga.upload(request, new byte[] {1}));
        assertThat(refusal.status().code()).isEqualTo(FlightStatusCode.INVALID_ARGUMENT);
        assertThat(refusal).hasMessageContaining("at most 1000 columns, got 2000");
    }

    @Test
    void tokens_ofAnyForm_areRefusedAndNeverSaidBack() {
        for (String token : List.of(
                " ",
                "x",
                "olga",
                "Bearer " + TestServer.OWNER,
                TestServer.OWNER + " ",
                TestServer.OWNER.toUpperCase(Locale.ROOT),
                CANARY,
                "z".repeat(5_000))) {
            try (TestClient nobody = new TestClient(server.port(), Optional.of(token))) {
                FlightRuntimeException refusal = refused(() -> nobody.call(ActionName.HELLO, new byte[0]));
                assertThat(refusal.status().code()).as(token).isEqualTo(FlightStatusCode.UNAUTHENTICATED);
                assertThat(String.valueOf(refusal.getMessage()))
                        .doesNotContain(TestServer.OWNER)
                        .doesNotContain("zzz");
            }
        }
        assertAlive();
    }

    @Test
    void client_thatSendsNothing_losesItsUploadAndItsPlace() throws Exception {
        Schema schema = new Schema(List.of(Field.notNullable("bytes", ArrowType.Binary.INSTANCE)));
        for (int i = 0; i < 5; i++) { // more than the places there are
            FlightDescriptor descriptor = FlightDescriptor.command(Json.bytes(Requests.register("slow" + i, 1)));
            try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, olga.allocator());
                    SyncPutListener answers = new SyncPutListener()) {
                FlightClient.ClientStreamListener put =
                        olga.flight().startPut(descriptor, root, answers, olga.options());
                FlightRuntimeException refusal = refused(put::getResult);
                assertThat(refusal.status().code()).isEqualTo(FlightStatusCode.UNAVAILABLE);
                assertThat(refusal).hasMessageContaining("the client sent nothing for 2000 ms");
            }
        }
        olga.upload(Requests.register("quick", 1), new byte[] {1, 2});
        for (int waited = 0; waited < 200 && !uploads().isEmpty(); waited++) {
            Thread.sleep(100); // the server answers first and clears up then
        }
        assertThat(uploads()).isEmpty();
    }

    private List<Path> uploads() throws IOException {
        try (Stream<Path> left = Files.list(folder.resolve("uploads"))) {
            return left.toList();
        }
    }

    @Test
    void client_thatReadsNothing_losesTheStreamNotTheRelease() throws Exception {
        String session = olga.open(Requests.session("adult", "slow", 2)).sessionId();
        SubmitJob job = Requests.job(session, Requests.spec("adult", 1, 600_000, 1));
        String jobId = olga.submit(job).jobId();
        FlightStream stalled = olga.stream(jobId);
        Thread.sleep(3_000);
        try (TestClient other = server.client(org.vitrail.app.kit.TestServer.OWNER)) {
            assertThat(other.fetch(jobId).rows()).isEqualTo(600_000);
        }
        stalled.cancel("too slow", new InterruptedException());
        TestClient.close(stalled);
        assertAlive();
    }
}
