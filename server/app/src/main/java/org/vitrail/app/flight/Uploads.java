package org.vitrail.app.flight;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.flight.FlightProducer.StreamListener;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.vitrail.app.access.Caller;
import org.vitrail.app.dataset.Datasets;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.dataset.DatasetView;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.WireNames;

/// Takes a file in by DoPut and registers it. The bytes rest in an owner-only file that is deleted whatever
/// happens.
final class Uploads {
    private static final int AT_ONCE_MAX = 4;

    private final Datasets datasets;
    private final Path folder;
    private final BufferAllocator allocator;
    private final long bytesMax;
    private final long slowClientMillis;
    private final AtomicInteger running = new AtomicInteger();

    /// Uploads into an existing owner-only folder.
    ///
    /// @param bytesMax of one file
    /// @param slowClientMillis how long a client may send nothing
    Uploads(Datasets datasets, Path folder, BufferAllocator allocator, long bytesMax, long slowClientMillis) {
        this.datasets = datasets;
        this.folder = folder;
        this.allocator = allocator;
        this.bytesMax = bytesMax;
        this.slowClientMillis = slowClientMillis;
    }

    /// Reads the whole upload, registers it, and answers with its public facts.
    void accept(Caller caller, FlightStream flight, StreamListener<PutResult> acknowledge) throws IOException {
        if (!flight.getDescriptor().isCommand()) {
            throw new IllegalArgumentException("an upload's descriptor must be a command: the RegisterDataset as JSON");
        }
        VitrailProducer.requireText(flight.getDescriptor().getCommand());
        RegisterDataset request = Json.read(flight.getDescriptor().getCommand(), RegisterDataset.class);
        if (running.incrementAndGet() > AT_ONCE_MAX) {
            running.decrementAndGet();
            throw new RefusedException(new Refusal.Unavailable(
                    "more than " + AT_ONCE_MAX + " uploads run; nothing was registered, try again later"));
        }
        Path file = Files.createTempFile(folder, "upload-", "");
        try {
            receive(flight, file);
            DatasetView view = datasets.register(caller, request, Optional.of(file));
            byte[] json = Json.bytes(view);
            ArrowBuf buffer = allocator.buffer(json.length);
            buffer.writeBytes(json);
            try (PutResult result = PutResult.metadata(buffer)) { // closes the buffer too
                acknowledge.onNext(result);
            }
            acknowledge.onCompleted();
        } finally {
            Files.deleteIfExists(file);
            running.decrementAndGet();
        }
    }

    private void receive(FlightStream flight, Path file) throws IOException {
        try (Patience patience = Patience.of(slowClientMillis)) {
            try {
                receive(flight, file, patience);
            } catch (IOException | RuntimeException e) {
                if (patience.lost()) {
                    throw new RefusedException(new Refusal.Unavailable(
                            "the client sent nothing for " + slowClientMillis + " ms; upload the file again"));
                }
                throw e;
            }
        }
    }

    private void receive(FlightStream flight, Path file, Patience patience) throws IOException {
        long total = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            while (flight.next()) {
                patience.arrived();
                VarBinaryVector pieces = pieces(flight.getRoot());
                for (int i = 0; i < pieces.getValueCount(); i++) {
                    if (pieces.isNull(i)) {
                        throw new IllegalArgumentException("a piece of an upload must not be null");
                    }
                    byte[] piece = pieces.get(i);
                    total += piece.length;
                    if (total > bytesMax) {
                        throw new IllegalArgumentException("the file must have at most " + bytesMax
                                + " bytes; raise vitrail.upload-bytes-max, or register it from a database");
                    }
                    out.write(piece);
                }
            }
        }
        if (total == 0) {
            throw new IllegalArgumentException(
                    "the file is empty; upload its bytes in the column '" + WireNames.UPLOAD_COLUMN + "'");
        }
    }

    private static VarBinaryVector pieces(VectorSchemaRoot root) {
        if (root.getFieldVectors().size() == 1
                && root.getVector(0).getName().equals(WireNames.UPLOAD_COLUMN)
                && root.getVector(0) instanceof VarBinaryVector pieces) {
            return pieces;
        }
        throw new IllegalArgumentException(
                "an upload must have one column '" + WireNames.UPLOAD_COLUMN + "' of Arrow type Binary");
    }
}
