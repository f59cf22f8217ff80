package org.vitrail.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.vitrail.contract.dataset.RegisterDataset.Format;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.engine.local.WorkerFailedException;
import org.vitrail.engine.local.WorkerListener;
import org.vitrail.engine.local.WorkerOptions;
import org.vitrail.engine.local.WorkerRequest;
import org.vitrail.engine.local.WorkerRun;
import org.vitrail.engine.local.Workers;
import org.vitrail.privacy.accounting.GaussianAccountant;

/// Times what registering asks of a worker, on a made-up CSV of 15 columns: reading it whole by a declared
/// schema, and buying its schema, with one row and with one person as the unit. Beside wall time, which
/// other work on the machine lengthens, stands the worker's processor time; peak memory is its VmHWM (Linux).
///
/// Arguments: rows, the worker's heap in MiB, its memory outside the heap in MiB.
public final class RegisterBench {
    private static final int NUMBERS = 8;
    private static final int TEXTS = 6;
    private static final long PEAK_LOOK_MILLIS = 20;

    private RegisterBench() {}

    /// The program; see the type.
    public static void main(String[] arguments) throws Exception {
        int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int heap = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_024;
        int outside = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 512;
        PrintStream out = System.out;
        Path file = Files.createTempFile("vitrail-bench", ".csv");
        List<Path> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator, -1)) {
            classPath.add(Path.of(entry));
        }
        WorkerOptions options =
                new WorkerOptions(classPath, heap, outside, Duration.ofHours(1), false, WorkerOptions.MAIN_CLASS);
        try (Workers workers = Workers.open(options)) {
            write(file, rows);
            out.printf(Locale.ROOT, "%d rows, 15 columns, %d MB; heap %d MiB%n", rows, Files.size(file) >> 20, heap);
            String path = file.toAbsolutePath().toString();
            PrivacyUnit person = new PrivacyUnit.Person("id", 4);
            long price = GaussianAccountant.cap(0.5, 1e-6).pico();
            time(
                    out,
                    workers,
                    "declared, row",
                    new WorkerRequest.Check(path, Format.CSV, schema(new PrivacyUnit.Row())));
            time(out, workers, "declared, person", new WorkerRequest.Check(path, Format.CSV, schema(person)));
            time(
                    out,
                    workers,
                    "inferred, row",
                    new WorkerRequest.Infer(path, Format.CSV, new PrivacyUnit.Row(), List.of("id"), price, 1e-7));
            time(
                    out,
                    workers,
                    "inferred, person",
                    new WorkerRequest.Infer(path, Format.CSV, person, List.of(), price, 1e-7));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void time(PrintStream out, Workers workers, String name, WorkerRequest request)
            throws WorkerFailedException, InterruptedException {
        long begin = System.nanoTime();
        WorkerRun run = workers.start(request, WorkerListener.none());
        AtomicLong peak = new AtomicLong();
        AtomicLong cpu = new AtomicLong();
        Thread look = Thread.ofPlatform().daemon().start(() -> follow(run.pid(), peak, cpu));
        run.await();
        double seconds = (System.nanoTime() - begin) / 1e9;
        look.interrupt();
        out.printf(
                Locale.ROOT,
                "%-18s %6.1f s, processor %6.1f s, peak RSS %5d MB%n",
                name,
                seconds,
                cpu.get() / 1e3,
                peak.get() >> 10);
    }

    private static void follow(long pid, AtomicLong peak, AtomicLong cpu) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        try {
            while (true) {
                Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .map(line -> line.replaceAll("\\D", ""))
                        .forEach(kilobytes -> peak.accumulateAndGet(Long.parseLong(kilobytes), Math::max));
                ProcessHandle.of(pid)
                        .flatMap(worker -> worker.info().totalCpuDuration())
                        .ifPresent(used -> cpu.accumulateAndGet(used.toMillis(), Math::max));
                TimeUnit.MILLISECONDS.sleep(PEAK_LOOK_MILLIS);
            }
        } catch (IOException | InterruptedException e) {
            // the worker has ended
        }
    }

    /// `id`, 8 columns of numbers, 5 of categories and one of texts that hardly repeat.
    private static void write(Path file, int rows) throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(20_261_127);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("id");
            for (Column column : schema(new PrivacyUnit.Row()).columns()) {
                out.write("," + column.name());
            }
            for (int row = 0; row < rows; row++) {
                out.write("\nperson" + random.nextInt(rows / 2 + 1));
                for (int j = 0; j < NUMBERS; j++) {
                    out.write(j < 4 ? "," + random.nextInt(100_000) : "," + (float) (100 * random.nextGaussian()));
                }
                for (int j = 0; j < TEXTS - 1; j++) {
                    out.write(",category" + random.nextInt(20));
                }
                out.write(",free text " + random.nextInt(rows));
            }
            out.write("\n");
        }
    }

    private static TableSchema schema(PrivacyUnit unit) {
        List<Column> columns = new ArrayList<>();
        for (int j = 0; j < NUMBERS; j++) {
            columns.add(Column.of(
                    "number" + j, j < 4 ? Domain.IntegerRange.of(0, 100_000) : Domain.RealRange.of(-500, 500)));
        }
        for (int j = 0; j < TEXTS; j++) {
            columns.add(Column.of("text" + j, Domain.Categorical.of(List.of("category0", "category1", "other"))));
        }
        return new TableSchema(columns, unit);
    }
}
