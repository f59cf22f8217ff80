package org.vitrail.engine.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Starts workers: one JVM for each job, and one more that waits, started ahead, so that a job begins at
/// once.
///
/// A worker inherits no environment but `PATH`, `HOME` and the language, has its own folder for temporary
/// files (removed
/// at its end, however it ends), writes no core and no crash file, and ends when this process ends.
public final class Workers implements AutoCloseable {
    private final WorkerOptions options;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("worker-clock").factory());
    private final ExecutorService starter = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("worker-starter").factory());
    private final AtomicReference<@Nullable Started> spare = new AtomicReference<>();
    private final Set<WorkerRun> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    private Workers(WorkerOptions options) {
        this.options = options;
    }

    /// A worker process that waits for its request.
    record Started(Process process, Path folder) {
        void end() {
            process.destroyForcibly();
            Thread.ofVirtual().start(() -> {
                process.onExit().join();
                remove(folder);
            });
        }
    }

    /// Ready to start workers; starts the spare in the background.
    public static Workers open(WorkerOptions options) {
        Workers workers = new Workers(options);
        workers.refill();
        return workers;
    }

    /// Starts one job in a worker of its own.
    ///
    /// @throws UncheckedIOException if no process can be started
    public WorkerRun start(WorkerRequest request, WorkerListener listener) {
        if (closed) {
            throw new IllegalStateException("the workers are closed; open them again");
        }
        Started waiting = spare.getAndSet(null);
        if (waiting != null && !waiting.process().isAlive()) {
            waiting.end();
            waiting = null;
        }
        Started started = waiting == null ? launch() : waiting;
        WorkerRun run = new WorkerRun(started, request, listener, this::ended);
        running.add(run);
        run.begin(clock, options.timeout());
        return run;
    }

    private void ended(WorkerRun run) {
        running.remove(run);
        refill(); // now, not at the job's start: a job has the cores to itself
    }

    private void refill() {
        if (options.spare() && !closed) {
            starter.execute(() -> {
                if (spare.get() == null && !closed) {
                    Started started = launch();
                    if (!spare.compareAndSet(null, started)) {
                        started.end();
                    }
                    if (closed) {
                        endSpare();
                    }
                }
            });
        }
    }

    private void endSpare() {
        Started waiting = spare.getAndSet(null);
        if (waiting != null) {
            waiting.end();
        }
    }

    private Started launch() {
        try {
            Path folder = Files.createTempDirectory("vitrail-worker-");
            ProcessBuilder builder = new ProcessBuilder(command(folder))
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD); // it may hold rows
            builder.environment().keySet().retainAll(Set.of("PATH", "HOME", "LANG", "LC_ALL"));
            return new Started(builder.start(), folder);
        } catch (IOException e) {
            throw new UncheckedIOException("no worker process could be started", e);
        }
    }

    private List<String> command(Path folder) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=4",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+DisplayVMOutputToStderr", // its last words must not get between the frames
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + File.separator + "dev" + File.separator + "null",
                "-XX:+DisableAttachMechanism",
                "-Xmx" + options.heapMegabytes() + "m",
                "-XX:MaxDirectMemorySize=" + options.nativeMegabytes() + "m",
                "-Djava.io.tmpdir=" + folder,
                "-Dfile.encoding=UTF-8",
                "-D" + WorkerMain.NATIVE_MEGABYTES + "=" + options.nativeMegabytes(),
                "-cp",
                options.classPath().stream()
                        .map(path -> path.toAbsolutePath().toString())
                        .collect(Collectors.joining(File.pathSeparator)),
                options.mainClass()));
        return command;
    }

    /// Ends all running workers and the spare.
    @Override
    public void close() {
        closed = true;
        endSpare();
        running.forEach(WorkerRun::cancel);
        starter.shutdown();
        clock.shutdown();
    }

    static void remove(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    file.toFile().deleteOnExit(); // the operating system's own cleaning takes the rest
                }
            });
        } catch (IOException e) {
            folder.toFile().deleteOnExit();
        }
    }
}
