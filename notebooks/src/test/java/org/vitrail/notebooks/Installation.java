package org.vitrail.notebooks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What `./vitrail` built, used from outside, as separate processes.
final class Installation {
    static final ObjectMapper JSON = new ObjectMapper();

    private Installation() {}

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException(
                    "no folder with .mvn above " + Path.of("").toAbsolutePath());
        }
        return folder;
    }

    static Path kernelJar() {
        return root().resolve("kernel-extension/target/vitrail-kernel.jar");
    }

    static Path serverJar() {
        return root().resolve("server/app/target/quarkus-app/quarkus-run.jar");
    }

    static boolean isPackaged() {
        return Files.exists(kernelJar()) && Files.exists(serverJar());
    }

    /// The virtual environment with JupyterLab that the launcher makes.
    static Path venv() {
        String work =
                System.getProperty("vitrail.work", root().resolve(".vitrail").toString());
        return Path.of(work).resolve("venv");
    }

    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /// A process with the environment that the launcher gives; its output goes to `log`.
    static Process start(Path log, Map<String, String> environment, Path dataFolder, List<String> command) {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        // What a notebook writes stays in the test's folder.
        builder.directory(log.toAbsolutePath().resolveSibling(".").normalize().toFile());
        builder.environment().put("VITRAIL_HOME", root().toString());
        builder.environment().put("VITRAIL_SERVER_JAR", serverJar().toString());
        builder.environment().put("VITRAIL_DATA", dataFolder.toString());
        builder.environment()
                .put("VITRAIL_STATE_FOLDER", dataFolder.resolve("state").toString());
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs the kernel jar with these arguments; the exit status.
    static int kernel(Path log, Path dataFolder, long seconds, String... arguments) throws InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(java().toString(), "-jar", kernelJar().toString()));
        command.addAll(List.of(arguments));
        return await(start(log, Map.of(), dataFolder, command), seconds);
    }

    static int await(Process process, long seconds) throws InterruptedException {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                return -1;
            }
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /// Ends the embedded server of a data folder, if one runs.
    static void stopServer(Path dataFolder) {
        Path file = dataFolder.resolve("server.json");
        if (!Files.exists(file)) {
            return;
        }
        try {
            long pid = JSON.readTree(Files.readString(file)).path("pid").asLong(-1);
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// All outputs of a notebook's code cells as one text: streams, errors, and every text of the bundles.
    static String outputs(Path notebook) throws IOException {
        StringBuilder text = new StringBuilder();
        for (JsonNode cell : JSON.readTree(Files.readString(notebook)).path("cells")) {
            for (JsonNode output : cell.path("outputs")) {
                append(text, output.path("text"));
                append(text, output.path("evalue"));
                output.path("data").forEach(value -> append(text, value));
                output.path("data")
                        .fieldNames()
                        .forEachRemaining(mime -> text.append(mime).append('\n'));
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, JsonNode value) {
        if (value.isArray()) {
            value.forEach(line -> text.append(line.asText()));
            text.append('\n');
        } else if (value.isValueNode()) {
            text.append(value.asText()).append('\n');
        } else {
            text.append(value).append('\n');
        }
    }
}
