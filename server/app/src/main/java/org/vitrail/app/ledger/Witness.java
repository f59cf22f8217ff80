package org.vitrail.app.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrail.app.access.Tokens;
import org.vitrail.contract.wire.Json;

/// The newest signed head of every ledger, in a file outside the database: a database that is set back, or replaced
/// by
/// another one, no longer holds what was witnessed. Nothing is looked at before its charge is witnessed. Keep the
/// file where a backup of the database does not reach.
public final class Witness implements AutoCloseable {
    /// Its name in the data folder, unless configured.
    public static final String FILE = "witness.jsonl";

    private final FileChannel channel;
    private long whole; // up to the end of the last whole line

    private Witness(FileChannel channel) throws IOException {
        this.channel = channel;
        this.whole = channel.size();
    }

    /// A signed head, one line of the file.
    ///
    /// @param signature by the key of `keyId`, Base64
    public record Seen(String chain, long place, String hash, String keyId, String signature) {
        Head head() {
            return new Head(chain, place, hash);
        }
    }

    /// Opens the file to be added to, with one line for each ledger.
    ///
    /// @throws IOException if it cannot be read or written
    public static Witness open(Path file) throws IOException {
        if (Files.exists(file)) {
            StringBuilder compact = new StringBuilder();
            read(file).values().forEach(seen -> compact.append(Json.text(seen)).append('\n'));
            Tokens.writeOwnerOnly(file, compact.toString().getBytes(StandardCharsets.UTF_8));
        } else {
            Tokens.writeOwnerOnly(file, new byte[0]);
        }
        return new Witness(FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    }

    /// The newest head of each ledger that the file names; nothing if there is no file. A last line that was cut off
    /// by a crash does not count: what it witnessed had not been acted on.
    ///
    /// @throws IllegalArgumentException if the file is damaged
    public static Map<String, Seen> read(Path file) throws IOException {
        Map<String, Seen> newest = new HashMap<>();
        if (!Files.exists(file)) {
            return newest;
        }
        String text = Files.readString(file, StandardCharsets.UTF_8);
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            boolean cutOff = i == lines.size() - 1 && !text.endsWith("\n");
            if (!cutOff && !lines.get(i).isBlank()) {
                Seen seen = parse(lines.get(i), i + 1);
                newest.merge(seen.chain(), seen, (a, b) -> a.place() >= b.place() ? a : b);
            }
        }
        return newest;
    }

    private static Seen parse(String line, int number) {
        try {
            return Json.read(line, Seen.class);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the witness file is damaged at line " + number
                    + "; put its copy back, or the ledger cannot be trusted");
        }
    }

    /// Adds a head, durably. What cannot be written whole, on a full disk for example, is cut off again: half a line
    /// in the middle would make the file unreadable.
    void add(Head head, String keyId, String signature) {
        Seen seen = new Seen(head.chain(), head.place(), head.hash(), keyId, signature);
        ByteBuffer line = ByteBuffer.wrap((Json.text(seen) + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            synchronized (this) {
                if (channel.size() != whole) {
                    channel.truncate(whole); // it could not be cut off when it failed
                }
                while (line.hasRemaining()) {
                    channel.write(line);
                }
                channel.force(false);
                whole = channel.size();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the witness file cannot be written; nothing was looked at", e);
        }
    }

    /// The signature's bytes.
    static Optional<byte[]> signature(Seen seen) {
        try {
            return Optional.of(Base64.getDecoder().decode(seen.signature()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
