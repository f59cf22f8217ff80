package org.vitrail.magic.client;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.CallOption;
import org.apache.arrow.flight.CallOptions;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightCallHeaders;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.HeaderCallOption;
import org.apache.arrow.flight.Location;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.Ticket;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.WireNames;

/// One open line to one server. Not shared between threads, except for [#call] and [#close].
public final class FlightLink implements AutoCloseable {
    private static final int MESSAGE_BYTES_MAX = 256 << 20;

    private final Endpoint endpoint;
    private final BufferAllocator allocator;
    private final FlightClient client;

    /// Opens a line; nothing is sent yet.
    public FlightLink(Endpoint endpoint) {
        this.endpoint = endpoint;
        this.allocator = new RootAllocator();
        this.client = client(endpoint, allocator);
    }

    private static FlightClient client(Endpoint endpoint, BufferAllocator allocator) {
        Location location = endpoint.tls()
                ? Location.forGrpcTls(endpoint.host(), endpoint.port())
                : Location.forGrpcInsecure(endpoint.host(), endpoint.port());
        FlightClient.Builder builder =
                FlightClient.builder(allocator, location).maxInboundMessageSize(MESSAGE_BYTES_MAX);
        try {
            trust(builder, endpoint.ca());
            show(builder, endpoint.certificate());
            return builder.build();
        } catch (ClientException e) {
            allocator.close();
            throw e;
        }
    }

    private static void trust(FlightClient.Builder builder, Optional<Path> authorities) {
        if (authorities.isPresent()) {
            try {
                builder.trustedCertificates(bytes(authorities.get(), "BEGIN CERTIFICATE"));
            } catch (IOException e) {
                throw new ClientException(
                        ClientException.Kind.FATAL, "cannot read certificates (PEM) from '" + authorities.get() + "'");
            }
        }
    }

    private static void show(FlightClient.Builder builder, Optional<ClientCertificate> certificate) {
        if (certificate.isPresent()) {
            try {
                builder.clientCertificate(
                        bytes(certificate.get().chain(), "BEGIN CERTIFICATE"),
                        bytes(certificate.get().key(), "BEGIN PRIVATE KEY"));
            } catch (IOException e) {
                throw new ClientException(
                        ClientException.Kind.FATAL,
                        "cannot read a certificate and its key (PEM; the key PKCS#8, without a password) from '"
                                + certificate.get().chain() + "' and '"
                                + certificate.get().key() + "'");
            }
        }
    }

    private static InputStream bytes(Path file, String mark) throws IOException {
        byte[] all = Files.readAllBytes(file);
        if (!new String(all, StandardCharsets.US_ASCII).contains(mark)) {
            throw new IOException("not PEM");
        }
        return new ByteArrayInputStream(all);
    }

    private HeaderCallOption bearer() {
        FlightCallHeaders headers = new FlightCallHeaders();
        headers.insert(
                WireNames.AUTHORIZATION_HEADER,
                "Bearer " + endpoint.credential().token());
        return new HeaderCallOption(headers);
    }

    /// The server at the other end.
    public Endpoint endpoint() {
        return endpoint;
    }

    /// Sends one action and reads its one answer.
    ///
    /// @param request a record, a text, or nothing
    /// @throws RefusedException if the server says no
    /// @throws ClientException if it does not say anything
    public <T> T call(ActionName action, Optional<?> request, Class<T> answer, long timeoutSeconds) {
        return Json.read(send(action, request, timeoutSeconds), answer);
    }

    /// Sends one action and returns its answer's bytes; errors as in [#call].
    byte[] send(ActionName action, Optional<?> request, long timeoutSeconds) {
        byte[] body = request.map(FlightLink::body).orElseGet(() -> new byte[0]);
        CallOption limit = CallOptions.timeout(timeoutSeconds, TimeUnit.SECONDS);
        try {
            Iterator<Result> results = client.doAction(new Action(action.wireName(), body), bearer(), limit);
            byte[] bytes = results.hasNext() ? results.next().getBody() : new byte[0];
            while (results.hasNext()) {
                results.next();
            }
            return bytes;
        } catch (FlightRuntimeException e) {
            throw failure(e);
        }
    }

    /// Redeems a job's ticket; the caller closes the stream.
    FlightStream stream(String jobId) {
        try {
            return client.getStream(new Ticket(jobId.getBytes(StandardCharsets.UTF_8)), bearer());
        } catch (FlightRuntimeException e) {
            throw failure(e);
        }
    }

    /// Uploads a file's bytes and registers them.
    ///
    /// @param request names the dataset and describes it
    /// @param bytes the file; read to its end, not closed
    public DatasetView upload(RegisterDataset request, InputStream bytes) {
        FlightDescriptor descriptor = FlightDescriptor.command(Json.bytes(request));
        try {
            byte[] answer = Upload.send(client, allocator, descriptor, bytes, bearer());
            return Json.read(answer, DatasetView.class);
        } catch (FlightRuntimeException e) {
            throw failure(e);
        } catch (IOException e) {
            throw new ClientException(
                    ClientException.Kind.FATAL,
                    "the file could not be read to its end: " + e.getClass().getSimpleName());
        }
    }

    private static byte[] body(Object request) {
        return request instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : Json.bytes(request);
    }

    /// Turns a Flight error into a refusal, a loss or an interrupt.
    RuntimeException failure(FlightRuntimeException e) {
        CallStatus status = e.status();
        Optional<Refusal> refusal = refusal(status);
        if (refusal.isPresent()) {
            return new RefusedException(refusal.get());
        }
        String line = status.description() == null
                ? status.code().name()
                : status.description().lines().findFirst().orElse("");
        // An interrupt surfaces in many dresses: as a cancelled call, as a cause, or as the flag beside any error.
        if (status.code() == FlightStatusCode.CANCELLED || interrupted(e)) {
            return new ClientException(ClientException.Kind.INTERRUPTED, "interrupted");
        }
        Optional<String> handshake = Handshake.line(e, endpoint);
        if (handshake.isPresent()) {
            return new ClientException(ClientException.Kind.FATAL, handshake.get());
        }
        if (status.code() == FlightStatusCode.UNAVAILABLE || broken(e)) {
            return new ClientException(
                    ClientException.Kind.LOST,
                    "the server at " + endpoint.url() + " does not answer"
                            + (endpoint.tls() ? "" : "; if it speaks TLS, connect with grpc+tls://"));
        }
        return switch (status.code()) {
            case UNAUTHENTICATED ->
                new ClientException(
                        ClientException.Kind.FATAL,
                        "the server at " + endpoint.url() + " does not accept this token: " + line
                                + " (%vitrail URL --token-file F)");
            case TIMED_OUT ->
                new ClientException(
                        ClientException.Kind.LOST, "the server at " + endpoint.url() + " did not answer in time");
            default -> new ClientException(ClientException.Kind.FATAL, "the server at " + endpoint.url() + ": " + line);
        };
    }

    /// A server that dies while a call is under way surfaces under several codes; the cause or the words tell.
    private static boolean broken(FlightRuntimeException failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof IOException) {
                return true;
            }
        }
        String said = failure.status().description();
        return said != null && said.toLowerCase(Locale.ROOT).contains("channel closed");
    }

    private static boolean interrupted(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof InterruptedException) {
                return true;
            }
        }
        return Thread.currentThread().isInterrupted();
    }

    private static Optional<Refusal> refusal(CallStatus status) {
        if (status.metadata() == null || !status.metadata().containsKey(WireNames.REFUSAL_HEADER)) {
            return Optional.empty();
        }
        try {
            byte[] json = status.metadata().getByte(WireNames.REFUSAL_HEADER);
            return json == null ? Optional.empty() : Optional.of(Json.read(json, Refusal.class));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a newer server's refusal: the description still tells
        }
    }

    /// Closes the line. Buffers of a broken stream may still be on their way, so the allocator's own complaint is
    /// ignored.
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            client.close();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        try {
            allocator.close();
        } catch (IllegalStateException e) {
            // memory of a call that is still being torn down; it goes with the process
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
