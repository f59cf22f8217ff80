package org.vitrail.app.flight;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.arrow.flight.FlightServer;
import org.apache.arrow.flight.Location;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.vitrail.app.access.SignIn;
import org.vitrail.contract.table.TableSchema;

/// The Arrow Flight port.
public final class FlightEndpoint implements AutoCloseable {
    private final BufferAllocator allocator;
    private final FlightServer server;

    private FlightEndpoint(BufferAllocator allocator, FlightServer server) {
        this.allocator = allocator;
        this.server = server;
    }

    /// Where and how to listen.
    ///
    /// @param host an address of this machine
    /// @param port 0: any free port
    /// @param messageBytesMax of one message from a client
    /// @param memoryBytesMax of all Arrow buffers together
    /// @param uploadBytesMax of one uploaded file
    /// @param slowClientMillis how long a client may take to read or send one batch
    /// @param certificate PEM chain; with `key`: TLS
    /// @param key PEM, PKCS#8
    /// @param clientCa PEM; with it clients must show a certificate signed by one of these, beside their token
    /// @param uploads an existing folder that only the server may read
    public record Settings(
            String host,
            int port,
            int messageBytesMax,
            long memoryBytesMax,
            long uploadBytesMax,
            long slowClientMillis,
            Optional<Path> certificate,
            Optional<Path> key,
            Optional<Path> clientCa,
            Path uploads) {
        /// Whether Flight speaks TLS.
        public boolean tls() {
            return certificate.isPresent();
        }
    }

    /// Starts to listen.
    ///
    /// @param schemas the Arrow schema that a release of those columns has
    public static FlightEndpoint start(
            Settings settings, SignIn signIn, FlightServices services, Function<TableSchema, Schema> schemas)
            throws IOException {
        BufferAllocator allocator = new RootAllocator(settings.memoryBytesMax());
        try {
            VitrailProducer producer = new VitrailProducer(
                    services,
                    new ReleaseStreams(services.jobs(), schemas, allocator, settings.slowClientMillis()),
                    new Uploads(
                            services.datasets(),
                            settings.uploads(),
                            allocator,
                            settings.uploadBytesMax(),
                            settings.slowClientMillis()));
            FlightServer.Builder builder = FlightServer.builder()
                    .allocator(allocator)
                    .producer(producer)
                    .location(
                            settings.tls()
                                    ? Location.forGrpcTls(settings.host(), settings.port())
                                    : Location.forGrpcInsecure(settings.host(), settings.port()))
                    .maxInboundMessageSize(settings.messageBytesMax())
                    .headerAuthenticator(new TokenAuthenticator(signIn));
            if (settings.tls()) {
                builder.useTls(
                        settings.certificate().orElseThrow().toFile(),
                        settings.key().orElseThrow().toFile());
                if (settings.clientCa().isPresent()) {
                    builder.useMTlsClientVerification(settings.clientCa().get().toFile());
                }
            }
            return new FlightEndpoint(allocator, builder.build().start());
        } catch (IOException | RuntimeException | Error e) {
            allocator.close();
            throw e;
        }
    }

    /// The port it listens on.
    public int port() {
        return server.getPort();
    }

    /// Stops to listen; open calls get 3 s.
    @Override
    public void close() {
        server.shutdown();
        try {
            if (!server.awaitTermination(3, TimeUnit.SECONDS)) {
                server.close();
            }
            if (allocator.getAllocatedMemory() == 0) { // else a call that was cut off still holds a batch
                allocator.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
