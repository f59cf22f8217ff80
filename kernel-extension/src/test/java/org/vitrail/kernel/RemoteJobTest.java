package org.vitrail.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.notebook.KernelProbe;
import org.vitrail.notebook.KernelProbe.Answer;
import org.vitrail.notebook.KernelProbe.Message;

/// The real kernel and the real server: jobs are interrupted at every stage, and the ledger says what became of them.
@Timeout(300)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RemoteJobTest {
    private static final long SEED = 20261128;
    private static final String LONG_JOB = "%dp_synthesize clinic --rows 1000000 --engine evolution --epsilon 0.1";

    @TempDir
    static Path data;

    private static KernelProbe kernel;

    @BeforeAll
    static void start() throws Exception {
        Path jar = serverJar();
        assumeTrue(Files.isRegularFile(jar), "the server is not built: server/app/target/quarkus-app");
        kernel = KernelProbe.start(Map.of(
                "VITRAIL_DATA", data.resolve("data").toString(),
                "VITRAIL_SERVER_JAR", jar.toString()));
        assertThat(kernel.run("%dp_dataset sample clinic --cap-epsilon 100").error())
                .isEmpty();
        assertThat(kernel.run("%dp_session --dataset clinic --epsilon 50 --delta 1e-6 --name kernel")
                        .error())
                .isEmpty();
    }

    private static Path serverJar() {
        Path at = Path.of("").toAbsolutePath();
        while (at != null && !Files.exists(at.resolve(".mvn"))) {
            at = at.getParent();
        }
        return at == null ? Path.of("/none") : at.resolve("server/app/target/quarkus-app/quarkus-run.jar");
    }

    @AfterAll
    static void stop() throws Exception {
        if (kernel != null) {
            kernel.close();
            server().destroy();
        }
    }

    @AfterEach
    void nothingStray() {
        assertThat(kernel.strays).isEmpty();
    }

    private static ProcessHandle server() throws Exception {
        JsonNode file = new ObjectMapper()
                .readTree(Files.readString(data.resolve("data").resolve("server.json")));
        return ProcessHandle.of(file.path("pid").asLong()).orElseThrow();
    }

    /// What the ledger says: μ² reserved and spent, in pico.
    private record Ledger(long reserved, long spent) {}

    private static Ledger ledger() throws Exception {
        Answer answer = kernel.run("""
                var view = %dp_budget
                view.session().account().reservedPico() + " " + view.session().account().spentPico()""");
        assertThat(answer.error()).isEmpty();
        String[] both = answer.result().split(" ", -1);
        return new Ledger(Long.parseLong(both[0]), Long.parseLong(both[1]));
    }

    @Test
    @Order(1)
    void completion_ofDatasetNames_offersTheRegistered() throws Exception {
        JsonNode reply = kernel.request("complete_request", Map.of("code", "%dp_synthesize cl", "cursor_pos", 17))
                .reply();
        assertThat(reply.path("matches").get(0).asText()).isEqualTo("clinic");
        assertThat(kernel.run("%dp_synthesize clinix").error())
                .startsWith("MagicError: no dataset 'clinix'; did you mean 'clinic'?");
    }

    @Test
    @Order(2)
    void interrupt_ofARunningJob_endsItsWorkerAndTheChargeStands() throws Exception {
        Ledger before = ledger();
        AtomicLong at = new AtomicLong();
        AtomicLong workerGone = new AtomicLong();
        List<Thread> watching = new ArrayList<>();
        Answer answer = kernel.run(LONG_JOB + " -o never", message -> {
            if (at.get() == 0 && percent(message) > 0) {
                ProcessHandle running = oldestWorker();
                watching.add(Thread.ofPlatform().start(() -> {
                    running.onExit().join();
                    workerGone.set(System.nanoTime());
                }));
                at.set(System.nanoTime());
                kernel.interrupt();
            }
        });
        double cell = (System.nanoTime() - at.get()) / 1e9;
        assertThat(watching).as("the job ran").hasSize(1);
        watching.getFirst().join();
        double worker = (workerGone.get() - at.get()) / 1e9;
        System.err.printf(
                "interrupt of a running job: worker gone after %.3f s, cell done after %.3f s%n", worker, cell);
        assertThat(worker).as("generous: the aim is 0.5 s on an idle machine").isLessThan(5);
        assertThat(answer.error())
                .startsWith(
                        "KeyboardInterrupt: interrupted: cancelled after it started; its charge stays spent: epsilon ")
                .endsWith("the same request again is charged again");
        assertThat(answer.traceback()).hasSize(1);
        assertThat(answer.shown()).contains("interrupted");
        Ledger after = ledger();
        assertThat(after.reserved()).isZero();
        assertThat(after.spent()).isGreaterThan(before.spent());
        assertThat(kernel.run("never").error()).startsWith("CompileError");
        awaitOnlyTheSpare();

        // Run again: a new request, which pays again, because the first one has delivered nothing.
        Answer again = interruptedAt(1, LONG_JOB + " -o never");
        assertThat(again.error()).contains("its charge stays spent");
        Ledger twice = ledger();
        assertThat(twice.spent() - after.spent()).isEqualTo(after.spent() - before.spent());
    }

    /// Interrupts a job when it has come that far.
    private static Answer interruptedAt(int percent, String code) throws Exception {
        AtomicLong at = new AtomicLong();
        return kernel.run(code, message -> {
            if (percent(message) >= percent && at.getAndIncrement() == 0) {
                kernel.interrupt();
            }
        });
    }

    /// The one that runs the job; the next one to be used is started after it.
    private static ProcessHandle oldestWorker() {
        return workers().stream()
                .min(java.util.Comparator.comparing(w -> w.info().startInstant().orElseThrow()))
                .orElseThrow();
    }

    /// The JVMs that run jobs, and the one that waits for the next job: children of the server.
    private static List<ProcessHandle> workers() {
        try {
            return server().descendants().filter(ProcessHandle::isAlive).toList();
        } catch (Exception e) {
            return List.of();
        }
    }

    private static int percent(Message message) {
        var found = java.util.regex.Pattern.compile("\\] +(\\d+)%")
                .matcher(message.content().path("data").path("text/plain").asText(""));
        return found.find() ? Integer.parseInt(found.group(1)) : -1;
    }

    @Test
    @Order(3)
    void rerun_ofAFinishedJob_isReplayedAtNoCost() throws Exception {
        String small = "%dp_synthesize clinic --rows 50 --engine marginals --epsilon 0.2";
        Ledger before = ledger();
        assertThat(kernel.run(small).error()).isEmpty();
        Ledger first = ledger();
        assertThat(first.spent()).isGreaterThan(before.spent());
        Answer again = kernel.run(small);
        assertThat(again.shown()).as("a finished one is replayed").containsIgnoringCase("replayed");
        assertThat(ledger()).isEqualTo(first);
    }

    @Test
    @Order(4)
    void interrupts_atRandomMoments_neverLeaveAReservation() throws Exception {
        System.err.println("seed " + SEED);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        for (int i = 0; i < 8; i++) {
            long micros = random.nextLong(4_000_000);
            Ledger before = ledger();
            List<Thread> interrupter = new ArrayList<>();
            Answer answer = kernel.run(LONG_JOB + " --seed " + (i + 1), message -> {
                if (interrupter.isEmpty()) {
                    interrupter.add(Thread.ofPlatform().start(() -> {
                        LockSupport.parkNanos(micros * 1_000);
                        kernel.interrupt();
                    }));
                }
            });
            interrupter.getFirst().join();
            assertThat(kernel.settled()).isTrue();
            assertThat(answer.error()).as("after %d us", micros).startsWith("KeyboardInterrupt: ");
            assertThat(answer.traceback()).hasSize(1);
            Ledger after = settled();
            System.err.println(micros / 1000 + " ms: " + answer.error());
            boolean charged = answer.error().contains("stays spent");
            assertThat(after.spent() > before.spent()).as(answer.error()).isEqualTo(charged);
            awaitOnlyTheSpare();
        }
    }

    /// A withdrawn request may take a moment until it is void.
    private static Ledger settled() throws Exception {
        Ledger now = ledger();
        for (int i = 0; i < 100 && now.reserved() > 0; i++) {
            Thread.sleep(50);
            now = ledger();
        }
        assertThat(now.reserved()).isZero();
        return now;
    }

    private static void awaitOnlyTheSpare() throws Exception {
        for (int i = 0; i < 400 && workers().size() > 1; i++) {
            Thread.sleep(50);
        }
        assertThat(workers()).as("no job runs on").hasSizeLessThan(2);
    }

    @Test
    @Order(5)
    void progress_ofAJob_isDrawnInPlaceWithRateAndTimeLeft() throws Exception {
        Answer answer = kernel.run("%dp_synthesize clinic --rows 20000 --engine evolution --epsilon 0.3");
        assertThat(answer.error()).isEmpty();
        List<JsonNode> bars = new ArrayList<>();
        for (Message message : answer.published()) {
            if (percent(message) >= 0) {
                bars.add(message.content());
            }
        }
        assertThat(answer.of("update_display_data")).isNotEmpty();
        assertThat(bars.stream()
                        .map(b -> b.path("transient").path("display_id").asText())
                        .distinct())
                .as("one place")
                .hasSize(1);
        assertThat(answer.of("display_data").stream()
                        .filter(d -> d.path("data").path("text/html").asText("").contains("<progress")))
                .as("drawn once, then updated")
                .hasSize(1);
        List<String> texts = bars.stream()
                .map(b -> b.path("data").path("text/plain").asText())
                .toList();
        assertThat(texts).anyMatch(t -> t.matches("(?s).*\\(.* s, [0-9.]+ %/s, about .* left\\)"));
        assertThat(texts.getLast()).contains("100%", "released after");
        System.err.println(texts.get(texts.size() / 2));
    }

    @Test
    @Order(6)
    void chart_ofARelease_carriesVegaSvgAndPng() throws Exception {
        Answer answer = kernel.run("%dp_synthesize clinic --rows 50 --engine marginals --epsilon 0.2 -o synthetic");
        assertThat(answer.error()).isEmpty();
        JsonNode chart = answer.of("display_data").stream()
                .filter(d -> d.path("data").has("application/vnd.vegalite.v5+json"))
                .findFirst()
                .orElseThrow();
        assertThat(chart.path("data").has("text/html")).isFalse();
        assertThat(chart.path("data").path("image/svg+xml").asText()).startsWith("<svg");
        assertThat(chart.path("data").path("image/png").asText()).startsWith("iVBOR");
        assertThat(chart.path("metadata").path("image/png").path("width").asInt())
                .isPositive();
        assertThat(kernel.run("synthetic.height()").result()).isEqualTo("50");
    }

    @Test
    @Order(7)
    void shutdown_whileAJobRuns_cancelsIt_andTheServerLivesOn() throws Exception {
        AtomicLong at = new AtomicLong();
        ProcessHandle server = server();
        try {
            kernel.run(LONG_JOB + " --seed 99", message -> {
                if (at.get() == 0 && percent(message) > 0) {
                    at.set(System.nanoTime());
                    try {
                        kernel.shutdown(false);
                    } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }
            });
        } catch (AssertionError e) {
            assertThat(e.getMessage()).containsAnyOf("kernel lives", "a reply within 10 s of idle");
        }
        kernel.process().waitFor();
        awaitOnlyTheSpare();
        System.err.printf("shutdown with a job: all gone after %.2f s%n", (System.nanoTime() - at.get()) / 1e9);
        assertThat(server.isAlive())
                .as("the embedded server outlives the kernel")
                .isTrue();
    }
}
