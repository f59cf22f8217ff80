package org.vitrail.engine.table;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The snapshot files of one server: immutable, named by a salted digest of their bytes. The salt is the
/// server's secret, so that the name confirms nothing to somebody who guesses the bytes.
public final class Snapshots {
    private static final int SALT_BYTES = 32;
    private static final String UNFINISHED = ".unfinished";
    private static final String COMPLETE = ".snapshot";

    private final Path folder;
    private final byte[] salt;
    private final Duration spared;
    private final Map<String, Integer> readers = new HashMap<>();

    private Snapshots(Path folder, byte[] salt, Duration spared) {
        this.folder = folder;
        this.salt = salt;
        this.spared = spared;
    }

    /// A complete snapshot.
    ///
    /// @param id 64 hex digits: SHA-256 of the salt and the bytes
    public record Snapshot(String id, Path file, long bytes) {}

    /// Opens the folder, makes it and its salt where absent, removes what an earlier process left unfinished.
    public static Snapshots open(Path folder) throws IOException {
        return open(folder, Duration.ZERO);
    }

    /// The same for a folder that several servers share: what is younger than `spared` may be on its way in another
    /// one, and is never removed.
    public static Snapshots open(Path folder, Duration spared) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(UNFINISHED)).toList()) {
                removeOlder(file, spared);
            }
        }
        Path saltFile = folder.resolve("salt");
        if (!Files.exists(saltFile)) {
            byte[] fresh = new byte[SALT_BYTES];
            new SecureRandom().nextBytes(fresh);
            Path unfinished = Files.createTempFile(folder, "salt", UNFINISHED);
            Files.write(unfinished, fresh);
            publish(unfinished, saltFile);
        }
        byte[] salt = Files.readAllBytes(saltFile);
        if (salt.length != SALT_BYTES) {
            throw new IOException("the salt of the snapshot folder must have " + SALT_BYTES + " bytes, got "
                    + salt.length + "; restore it from a backup");
        }
        return new Snapshots(folder, salt, spared);
    }

    /// Where a snapshot lies, or will lie.
    ///
    /// @param id as in [Snapshot]
    /// @throws IllegalArgumentException if it is not 64 hex digits
    public Path file(String id) {
        if (!id.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a snapshot's id must be 64 hex digits, got " + id.length() + " others");
        }
        return folder.resolve(id + COMPLETE);
    }

    /// Says that a snapshot is being read, so that no [#sweep] removes it before this is closed.
    ///
    /// @param ids as in [Snapshot]
    public Reading reading(Collection<String> ids) {
        List<String> held = List.copyOf(ids);
        synchronized (readers) {
            held.forEach(id -> readers.merge(id, 1, Integer::sum));
        }
        return () -> {
            synchronized (readers) {
                held.forEach(id -> readers.computeIfPresent(id, (_, count) -> count == 1 ? null : count - 1));
            }
        };
    }

    /// Snapshots that somebody reads.
    @FunctionalInterface
    public interface Reading extends AutoCloseable {
        @Override
        void close();
    }

    /// Removes every snapshot that is neither kept nor being read. The caller makes sure that none is on its way to
    /// be
    /// kept.
    ///
    /// @param kept ids as in [Snapshot]
    public void sweep(Set<String> kept) throws IOException {
        List<Path> complete;
        try (Stream<Path> files = Files.list(folder)) {
            complete = files.filter(file -> file.toString().endsWith(COMPLETE)).toList();
        }
        for (Path file : complete) {
            String id = String.valueOf(file.getFileName()).replace(COMPLETE, "");
            synchronized (readers) {
                if (!kept.contains(id) && !readers.containsKey(id)) {
                    removeOlder(file, spared);
                }
            }
        }
    }

    private static void removeOlder(Path file, Duration spared) throws IOException {
        try {
            if (spared.isZero()
                    || Files.getLastModifiedTime(file)
                            .toInstant()
                            .isBefore(Instant.now().minus(spared))) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // another server was first
        }
    }

    /// Begins a snapshot whose bytes come piece by piece.
    ///
    /// @param bytesMax more are refused
    public Upload begin(long bytesMax) throws IOException {
        return new Upload(this, Files.createTempFile(folder, "upload", UNFINISHED), bytesMax);
    }

    /// Stores all bytes of a stream.
    ///
    /// @throws TableRefusedException if there are more than `bytesMax`
    public Snapshot store(InputStream bytes, long bytesMax) throws IOException, TableRefusedException {
        try (Upload upload = begin(bytesMax)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                upload.write(buffer, 0, read);
            }
            return upload.commit();
        }
    }

    /// A file that a [JdbcSource] copy may be written to before [#adopt]; it does not exist yet.
    public Path unfinished() throws IOException {
        Path file = Files.createTempFile(folder, "copy", UNFINISHED);
        Files.delete(file);
        return file;
    }

    /// Makes a snapshot of a file from [#unfinished]; the file is moved.
    public Snapshot adopt(Path file) throws IOException {
        MessageDigest digest = digest();
        digest.update(salt);
        long bytes = Files.size(file);
        update(digest, file);
        String id = HexFormat.of().formatHex(digest.digest());
        publish(file, file(id));
        return new Snapshot(id, file(id), bytes);
    }

    /// A snapshot on its way; without [#commit] nothing of it stays.
    public static final class Upload implements AutoCloseable {
        private final Snapshots snapshots;
        private final Path file;
        private final long bytesMax;
        private final MessageDigest digest = digest();
        private final OutputStream out;
        private long bytes;

        private Upload(Snapshots snapshots, Path file, long bytesMax) throws IOException {
            this.snapshots = snapshots;
            this.file = file;
            this.bytesMax = bytesMax;
            digest.update(snapshots.salt);
            out = new DigestOutputStream(Files.newOutputStream(file), digest);
        }

        /// Appends `length` bytes of `piece`.
        ///
        /// @throws TableRefusedException if there are more than allowed
        public void write(byte[] piece, int offset, int length) throws IOException, TableRefusedException {
            bytes += length;
            if (bytes > bytesMax) {
                throw new TableRefusedException("the uploaded table is larger than " + bytesMax
                        + " bytes; upload less, or raise the server's limit");
            }
            out.write(piece, offset, length);
        }

        /// Makes it durable under its name: data, then name.
        public Snapshot commit() throws IOException {
            out.close();
            String id = HexFormat.of().formatHex(digest.digest());
            publish(file, snapshots.file(id));
            return new Snapshot(id, snapshots.file(id), bytes);
        }

        @Override
        public void close() throws IOException {
            out.close();
            Files.deleteIfExists(file);
        }
    }

    /// SHA-256 of a file's bytes, in hex, without salt.
    public static String sha256(Path file) throws IOException {
        MessageDigest digest = digest();
        update(digest, file);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (channel.read(buffer.clear()) >= 0) {
                digest.update(buffer.flip());
            }
        }
    }

    /// File contents to disk, rename, folder to disk: after a crash there is the whole file or none.
    private static void publish(Path unfinished, Path name) throws IOException {
        try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(unfinished, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Path folder = name.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every JDK", e);
        }
    }
}
