package org.vitrail.magic.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.vitrail.contract.wire.ServerFile;

/// The server that a notebook starts for itself on loopback: an own process with an own data folder. It outlives
/// the kernel, because other notebooks use it too.
///
/// @param data its data folder
/// @param jar its `quarkus-run.jar`
/// @param patience how long a start may take
public record EmbeddedServer(Path data, Optional<Path> jar, Duration patience) {
    /// The file in the data folder that holds what the server printed.
    public static final String LOG = "server.log";

    /// How a line begins that the server means for its user.
    private static final String OWN_LINE = "vitrail: ";

    /// A killed server is gone in milliseconds, on a busy machine in seconds.
    private static final int ENDING_SECONDS = 5;

    /// File locks are held by a whole JVM: kernels in one JVM take turns here.
    private static final Object STARTING = new Object();

    private static final String RUN_JAR = "server/app/target/quarkus-app/quarkus-run.jar";

    /// As the environment says: `VITRAIL_DATA` (else `~/.vitrail`), `VITRAIL_SERVER_JAR` (else below
    /// `VITRAIL_HOME`); the system properties `vitrail.data` and `vitrail.server.jar` come first.
    public static EmbeddedServer configured() {
        Path data = setting("vitrail.data", "VITRAIL_DATA")
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".vitrail"));
        Optional<Path> jar = setting("vitrail.server.jar", "VITRAIL_SERVER_JAR")
                .map(Path::of)
                .or(() -> setting("vitrail.home", "VITRAIL_HOME")
                        .map(home -> Path.of(home).resolve(RUN_JAR)));
        return new EmbeddedServer(data.toAbsolutePath(), jar, Duration.ofSeconds(90));
    }

    private static Optional<String> setting(String property, String variable) {
        return Optional.ofNullable(System.getProperty(property))
                .or(() -> Optional.ofNullable(System.getenv(variable)))
                .filter(s -> !s.isBlank());
    }

    /// The running server, if there is one.
    public Optional<Endpoint> running() {
        return LocalServer.running(data).map(server -> LocalServer.endpoint(data, server));
    }

    /// A killed process drops its connections a moment before it is gone: waits for that moment, so that what
    /// follows starts a new server instead of calling the dead one again. Returns at once if another server runs.
    ///
    /// @param lost the server that stopped answering
    void awaitEnd(Endpoint lost) {
        try {
            Optional<ProcessHandle> still = LocalServer.running(data)
                    .filter(server -> LocalServer.endpoint(data, server).url().equals(lost.url()))
                    .flatMap(server -> ProcessHandle.of(server.pid()))
                    .filter(process -> process.pid() != ProcessHandle.current().pid());
            if (still.isPresent()) {
                still.get().onExit().get(ENDING_SECONDS, TimeUnit.SECONDS);
            }
        } catch (TimeoutException | ExecutionException e) {
            return; // it lives: only the line was lost
        } catch (InterruptedException e) {
            throw new ClientException(ClientException.Kind.INTERRUPTED, "interrupted while the server was ending");
        }
    }

    /// Starts the server, or finds the one that another notebook has started meanwhile.
    ///
    /// @throws ClientException one line, with the path of the log
    public Endpoint start() {
        synchronized (STARTING) {
            return startAlone();
        }
    }

    private Endpoint startAlone() {
        try {
            makePrivate(data);
            try (FileChannel channel = FileChannel.open(
                            data.resolve("start.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                Optional<Endpoint> other = lock.isValid() ? running() : Optional.empty();
                return other.isPresent() ? other.get() : launch();
            }
        } catch (ClosedByInterruptException | FileLockInterruptionException e) {
            throw new ClientException(ClientException.Kind.INTERRUPTED, "interrupted while the server was starting");
        } catch (IOException e) {
            throw new ClientException(
                    ClientException.Kind.FATAL,
                    "cannot start a server with the data folder '" + data + "': "
                            + e.getClass().getSimpleName() + " (VITRAIL_DATA names another folder)");
        } catch (InterruptedException e) {
            throw new ClientException(ClientException.Kind.INTERRUPTED, "interrupted while the server was starting");
        }
    }

    private Endpoint launch() throws IOException, InterruptedException {
        Path runJar = jar.orElseThrow(() -> new ClientException(
                ClientException.Kind.FATAL,
                "no server to start: set VITRAIL_SERVER_JAR to quarkus-run.jar, or connect with %vitrail URL"));
        if (!Files.isRegularFile(runJar)) {
            throw new ClientException(
                    ClientException.Kind.FATAL,
                    "no server at '" + runJar + "': build it (./vitrail build), or connect with %vitrail URL");
        }
        Path log = data.resolve(LOG);
        long before = Files.exists(log) ? Files.size(log) : 0;
        Files.deleteIfExists(data.resolve(ServerFile.NAME));
        Process process = new ProcessBuilder(command(runJar))
                .directory(data.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        process.getOutputStream().close();
        long deadline = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() - deadline < 0) {
            Optional<ServerFile> ready = LocalServer.running(data);
            if (ready.isPresent()) {
                return LocalServer.endpoint(data, ready.get());
            }
            if (!process.isAlive()) {
                throw new ClientException(
                        ClientException.Kind.FATAL,
                        "the server ended while starting (" + reason(log, before) + "); its log is '" + log + "'");
            }
            Thread.sleep(50);
        }
        process.destroyForcibly();
        throw new ClientException(
                ClientException.Kind.FATAL,
                "the server was not ready after " + patience.toSeconds() + " s; its log is '" + log + "'");
    }

    /// Own session where the system has one: what ends the kernel's process group must not end the server.
    private List<String> command(Path runJar) {
        List<String> command = new ArrayList<>();
        Path setsid = Path.of("/usr/bin/setsid");
        if (Files.isExecutable(setsid)) {
            command.add(setsid.toString());
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Dvitrail.data-folder=" + data,
                "-Dvitrail.flight.port=0",
                "-Dvitrail.http.port=0",
                "-jar",
                runJar.toString()));
        return command;
    }

    /// Ends the server: politely, and after ten seconds not.
    ///
    /// @return whether one was running
    public boolean stop() {
        Optional<ProcessHandle> process = LocalServer.running(data).flatMap(s -> ProcessHandle.of(s.pid()));
        if (process.isEmpty()) {
            return false;
        }
        process.get().destroy();
        try {
            process.get().onExit().get(10, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            process.get().destroyForcibly();
        } catch (InterruptedException e) {
            throw new ClientException(ClientException.Kind.INTERRUPTED, "interrupted while the server was stopping");
        }
        return true;
    }

    /// What a server said of its end: its own last line, or else the newest that looks like an error.
    ///
    /// @param before length of the log, in bytes, when it started
    private static String reason(Path log, long before) {
        try (InputStream written = Files.newInputStream(log)) {
            written.skipNBytes(before);
            List<String> newest =
                    new String(written.readAllBytes(), UTF_8).lines().toList().reversed();
            return newest.stream()
                    .filter(line -> line.startsWith(OWN_LINE))
                    .map(line -> line.substring(OWN_LINE.length()))
                    .findFirst()
                    .or(() -> newest.stream()
                            .filter(l -> l.contains("ERROR") || l.contains("Error") || l.contains("Exception"))
                            .map(l -> l.length() > 160 ? l.substring(0, 160) + "…" : l)
                            .findFirst())
                    .orElse("it said nothing");
        } catch (IOException e) {
            return "its log cannot be read";
        }
    }

    private static void makePrivate(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } else {
                Files.createDirectories(folder);
            }
        }
    }
}
