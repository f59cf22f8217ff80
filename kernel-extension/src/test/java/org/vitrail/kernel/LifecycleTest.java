package org.vitrail.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.notebook.KernelProbe;

/// How a kernel ends: asked, signalled, or left alone by its parent; an extension hears of it where it can.
@Timeout(180)
class LifecycleTest {
    @TempDir
    Path folder;

    private Map<String, String> telling() {
        return Map.of(TestExtension.GONE_FILE, folder.resolve("gone").toString());
    }

    private void assertEnded(Process process) throws Exception {
        long begin = System.nanoTime();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as("the kernel ends").isTrue();
        System.err.printf("ended after %.2f s%n", (System.nanoTime() - begin) / 1e9);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void shutdown_asked_isAnsweredAndEndsTheProcess(boolean running, boolean restart) throws Exception {
        try (KernelProbe kernel = KernelProbe.start(telling())) {
            kernel.run("1");
            if (running) {
                kernel.ask("execute_request", KernelProbe.execution("Thread.sleep(60_000);"));
            }
            kernel.shutdown(restart);
            assertThat(kernel.commanded(1).getFirst().path("restart").asBoolean())
                    .isEqualTo(restart);
            assertEnded(kernel.process());
            assertThat(kernel.process().exitValue()).isZero();
        }
        assertThat(folder.resolve("gone")).exists();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void signal_ends_andTheExtensionIsTold(String signal) throws Exception {
        assumeFalse(
                signal.equals("INT") && ignoresInterrupts(),
                "these tests run in the background, where a shell has all that it starts ignore SIGINT");
        try (KernelProbe kernel = KernelProbe.start(telling())) {
            AtomicInteger seen = new AtomicInteger();
            Process process = kernel.process();
            try {
                kernel.run("System.out.println(1); Thread.sleep(60_000);", message -> {
                    if (message.type().equals("stream") && seen.getAndIncrement() == 0) {
                        kill(signal, process.pid());
                    }
                });
            } catch (AssertionError e) {
                assertThat(e).hasMessageContaining("kernel lives");
            }
            assertEnded(process);
        }
        assertThat(folder.resolve("gone")).exists();
    }

    /// Whether this process was started with SIGINT ignored, as what it starts is.
    private static boolean ignoresInterrupts() throws java.io.IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        String mask = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .map(line -> line.substring("SigIgn:".length()).strip())
                .orElse("0");
        return (Long.parseUnsignedLong(mask, 16) >>> 1 & 1) == 1;
    }

    private static void kill(String signal, long pid) {
        try {
            assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(pid))
                            .start()
                            .waitFor())
                    .isZero();
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void parent_killed_endsTheKernel() throws Exception {
        // The parent is a shell that starts the kernel and waits, as a Jupyter server does.
        Path connection = folder.resolve("connection.json");
        Files.writeString(connection, KernelProbe.connectionJson());
        List<String> command = new ArrayList<>();
        for (String word : KernelProbe.command()) {
            command.add(word.equals("{connection_file}") ? connection.toString() : word);
        }
        Path pid = folder.resolve("pid");
        List<String> shell = new ArrayList<>(
                List.of("/bin/sh", "-c", "JPY_PARENT_PID=$$ \"$@\" & echo $! > '" + pid + "'; wait", "sh"));
        shell.addAll(command);
        Process parent = new ProcessBuilder(shell)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        while (!Files.exists(pid) || Files.readString(pid).isBlank()) {
            Thread.sleep(20);
        }
        ProcessHandle kernel =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip())).orElseThrow();
        try {
            Thread.sleep(3_000); // time to start its watch; a kernel that has not would end by itself just as well
            assertThat(kernel.isAlive()).as("lives with its parent").isTrue();
            parent.destroyForcibly().waitFor();
            long begin = System.nanoTime();
            kernel.onExit().get(20, TimeUnit.SECONDS);
            System.err.printf("orphan ended after %.2f s%n", (System.nanoTime() - begin) / 1e9);
        } finally {
            kernel.destroyForcibly();
        }
    }

    @Test
    void connectionFile_missing_saysUsage() throws Exception {
        List<String> command = new ArrayList<>(KernelProbe.command());
        command.replaceAll(w -> w.equals("{connection_file}") ? "/nonexistent.json" : w);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(said).contains("there is no connection file '/nonexistent.json'", "usage:");
    }
}
