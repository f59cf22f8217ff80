package org.vitrail.app.serving;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.vitrail.app.access.Tokens;
import org.vitrail.app.config.VitrailConfig;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.ServerFile;

/// The data folder, locked for this server as long as it lives; the operating system frees the lock of a killed
/// one.
final class ServerFolder implements AutoCloseable {
    private static final String CONSOLE_FILE = "console.url";

    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private ServerFolder(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /// Makes the folder if needed, readable by its owner only, and locks it.
    static ServerFolder open(Path wanted) throws StartFailure {
        Path path = wanted.toAbsolutePath().normalize();
        try {
            Files.createDirectories(path);
            ownerOnly(path);
            for (String part : new String[] {"uploads", "snapshots", "releases"}) {
                Files.createDirectories(path.resolve(part));
                ownerOnly(path.resolve(part));
            }
            return lock(path);
        } catch (IOException e) {
            throw new StartFailure(
                    StartFailure.FOLDER,
                    "the data folder " + path
                            + " must be a folder this user may write to; set vitrail.data-folder to another one");
        }
    }

    private static ServerFolder lock(Path path) throws IOException, StartFailure {
        FileChannel channel =
                FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            lock = null; // this very process holds it
        }
        if (lock == null) {
            channel.close();
            throw new StartFailure(
                    StartFailure.FOLDER,
                    "another server uses the data folder " + path + "; connect to it (see " + ServerFile.NAME
                            + " there) or set vitrail.data-folder");
        }
        ServerFolder folder = new ServerFolder(path, channel, lock);
        folder.sweep();
        return folder;
    }

    /// What a killed server left half done.
    private void sweep() throws IOException {
        Files.deleteIfExists(path.resolve(ServerFile.NAME));
        Files.deleteIfExists(path.resolve(CONSOLE_FILE));
        for (String part : new String[] {"uploads", "releases"}) {
            try (Stream<Path> files = Files.list(path.resolve(part))) {
                for (Path file : files.toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static void ownerOnly(Path folder) throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    Path path() {
        return path;
    }

    /// Tells clients on this machine where the server is.
    void announce(ServerFile file) throws IOException {
        Tokens.writeOwnerOnly(path.resolve(ServerFile.NAME), Json.bytes(file));
    }

    /// Tells people on this machine where the console is.
    void announceConsole(VitrailConfig.Http http, int port) throws IOException {
        boolean anywhere = InetAddress.getByName(http.host()).isAnyLocalAddress();
        String host = anywhere ? "localhost" : http.host();
        String url = (http.tlsCertificate().isPresent() ? "https://" : "http://")
                + (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/console/\n";
        Tokens.writeOwnerOnly(path.resolve(CONSOLE_FILE), url.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(path.resolve(ServerFile.NAME));
        Files.deleteIfExists(path.resolve(CONSOLE_FILE));
        lock.release();
        channel.close();
    }
}
