package org.vitrail.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.notebook.KernelProbe;
import org.vitrail.notebook.KernelProbe.Answer;

/// The one magics jar in hosts that are not ours, found by the `Extension` SPI, against the real server: a bare
/// kernel
/// on the released jjava-jupyter, and the real JJava where its jar is at hand.
@Timeout(300)
class StockHostTest {
    private static final List<String> FLAGS = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "--add-opens=jdk.jshell/jdk.jshell=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED");

    @TempDir
    Path folder;

    private Path built(String path) {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.exists(at.resolve(".mvn"))) {
            at = at.getParent();
        }
        Path file = at == null ? Path.of(path) : at.resolve(path);
        assumeTrue(Files.isRegularFile(file), "not built: " + path + "; run ./vitrail test");
        return file;
    }

    @AfterEach
    void stopServer() throws IOException {
        Path file = folder.resolve("data/server.json");
        if (Files.exists(file)) {
            long pid = new ObjectMapper()
                    .readTree(Files.readString(file))
                    .path("pid")
                    .asLong();
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private Map<String, String> environment(Path magics) {
        return Map.of(
                "VITRAIL_DATA",
                folder.resolve("data").toString(),
                "VITRAIL_SERVER_JAR",
                built("server/app/target/quarkus-app/quarkus-run.jar").toString(),
                "JJAVA_CLASSPATH",
                magics.toString());
    }

    @Test
    void magics_inABareHost_runThroughTheExtensionSpi() throws Exception {
        Path magics = built("magics/target/vitrail-magics.jar");
        List<String> command = new ArrayList<>(FLAGS);
        command.addAll(
                List.of("-cp", hostClasses(), StockKernel.class.getName(), "{connection_file}", magics.toString()));
        runEverything(command, environment(magics));
    }

    @Test
    void magics_inTheRealJJava_runThroughTheExtensionSpi() throws Exception {
        Optional<Path> jjava = jjava();
        assumeTrue(
                jjava.isPresent(),
                "no JJava: set VITRAIL_JJAVA_JAR to its jjava.jar (no repository that the build reaches has it)");
        Path magics = built("magics/target/vitrail-magics.jar");
        List<String> command = new ArrayList<>(FLAGS);
        command.addAll(List.of("-jar", jjava.orElseThrow().toString(), "{connection_file}"));
        runEverything(command, environment(magics));
    }

    /// Named by the environment, or where `pip install jjava` puts it into the launcher's virtual environment.
    private static Optional<Path> jjava() {
        String work = System.getProperty("vitrail.work", "../.vitrail");
        return Stream.of(
                        Optional.ofNullable(System.getenv("VITRAIL_JJAVA_JAR")).map(Path::of),
                        Optional.of(Path.of(work, "venv/share/jupyter/kernels/java/jjava.jar")))
                .flatMap(Optional::stream)
                .filter(Files::isRegularFile)
                .map(Path::toAbsolutePath)
                .findFirst();
    }

    /// The library as released, and the one class of the host: nothing of Vitrail.
    private String hostClasses() throws IOException, URISyntaxException {
        Path compiled = Path.of(StockKernel.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve("org/vitrail/stock");
        Path alone = Files.createDirectories(folder.resolve("host/org/vitrail/stock"));
        try (var classes = Files.newDirectoryStream(compiled, "StockKernel*.class")) {
            for (Path one : classes) {
                Files.copy(one, alone.resolve(one.getFileName()));
            }
        }
        List<String> path = new ArrayList<>(List.of(folder.resolve("host").toString()));
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            String name = Path.of(entry).getFileName().toString();
            if (name.matches("(jjava-jupyter|jeromq|jnacl|gson|slf4j-api)-.*\\.jar")) {
                path.add(entry);
            }
        }
        assertThat(path).hasSizeGreaterThan(4);
        return String.join(File.pathSeparator, path);
    }

    private static void runEverything(List<String> command, Map<String, String> environment) throws Exception {
        try (KernelProbe kernel = KernelProbe.start(command, environment)) {
            Answer help = kernel.run("%dp_synthesize --help");
            assertThat(help.error()).isEmpty();
            assertThat(help.shown()).contains("Usage: %dp_synthesize");

            assertThat(kernel.run("%dp_dataset sample clinic").error()).isEmpty();
            assertThat(kernel.run("%dp_session --dataset clinic --epsilon 3 --delta 1e-6 --name stock")
                            .error())
                    .isEmpty();
            Answer bought = kernel.run("%dp_synthesize clinic --epsilon 1 --rows 50 --engine marginals -o synthetic");
            assertThat(bought.error()).isEmpty();
            assertThat(bought.shown()).contains("Synthetic rows of 'clinic'", "Privacy receipt", "released after");
            assertThat(bought.of("display_data").stream()
                            .filter(d -> d.path("data").has("application/vnd.vegalite.v5+json"))
                            .map(d -> d.path("data").path("image/png").asText()))
                    .singleElement()
                    .asString()
                    .startsWith("iVBOR");
            assertThat(kernel.run("synthetic.height()").result()).isEqualTo("50");
            assertThat(kernel.run(
                                    "org.vitrail.magic.SyntheticFrame again = "
                                            + "%dp_synthesize clinic --epsilon 1 --rows 50 --engine marginals\nagain.receipt().replayed()")
                            .result())
                    .isEqualTo("true");

            Answer wrong = kernel.run("%dp_synthesize clinic --epsilom 1");
            assertThat(wrong.status()).isEqualTo("error");
            assertThat(wrong.error()).contains("UsageError: unknown option '--epsilom'; did you mean --epsilon?");

            interrupted(kernel);
        }
    }

    private static void interrupted(KernelProbe kernel) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        Answer stopped = kernel.run(
                "%dp_synthesize clinic --rows 1000000 --engine evolution --epsilon 0.1",
                message -> {
                    JsonNode text = message.content().path("data").path("text/plain");
                    if (text.asText("").contains("synthesizing") && done.compareAndSet(false, true)) {
                        kernel.interrupt();
                    }
                });
        assertThat(done).isTrue();
        assertThat(stopped.status()).isEqualTo("error");
        // The host does not wait for the magic; the job is cancelled all the same.
        for (int i = 0; i < 200; i++) {
            Answer budget = kernel.run("%dp_budget clinic");
            if (budget.shown().contains("reserved 0,")) {
                return;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("the interrupted job keeps its reservation");
    }
}
