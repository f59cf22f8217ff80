package org.vitrail.engine.local;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.vitrail.contract.wire.Json;

/// What a worker writes to its standard output: frames of magic (4 bytes), length (4 bytes, big-endian), JSON.
/// The request on its standard input has the same form; one byte after it means "open the rows".
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "frame")
@JsonSubTypes({
    @JsonSubTypes.Type(value = WorkerFrame.Progress.class, name = "progress"),
    @JsonSubTypes.Type(value = WorkerFrame.Opening.class, name = "opening"),
    @JsonSubTypes.Type(value = WorkerFrame.Reply.class, name = "reply"),
    @JsonSubTypes.Type(value = WorkerFrame.Failure.class, name = "failure")
})
sealed interface WorkerFrame {
    int MAGIC = 0x5654524c; // "VTRL"
    int BYTES_MAX = 64 << 20;

    record Progress(String stage, double fraction) implements WorkerFrame {}

    /// The price is right; asks for leave to open the rows.
    record Opening() implements WorkerFrame {}

    record Reply(WorkerReply reply) implements WorkerFrame {}

    /// The job ended without a release.
    ///
    /// @param line may be shown
    /// @param classes names of the exception and of its causes, for the log
    record Failure(WorkerFailedException.Kind kind, String line, List<String> classes) implements WorkerFrame {}

    /// Writes one frame and flushes.
    static void write(DataOutputStream out, Object value) throws IOException {
        byte[] bytes = Json.bytes(value);
        out.writeInt(MAGIC);
        out.writeInt(bytes.length);
        out.write(bytes);
        out.flush();
    }

    /// Reads one frame; empty at the end of the stream.
    ///
    /// @throws IllegalArgumentException if it is not a frame
    static <T> Optional<T> read(DataInputStream in, Class<T> type) throws IOException {
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        int magic = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        if (magic != MAGIC) {
            throw new IllegalArgumentException("not a frame");
        }
        int length = in.readInt();
        if (length < 0 || length > BYTES_MAX) {
            throw new IllegalArgumentException("not a frame's length");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("a frame was cut off");
        }
        return Optional.of(Json.read(bytes, type));
    }
}
