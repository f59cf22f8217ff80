package org.vitrail.app.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.CallOptions;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.SyncPutListener;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.job.JobEvent;
import org.vitrail.contract.job.JobTicket;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.session.BudgetView;
import org.vitrail.contract.session.OpenSession;
import org.vitrail.contract.session.SessionView;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.WireNames;

/// A real Flight client with a token.
public final class TestClient implements AutoCloseable {
    private final BufferAllocator allocator = new RootAllocator();
    private final FlightClient client;
    private final CallOption[] options;

    /// Connects; without a token the calls carry none.
    public TestClient(int port, Optional<String> token) {
        this(port, token, Duration.ofHours(1));
    }

    /// Connects; each call ends after `patience`, whatever the server does.
    public TestClient(int port, Optional<String> token, Duration patience) {
        client = FlightClient.builder(allocator, Location.forGrpcInsecure("127.0.0.1", port))
                .build();
        FlightCallHeaders headers = new FlightCallHeaders();
        token.ifPresent(value -> headers.insert(WireNames.AUTHORIZATION_HEADER, "Bearer " + value));
        options = new CallOption[] {
            new HeaderCallOption(headers), CallOptions.timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        };
    }

    /// A release as it arrived.
    ///
    /// @param arrow the rows written again as one Arrow IPC stream
    public record Fetched(Bytes arrow, int rows, List<JobEvent> events) {
        /// The last event.
        public JobEvent.Done done() {
            return (JobEvent.Done) events.getLast();
        }

        /// How many progress events came.
        public long progressCount() {
            return events.stream().filter(JobEvent.Progress.class::isInstance).count();
        }
    }

    /// Bytes that are equal if their content is.
    public static final class Bytes {
        private final byte[] content;

        Bytes(byte[] content) {
            this.content = content;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(content);
        }

        @Override
        public String toString() {
            return content.length + " bytes with hash " + hashCode();
        }

        /// SHA-256 in hex.
        public String digest() {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /// The plain client.
    public FlightClient flight() {
        return client;
    }

    /// The options with the token.
    public CallOption[] options() {
        return options.clone();
    }

    /// The plain allocator.
    public BufferAllocator allocator() {
        return allocator;
    }

    /// Calls an action and returns its answer, empty if there is none.
    public byte[] call(ActionName action, byte[] body) {
        byte[] answer = new byte[0];
        Iterator<Result> results = client.doAction(new Action(action.wireName(), body), options);
        while (results.hasNext()) {
            answer = results.next().getBody();
        }
        return answer;
    }

    /// Calls an action with a record or a text.
    public <T> T call(ActionName action, Object body, Class<T> type) {
        return Json.read(call(action, bytes(body)), type);
    }

    private static byte[] bytes(Object body) {
        return body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : Json.bytes(body);
    }

    /// Opens a session.
    public SessionView open(OpenSession request) {
        return call(ActionName.OPEN_SESSION, request, SessionView.class);
    }

    /// Submits a job.
    public JobTicket submit(SubmitJob request) {
        return call(ActionName.SUBMIT, request, JobTicket.class);
    }

    /// Reads the budget.
    public BudgetView budget(String sessionId) {
        return call(ActionName.BUDGET, sessionId, BudgetView.class);
    }

    /// Submits and fetches.
    public Fetched release(SubmitJob request) {
        return fetch(submit(request).jobId());
    }

    /// The job's stream.
    public FlightStream stream(String jobId) {
        return client.getStream(new Ticket(jobId.getBytes(StandardCharsets.UTF_8)), options);
    }

    /// Reads a job's stream to its end, as the description of [JobEvent] says.
    public Fetched fetch(String jobId) {
        FlightStream stream = stream(jobId);
        try {
            return read(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            close(stream);
        }
    }

    private static Fetched read(FlightStream stream) throws IOException {
        List<JobEvent> events = new ArrayList<>();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int rows = 0;
        VectorSchemaRoot root = stream.getRoot();
        try (ArrowStreamWriter writer = new ArrowStreamWriter(root, null, Channels.newChannel(out))) {
            while (stream.next()) {
                ArrowBuf metadata = stream.getLatestMetadata();
                if (metadata != null && metadata.readableBytes() > 0) {
                    byte[] json = new byte[(int) metadata.readableBytes()];
                    metadata.getBytes(metadata.readerIndex(), json);
                    events.add(Json.read(json, JobEvent.class));
                }
                if (root.getRowCount() > 0) {
                    rows += root.getRowCount();
                    writer.writeBatch();
                }
            }
            writer.end();
        }
        return new Fetched(new Bytes(out.toByteArray()), rows, events);
    }

    /// Closes a stream; a call that has ended can always be closed.
    public static void close(FlightStream stream) {
        try {
            stream.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// Uploads a file and registers it.
    public DatasetView upload(RegisterDataset request, byte[] file) {
        return Json.read(put(Json.bytes(request), WireNames.UPLOAD_COLUMN, file), DatasetView.class);
    }

    /// Uploads with any command and column name, in two pieces.
    public byte[] put(byte[] command, String column, byte[] file) {
        Schema schema = new Schema(List.of(Field.notNullable(column, ArrowType.Binary.INSTANCE)));
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator);
                SyncPutListener answers = new SyncPutListener()) {
            FlightClient.ClientStreamListener put =
                    client.startPut(FlightDescriptor.command(command), root, answers, options);
            int half = file.length / 2;
            send(put, root, Arrays.copyOfRange(file, 0, half));
            send(put, root, Arrays.copyOfRange(file, half, file.length));
            put.completed();
            byte[] answer = new byte[0];
            for (PutResult result = answers.read(); result != null; result = answers.read()) {
                ArrowBuf metadata = result.getApplicationMetadata();
                answer = new byte[(int) metadata.readableBytes()];
                metadata.getBytes(metadata.readerIndex(), answer);
                result.close();
            }
            put.getResult();
            return answer;
        } catch (InterruptedException | ExecutionException e) {
            if (e.getCause() instanceof FlightRuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException(e);
        }
    }

    private static void send(FlightClient.ClientStreamListener put, VectorSchemaRoot root, byte[] piece) {
        VarBinaryVector vector = (VarBinaryVector) root.getVector(0);
        vector.reset();
        vector.setSafe(0, piece);
        vector.setValueCount(1);
        root.setRowCount(1);
        put.putNext();
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        allocator.close();
    }
}
