package org.vitrail.app.ledger;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.vitrail.app.access.Tokens;
import org.vitrail.contract.wire.Json;

/// The newest signed head of every ledger, in a file outside the database: a database that is set back, or replaced
/// by another one, no longer holds what was witnessed. Nothing is looked at before its charge is witnessed. Keep the
/// file where a backup of the database does not reach.
///
/// Servers of one machine may share the file: each adds, and shortens it, under a lock of the operating system.
public final class Witness implements AutoCloseable {
    /// Its name.
    public static final String FILE = "witness.jsonl";

    private static final int LINE_MAX = 64 * 1024;
    private static final long SHORTENED_ABOVE = 64L << 20;
    private static final long TURN_MILLIS = 20_000;
    /// A process's locks do not hold off its own threads.
    private static final Map<Path, ReentrantLock> TURNS = new ConcurrentHashMap<>();

    private final Path file;
    private final ReentrantLock turn;
    private @Nullable FileChannel channel; // none before the first head
    private @Nullable Object identity; // of the open file: another server may have put a shorter one in its place
    private long whole; // up to the end of the last whole line that this server knows

    private Witness(Path file, ReentrantLock turn) throws IOException {
        this.file = file;
        this.turn = turn;
        alone(file, turn, () -> shortened(file));
    }

    /// A signed head, one line of the file.
    ///
    /// @param signature by the key of `keyId`, Base64
    public record Seen(String chain, long place, String hash, String keyId, String signature) {
        Head head() {
            return new Head(chain, place, hash);
        }

        /// The one of two of the same ledger that came later.
        public static Seen newer(Seen a, Seen b) {
            return a.place() >= b.place() ? a : b;
        }
    }

    /// Opens the file to be added to, with one line for each ledger.
    ///
    /// @throws IOException if it cannot be read or written
    public static Witness open(Path file) throws IOException {
        Path real = file.toAbsolutePath().normalize();
        return new Witness(real, TURNS.computeIfAbsent(real, _ -> new ReentrantLock()));
    }

    @FunctionalInterface
    private interface Turn<T> {
        T run() throws IOException;
    }

    /// Alone among all threads of all servers of this machine.
    private static <T> T alone(Path file, ReentrantLock turn, Turn<T> work) throws IOException {
        turn.lock();
        try (FileChannel gate = FileChannel.open(
                        file.resolveSibling(file.getFileName() + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock held = locked(gate)) {
            if (!held.isValid()) {
                throw new IOException("the witness file cannot be locked");
            }
            return work.run();
        } finally {
            turn.unlock();
        }
    }

    /// A server that stands still within its turn must not stop all others without end.
    private static FileLock locked(FileChannel gate) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TURN_MILLIS);
        for (FileLock lock = gate.tryLock(); ; lock = gate.tryLock()) {
            if (lock != null) {
                return lock;
            }
            if (System.nanoTime() - end > 0) {
                throw new IOException("another server holds the witness file");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
    }

    private static Path shortened(Path file) throws IOException {
        StringBuilder newest = new StringBuilder();
        read(file).values().forEach(seen -> newest.append(Json.text(seen)).append('\n'));
        Tokens.writeOwnerOnly(file, newest.toString().getBytes(StandardCharsets.UTF_8));
        return file;
    }

    private static @Nullable Object identity(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    /// The newest head of each ledger that the file names; nothing if there is no file. A last line that was cut off
    /// by a crash does not count: what it witnessed had not been acted on.
    ///
    /// @throws IllegalArgumentException if the file is damaged
    public static Map<String, Seen> read(Path file) throws IOException {
        Map<String, Seen> newest = new HashMap<>();
        try (FileChannel open = FileChannel.open(file, StandardOpenOption.READ);
                BufferedReader lines = new BufferedReader(Channels.newReader(open, StandardCharsets.UTF_8))) {
            boolean cutOff = !endsWithALine(open);
            int number = 1;
            String line = lines.readLine();
            while (line != null) {
                String next = lines.readLine();
                if (!line.isBlank() && (next != null || !cutOff)) {
                    Seen seen = parse(line, number);
                    newest.merge(seen.chain(), seen, Seen::newer);
                }
                line = next;
                number++;
            }
        } catch (FileSystemException e) {
            if (e instanceof NoSuchFileException || "Not a directory".equals(e.getReason())) {
                return newest;
            }
            throw e; // one that may not be read is no "nothing was witnessed"
        }
        return newest;
    }

    private static boolean endsWithALine(FileChannel file) throws IOException {
        ByteBuffer last = ByteBuffer.allocate(1);
        return file.size() == 0 || (file.read(last, file.size() - 1) == 1 && last.get(0) == '\n');
    }

    private static Seen parse(String line, int number) {
        try {
            return Json.read(line, Seen.class);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the witness file is damaged at line " + number
                    + "; put its copy back, or the ledger cannot be trusted");
        }
    }

    /// Adds a head, durably. What could not be written whole, on a full disk for example, is cut off by whoever adds
    /// next: half a line in the middle would make the file unreadable.
    void add(Head head, String keyId, String signature) {
        add(List.of(new Seen(head.chain(), head.place(), head.hash(), keyId, signature)));
    }

    /// Adds several.
    void add(List<Seen> seen) {
        StringBuilder text = new StringBuilder();
        seen.forEach(one -> text.append(Json.text(one)).append('\n'));
        ByteBuffer lines = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        try {
            alone(file, turn, () -> {
                FileChannel now = current();
                cutHalfLine(now);
                now.position(now.size());
                while (lines.hasRemaining()) {
                    now.write(lines);
                }
                now.force(false);
                whole = now.size();
                if (whole > SHORTENED_ABOVE) {
                    shortened(file); // the next head finds the shorter one
                }
                return whole;
            });
        } catch (IOException e) {
            throw new UncheckedIOException("the witness file cannot be written; nothing was looked at", e);
        }
    }

    /// The file that has the name now.
    private FileChannel current() throws IOException {
        if (!Files.exists(file)) {
            Tokens.writeOwnerOnly(file, new byte[0]); // somebody removed it
        }
        Object now = identity(file);
        FileChannel known = channel;
        if (known != null && known.isOpen() && Objects.equals(now, identity)) {
            return known;
        }
        if (known != null) {
            known.close();
        }
        FileChannel opened = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        channel = opened;
        identity = now;
        whole = -1;
        return opened;
    }

    private void cutHalfLine(FileChannel now) throws IOException {
        long size = now.size();
        if (size == whole || size == 0) {
            return;
        }
        ByteBuffer tail = ByteBuffer.allocate((int) Math.min(size, LINE_MAX));
        while (tail.hasRemaining()) {
            if (now.read(tail, size - tail.capacity() + tail.position()) < 0) {
                throw new IOException("the witness file became shorter while it was read");
            }
        }
        int end = tail.capacity();
        while (end > 0 && tail.get(end - 1) != '\n') {
            end--;
        }
        if (end == 0 && size > LINE_MAX) {
            throw new IOException("the witness file has a line that is too long");
        }
        now.truncate(size - tail.capacity() + end);
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
        turn.lock();
        try {
            if (channel != null) {
                channel.close();
            }
        } finally {
            turn.unlock();
        }
    }
}
