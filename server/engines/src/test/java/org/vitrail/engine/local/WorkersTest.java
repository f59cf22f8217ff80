package org.vitrail.engine.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.offset;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vitrail.contract.report.PrivacyBox;
import org.vitrail.contract.report.QualityReport;
import org.vitrail.contract.wire.Json;
import org.vitrail.engine.local.WorkerFailedException.Kind;

/// Worker processes that do their work, and ones that die, hang, hunger and babble.
@Timeout(300)
class WorkersTest {
    private static final Duration LONG = Duration.ofMinutes(4);

    @TempDir
    private Path folder;

    private static Workers good() {
        return Workers.open(BadWorkers.options(WorkerMain.class, LONG, false));
    }

    private WorkerFailedException failure(Class<?> main, Duration timeout) throws Exception {
        try (Workers workers = Workers.open(BadWorkers.options(main, timeout, false))) {
            WorkerRun run = workers.start(Orders.release(folder), WorkerListener.none());
            return failure(run);
        }
    }

    private WorkerFailedException failure(WorkerRun run) {
        WorkerFailedException failed = catchThrowableOfType(WorkerFailedException.class, run::await);
        assertThat(failed).isNotNull();
        assertThat(Orders.output(folder)).doesNotExist();
        assertThat(ProcessHandle.of(run.pid()).filter(ProcessHandle::isAlive)).isEmpty();
        return failed;
    }

    @Test
    void release_atItsPrice_isWhatWasAnnounced() throws Exception {
        releaseWell();
    }

    private void releaseWell() throws Exception {
        try (Workers workers = good()) {
            WorkerRequest.Release asked = Orders.release(folder);
            List<String> stages = Collections.synchronizedList(new ArrayList<>());
            WorkerReply.Released released = (WorkerReply.Released)
                    workers.start(asked, (stage, fraction) -> stages.add(stage)).await();
            assertThat(Files.size(Orders.output(folder))).isEqualTo(released.bytes());
            assertThat(released.chargedPico()).isBetween(1L, asked.chargePico());
            assertThat(stages).startsWith("reading");
        }
    }

    /// Where a run stops depends on the rows: what it used less is no guarantee, the report says the plan's price.
    @Test
    void report_ofARunThatStoppedEarly_promisesThePlansPrice() throws Exception {
        try (Workers workers = good()) {
            WorkerRequest.Release asked = Orders.release(folder, Orders.threeColumns());
            WorkerReply.Released released = (WorkerReply.Released)
                    workers.start(asked, WorkerListener.none()).await();
            assertThat(released.chargedPico()).isLessThan(asked.chargePico());
            PrivacyBox box = Json.read(released.reportJson().orElseThrow(), QualityReport.class)
                    .box();
            assertThat(box.muSquaredPico()).hasValue(asked.chargePico());
            assertThat(box.epsilon().orElseThrow()).isCloseTo(1.0, offset(1e-6));
        }
    }

    @Test
    void release_atAnotherPrice_opensNoRow() throws Exception {
        try (Workers workers = good()) {
            WorkerFailedException failed =
                    failure(workers.start(Orders.release(folder, 1_000_000), WorkerListener.none()));
            assertThat(failed.kind()).isEqualTo(Kind.PRICE);
            assertThat(failed.opened()).isFalse();
        }
    }

    @Test
    void release_whoseStartIsRefused_opensNoRow() throws Exception {
        try (Workers workers = good()) {
            WorkerFailedException failed = failure(workers.start(Orders.release(folder), new WorkerListener() {
                @Override
                public void progress(String stage, double fraction) {}

                @Override
                public void opening() throws Exception {
                    throw new java.io.IOException("the ledger is not there");
                }
            }));
            assertThat(failed.opened()).isFalse();
            assertThat(failed.kind()).isEqualTo(Kind.FAILED);
        }
    }

    /// Runs a worker that hangs and does something to it then.
    private WorkerFailedException whileHanging(java.util.function.Consumer<WorkerRun> blow) throws Exception {
        try (Workers workers = Workers.open(BadWorkers.options(BadWorkers.Hanging.class, LONG, false))) {
            CountDownLatch hanging = new CountDownLatch(1);
            WorkerRun run = workers.start(Orders.release(folder), (stage, fraction) -> {
                if (stage.equals("hanging")) {
                    hanging.countDown();
                }
            });
            assertThat(hanging.await(200, TimeUnit.SECONDS)).isTrue();
            blow.accept(run);
            return failure(run);
        }
    }

    @Test
    void kill_ofAWorker_isACrashAndTheNextJobRuns() throws Exception {
        WorkerFailedException failed =
                whileHanging(run -> ProcessHandle.of(run.pid()).orElseThrow().destroyForcibly());
        assertThat(failed.kind()).isEqualTo(Kind.CRASHED);
        assertThat(failed.opened()).isTrue();
        releaseWell();
    }

    @Test
    void cancel_ofAWorker_endsIt() throws Exception {
        assertThat(whileHanging(WorkerRun::cancel).kind()).isEqualTo(Kind.CANCELLED);
    }

    @Test
    void worker_thatHangs_isEndedAfterItsTime() throws Exception {
        WorkerFailedException failed = failure(BadWorkers.Hanging.class, Duration.ofSeconds(5));
        assertThat(failed.kind()).isEqualTo(Kind.TIMEOUT);
        assertThat(failed).hasMessageContaining("longer than allowed");
    }

    @Test
    void worker_withoutMemory_saysSo() throws Exception {
        WorkerFailedException failed = failure(BadWorkers.Hungry.class, LONG);
        assertThat(failed.kind()).isEqualTo(Kind.MEMORY);
        assertThat(failed).hasMessageContaining("memory did not suffice");
    }

    @Test
    void worker_thatBabbles_isNotUnderstood() throws Exception {
        WorkerFailedException failed = failure(BadWorkers.Garbage.class, LONG);
        assertThat(failed.kind()).isEqualTo(Kind.GARBLED);
        assertThat(failed).hasMessageNotContaining("nonsense");
    }

    @Test
    void worker_whoseFailureQuotesARow_tellsNothingOfIt() throws Exception {
        StringBuilder log = new StringBuilder();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord line) {
                log.append(line.getMessage()).append(List.of(line.getParameters() == null ? "" : line.getParameters()));
                for (Object parameter : line.getParameters() == null ? new Object[0] : line.getParameters()) {
                    log.append(parameter);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(WorkerRun.class.getName());
        logger.addHandler(handler);
        try {
            WorkerFailedException failed = failure(BadWorkers.Chatty.class, LONG);
            assertThat(failed.kind()).isEqualTo(Kind.FAILED);
            assertThat(failed).hasNoCause().hasMessageNotContaining(BadWorkers.CANARY);
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(log.toString()).contains("IllegalStateException").doesNotContain(BadWorkers.CANARY);
    }

    @Test
    void spare_thatWaits_takesTheNextJob() throws Exception {
        List<Long> before =
                ProcessHandle.current().children().map(ProcessHandle::pid).toList();
        try (Workers workers = Workers.open(BadWorkers.options(WorkerMain.class, LONG, true))) {
            List<Long> waiting = List.of();
            while (waiting.isEmpty()) {
                waiting = ProcessHandle.current()
                        .children()
                        .map(ProcessHandle::pid)
                        .filter(pid -> !before.contains(pid))
                        .toList();
                Thread.sleep(20);
            }
            Thread.sleep(200); // the process is there a moment before it is announced
            WorkerRun run = workers.start(Orders.release(folder), WorkerListener.none());
            assertThat(run.await()).isInstanceOf(WorkerReply.Released.class);
            assertThat(waiting).contains(run.pid());
        }
    }

    @Test
    void server_thatIsKilled_takesItsWorkerAlong() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        BadWorkers.Parent.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            long pid = Long.parseLong(out.readLine());
            assertThat(out.readLine()).isEqualTo("hanging");
            ProcessHandle worker = ProcessHandle.of(pid).orElseThrow();
            assertThat(worker.isAlive()).isTrue();
            parent.destroyForcibly();
            worker.onExit().get(60, TimeUnit.SECONDS);
            assertThat(worker.isAlive()).isFalse();
        } finally {
            parent.destroyForcibly();
        }
    }
}
