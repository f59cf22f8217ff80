package org.vitrail.magic;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.ActionType;
import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.CallInfo;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.ErrorFlightMetadata;
import org.apache.arrow.flight.FlightProducer;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.FlightServerMiddleware;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.RequestContext;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.certificate.ReadPiece;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.job.JobEvent;
import org.vitrail.contract.job.JobTicket;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.release.ReleaseSummary;
import org.vitrail.contract.session.BudgetView;
import org.vitrail.contract.session.OpenSession;
import org.vitrail.contract.session.SessionView;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.ServerView;
import org.vitrail.contract.wire.WireNames;

/// A real Flight server on a real port that speaks the contract and makes no synthetic data: it counts what it is
/// asked, and can be told to be slow, to refuse, or to break the line.
final class FakeServer extends NoOpFlightProducer {
    static final String TOKEN = "0123456789abcdef";

    /// SHA-256 of the text `rows`.
    static final String ROWS_SHA_256 = "bc51e9e65d79e1c90ba544ab2eae1044ccdf8c1af7a559ba375cba4276f7d99e";

    final CertificateSamples certificates = new CertificateSamples();
    volatile String rows = "rows";

    final List<SubmitJob> submitted = new CopyOnWriteArrayList<>();
    final List<RegisterDataset> registered = new CopyOnWriteArrayList<>();
    final AtomicInteger uploadedBytes = new AtomicInteger();
    final AtomicInteger cancelled = new AtomicInteger();
    final AtomicInteger lostStreams = new AtomicInteger();
    volatile int steps = 3;
    volatile long stepMillis = 20;
    volatile Optional<Refusal> refuseSubmit = Optional.empty();
    final FakeGovernance governance = new FakeGovernance();
    final List<OpenSession> opened = new CopyOnWriteArrayList<>();
    volatile List<ReleaseSummary> releases =
            List.of(Samples.summary("r-1", "ann", true), Samples.summary("r-0", "ben", false));
    volatile Optional<Double> epsilonOverTime = Optional.empty();
    volatile boolean replays;

    private final Map<String, SubmitJob> jobs = new ConcurrentHashMap<>();
    private final Map<String, String> byKey = new ConcurrentHashMap<>();
    private final Map<String, Boolean> stopped = new ConcurrentHashMap<>();
    private final Map<String, SessionView> sessions = new ConcurrentHashMap<>();
    private final BufferAllocator allocator = new RootAllocator();
    private final FlightServer server;

    FakeServer() throws Exception {
        FlightServerMiddleware.Key<FlightServerMiddleware> key = FlightServerMiddleware.Key.of("token");
        server = FlightServer.builder(allocator, Location.forGrpcInsecure("127.0.0.1", 0), this)
                .middleware(key, FakeServer::check)
                .build()
                .start();
    }

    int port() {
        return server.getPort();
    }

    private static FlightServerMiddleware check(CallInfo info, CallHeaders headers, RequestContext context) {
        if (!("Bearer " + TOKEN).equals(headers.get(WireNames.AUTHORIZATION_HEADER))) {
            throw CallStatus.UNAUTHENTICATED.withDescription("no").toRuntimeException();
        }
        return new FlightServerMiddleware() {
            @Override
            public void onBeforeSendingHeaders(CallHeaders out) {}

            @Override
            public void onCallCompleted(CallStatus status) {}

            @Override
            public void onCallErrored(Throwable error) {}
        };
    }

    @Override
    public void doAction(CallContext context, Action action, StreamListener<Result> listener) {
        try {
            Object answer = answer(ActionName.of(action.getType()).orElseThrow(), action.getBody());
            listener.onNext(new Result(answer instanceof byte[] plain ? plain : Json.bytes(answer)));
            listener.onCompleted();
        } catch (FlightRuntimeException e) {
            listener.onError(e);
        } catch (RuntimeException e) {
            listener.onError(CallStatus.INTERNAL.withDescription("" + e).toRuntimeException());
        }
    }

    private Object answer(ActionName action, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return switch (action) {
            case HELLO -> new ServerView("test", "ann", List.of("owner"), "p");
            case REGISTER_DATASET -> register(Json.read(body, RegisterDataset.class));
            case LIST_DATASETS -> List.of(Samples.dataset("clinic"));
            case DESCRIBE_DATASET -> Samples.dataset(known(text), epsilonOverTime);
            case OPEN_SESSION -> open(Json.read(body, OpenSession.class));
            case BUDGET ->
                new BudgetView(
                        Objects.requireNonNull(sessions.get(text)),
                        Samples.account(10),
                        Samples.levels(),
                        List.of(Samples.line("r-1"), Samples.line("r-2")),
                        Optional.empty());
            case QUOTE -> Samples.quote(replays);
            case SUBMIT -> submit(Json.read(body, SubmitJob.class));
            case CANCEL -> {
                stopped.put(text, true);
                yield Map.of();
            }
            case OWNER_REPORT ->
                throw CallStatus.UNIMPLEMENTED
                        .withDescription("no rows, no report")
                        .toRuntimeException();
            case CERTIFICATE -> certificates.file(certificates.certificate(text, ROWS_SHA_256));
            case RELEASE_PIECE ->
                Json.read(body, ReadPiece.class).piece() == 0 ? rows.getBytes(StandardCharsets.UTF_8) : new byte[0];
            case SERVER_KEY -> certificates.key().pem();
            case LIST_RELEASES -> {
                known(text);
                yield releases;
            }
            case CLOSE_SESSION -> Objects.requireNonNull(sessions.remove(text));
            case READ_RULES, SET_RULES, GRANT_DATASET, PROPOSE_CAP, DECIDE_CAP, LIST_PROPOSALS, VERIFY_LEDGER ->
                governance.answer(action, body);
        };
    }

    private DatasetView register(RegisterDataset request) {
        registered.add(request);
        return Samples.dataset(request.name(), request.renewal() ? Optional.of(4.5) : Optional.empty());
    }

    private static String known(String dataset) {
        if (!dataset.equals("clinic")) {
            throw refused(new Refusal.Unknown("no dataset '" + dataset + "'"));
        }
        return dataset;
    }

    private SessionView open(OpenSession request) {
        known(request.dataset());
        String id = request.dataset() + "-" + request.notebook();
        if (request.epsilon().isEmpty() && !sessions.containsKey(id)) {
            throw refused(new Refusal.Unknown("no session"));
        }
        opened.add(request);
        SessionView known = sessions.get(id);
        SessionView view = new SessionView(
                id,
                request.dataset(),
                "ann",
                request.notebook(),
                Samples.account(3),
                known == null ? request.guaranteed() : known.guaranteed(),
                known == null ? request.expiresSeconds().map(s -> "2026-12-04T05:00:00.5Z") : known.expiresAt(),
                known != null);
        sessions.put(id, view);
        return view;
    }

    private JobTicket submit(SubmitJob job) {
        if (refuseSubmit.isPresent()) {
            throw refused(refuseSubmit.get());
        }
        submitted.add(job);
        String id = byKey.computeIfAbsent(job.idempotencyKey(), k -> "job-" + (byKey.size() + 1));
        jobs.put(id, job);
        return new JobTicket(id, false);
    }

    static FlightRuntimeException refused(Refusal refusal) {
        ErrorFlightMetadata metadata = new ErrorFlightMetadata();
        metadata.insert(WireNames.REFUSAL_HEADER, Json.bytes(refusal));
        return CallStatus.INVALID_ARGUMENT
                .withDescription(refusal.line())
                .withMetadata(metadata)
                .toRuntimeException();
    }

    @Override
    public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
        String id = new String(ticket.getBytes(), StandardCharsets.UTF_8);
        Schema schema = new Schema(List.of(
                Field.nullable("age", new ArrowType.Int(64, true)),
                Field.nullable("weight", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
                Field.nullable("sex", ArrowType.Utf8.INSTANCE)));
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
            listener.start(root);
            for (int step = 0; step < steps; step++) {
                if (listener.isCancelled() || stopped.containsKey(id)) {
                    cancelled.incrementAndGet();
                    stopped.put(id, true);
                    listener.error(
                            refused(new Refusal.Cancelled("cancelled after the start; the charge stands", true)));
                    return;
                }
                listener.putMetadata(json(new JobEvent.Progress("working", (double) step / steps, 1)));
                sleep(stepMillis);
            }
            if (lostStreams.getAndDecrement() > 0) {
                listener.error(CallStatus.UNAVAILABLE.withDescription("gone").toRuntimeException());
                return;
            }
            fill(root);
            listener.putNext();
            root.setRowCount(0);
            listener.putMetadata(json(new JobEvent.Done(
                    Samples.receipt(Objects.requireNonNull(jobs.get(id)).spec()),
                    Optional.of(Json.text(Samples.report("age"))))));
            listener.completed();
        }
    }

    private static void fill(VectorSchemaRoot root) {
        BigIntVector age = (BigIntVector) root.getVector(0);
        Float8Vector weight = (Float8Vector) root.getVector(1);
        VarCharVector sex = (VarCharVector) root.getVector(2);
        for (int i = 0; i < 3; i++) {
            age.setSafe(i, 20 + i);
            weight.setSafe(i, 60.5 + i);
            sex.setSafe(i, List.of("F", "M", "F").get(i).getBytes(StandardCharsets.UTF_8));
        }
        weight.setNull(2);
        root.setRowCount(3);
    }

    private ArrowBuf json(JobEvent event) {
        byte[] bytes = Json.bytes(event);
        ArrowBuf buffer = allocator.buffer(bytes.length);
        buffer.writeBytes(bytes);
        return buffer;
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Runnable acceptPut(CallContext context, FlightStream stream, StreamListener<PutResult> answer) {
        return () -> {
            List<Integer> pieces = new ArrayList<>();
            while (stream.next()) {
                pieces.add(((VarBinaryVector) stream.getRoot().getVector(WireNames.UPLOAD_COLUMN)).get(0).length);
            }
            uploadedBytes.set(pieces.stream().mapToInt(Integer::intValue).sum());
            byte[] view = Json.bytes(register(Json.read(stream.getDescriptor().getCommand(), RegisterDataset.class)));
            try (ArrowBuf buffer = allocator.buffer(view.length)) {
                buffer.writeBytes(view);
                answer.onNext(PutResult.metadata(buffer));
            }
            answer.onCompleted();
        };
    }

    @Override
    public void listActions(FlightProducer.CallContext context, StreamListener<ActionType> listener) {
        listener.onCompleted();
    }

    void close() throws Exception {
        server.shutdown();
        server.awaitTermination();
    }
}
