package org.vitrail.engine.local;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.vitrail.contract.dataset.RegisterDataset.Format;
import org.vitrail.contract.pac.PacRequest;
import org.vitrail.contract.report.PrivacyBox;
import org.vitrail.contract.report.QualityReport;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.contract.wire.Json;
import org.vitrail.engine.local.WorkerFailedException.Kind;
import org.vitrail.engine.pac.PacRefusedException;
import org.vitrail.engine.table.JdbcSource;
import org.vitrail.engine.table.SchemaReader;
import org.vitrail.engine.table.Snapshots;
import org.vitrail.engine.table.SourceHeader;
import org.vitrail.engine.table.TableReader;
import org.vitrail.engine.table.TableRefusedException;
import org.vitrail.mechanism.Product;
import org.vitrail.mechanism.port.PublicFacts;
import org.vitrail.mechanism.port.Table;
import org.vitrail.mechanism.quality.QualityReports;
import org.vitrail.mechanism.schema.InferredSchema;
import org.vitrail.mechanism.schema.SchemaPlan;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.release.OwnerOnly;
import org.vitrail.privacy.release.Released;
import org.vitrail.privacy.release.Sensitive;

/// The worker's side of one job.
final class Worker {
    private final Planned.Catalog catalog;
    private final DataInputStream in;
    private final DataOutputStream out;
    private final CountDownLatch leave = new CountDownLatch(1);
    private final int nativeMegabytes = Integer.getInteger(WorkerMain.NATIVE_MEGABYTES, 1024);

    Worker(Planned.Catalog catalog, InputStream in, OutputStream out) {
        this.catalog = catalog;
        this.in = new DataInputStream(in);
        this.out = new DataOutputStream(new BufferedOutputStream(out));
    }

    /// Serves one request.
    ///
    /// @return the process's exit status: 0 after an answer or when nothing was asked
    int serve() {
        try {
            TableReader.warm();
            Optional<WorkerRequest> request = WorkerFrame.read(in, WorkerRequest.class);
            if (request.isEmpty()) {
                return 0;
            }
            Thread.ofPlatform().daemon().name("parent").start(this::watchParent);
            write(answer(request.get()));
            return 0;
        } catch (IOException | UncheckedIOException e) {
            return 1; // the server is gone
        }
    }

    /// The server gives leave with one byte; the end of its stream is the end of the server.
    private void watchParent() {
        try {
            while (in.read() >= 0) {
                leave.countDown();
            }
        } catch (IOException e) {
            Runtime.getRuntime().halt(1);
        }
        Runtime.getRuntime().halt(1);
    }

    private WorkerFrame answer(WorkerRequest request) {
        try {
            return new WorkerFrame.Reply(
                    switch (request) {
                        case WorkerRequest.Header(String path, Format format) ->
                            new WorkerReply.Headed(TableReader.header(Path.of(path), format));
                        case WorkerRequest.Copy(String url, String query, String output, long bytesMax) ->
                            new WorkerReply.Copied(JdbcSource.copy(url, query, Path.of(output), bytesMax));
                        case WorkerRequest.Check(String path, Format format, TableSchema schema) ->
                            check(Path.of(path), format, schema);
                        case WorkerRequest.Infer infer -> infer(infer);
                        case WorkerRequest.Release release -> release(release);
                        case WorkerRequest.Answer answer ->
                            PacJob.answer(answer, nativeMegabytes, this::open, this::progress);
                        case WorkerRequest.Compare compare -> compare(compare);
                    });
        } catch (TableRefusedException e) {
            return new WorkerFrame.Failure(Kind.REFUSED, message(e), classes(e));
        } catch (PacRefusedException e) {
            return new WorkerFrame.Failure(Kind.REFUSED, message(e), classes(e));
        } catch (PriceException e) {
            return new WorkerFrame.Failure(Kind.PRICE, message(e), classes(e));
        } catch (OutOfMemoryError e) {
            return new WorkerFrame.Failure(
                    Kind.MEMORY,
                    "the worker's memory did not suffice; ask for fewer rows, or give workers more memory",
                    classes(e));
        } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
            // one line for all: which class it was may depend on the rows, and is for the server's log
            return new WorkerFrame.Failure(
                    Kind.FAILED, "the worker failed unexpectedly; the server's log names the error", classes(e));
        }
    }

    private WorkerReply check(Path path, Format format, TableSchema schema)
            throws TableRefusedException, InterruptedException {
        SourceHeader header = TableReader.header(path, format);
        open();
        TableReader.read(path, format, schema, nativeMegabytes);
        return new WorkerReply.Checked(
                header.columns().size() - TableReader.names(schema).size());
    }

    private WorkerReply infer(WorkerRequest.Infer infer) throws TableRefusedException, InterruptedException {
        Path path = Path.of(infer.path());
        SchemaPlan plan = SchemaReader.plan(
                TableReader.header(path, infer.format()),
                infer.unit(),
                infer.declared(),
                new MuSquared(infer.chargePico()),
                infer.delta());
        open();
        Released<InferredSchema> released =
                SchemaReader.infer(path, infer.format(), infer.unit(), plan, nativeMegabytes, this::progress);
        return new WorkerReply.Inferred(
                released.value().columns(),
                released.value().notes(),
                released.charged().pico());
    }

    private WorkerReply release(WorkerRequest.Release asked)
            throws TableRefusedException, PriceException, InterruptedException, IOException {
        Planned planned = plan(asked);
        if (planned.plan().charge().pico() != asked.chargePico()) {
            throw new PriceException(
                    "the worker's plan costs mu^2 " + planned.plan().charge() + ", " + new MuSquared(asked.chargePico())
                            + " was reserved; restart the server after an update");
        }
        open();
        long begin = System.nanoTime();
        progress("reading", 0);
        Sensitive<Table> rows =
                TableReader.read(Path.of(asked.path()), asked.format(), asked.schema(), nativeMegabytes);
        Released<Product> released = planned.run().apply(rows, this::progress);
        Product product = released.value();
        Path output = Path.of(asked.output());
        write(product.table(), output);
        return new WorkerReply.Released(
                Files.size(output),
                Snapshots.sha256(output),
                released.charged().pico(),
                product.table().schema(),
                product.facts(),
                (System.nanoTime() - begin) / 1_000_000,
                Optional.of(
                        Json.text(QualityReports.publicReport(product.table(), box(asked, planned, product.facts())))));
    }

    private WorkerReply compare(WorkerRequest.Compare asked)
            throws TableRefusedException, InterruptedException, IOException {
        open();
        progress("comparing with the private rows", 0);
        OwnerOnly<QualityReport> report = Comparison.of(asked, nativeMegabytes);
        return new WorkerReply.Compared(Json.text(report.notPrivate())); // the server checked who asks
    }

    /// What the report says of the release; the server's receipt names the release itself. The guarantee is the
    /// plan's: a run that stops early has charged less, but where it stops depends on the rows (a privacy filter
    /// promises its budget, not what a run happened to use: Rogers, Roth, Ullman, Vadhan 2016).
    private static PrivacyBox box(WorkerRequest.Release asked, Planned planned, Map<String, String> facts) {
        double delta = switch (asked.spec()) {
            case SynthesisSpec synthesis -> synthesis.delta();
            case PacRequest _ -> throw new IllegalStateException("an answer of PAC privacy has no delta");
        };
        return new PrivacyBox(
                asked.schema().unit().describe(),
                "add or remove one unit",
                Optional.of(GaussianAccountant.epsilon(delta, planned.plan().charge())),
                Optional.of(delta),
                Optional.of(planned.plan().charge().pico()),
                planned.plan().mechanism(),
                planned.plan().noise(),
                "exactly sampled Gaussian noise, rounded to whole numbers, from a cryptographic generator",
                planned.plan().assumedPublic(),
                "see the receipt",
                facts);
    }

    private Planned plan(WorkerRequest.Release asked) throws TableRefusedException {
        OptionalLong rows = asked.rowsPublic().map(OptionalLong::of).orElse(OptionalLong.empty());
        try {
            return catalog.plan(asked.spec(), new PublicFacts(asked.schema(), rows));
        } catch (IllegalArgumentException e) { // a planner has seen public facts only
            throw new TableRefusedException(message(e));
        }
    }

    static void write(Table table, Path output) throws IOException {
        try (OutputStream file = new BufferedOutputStream(
                        Files.newOutputStream(output, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        1 << 16);
                RootAllocator allocator = new RootAllocator()) {
            ArrowTables.write(table, allocator, file);
        }
    }

    /// Asks for leave to open the rows and waits for it.
    private void open() throws InterruptedException {
        write(new WorkerFrame.Opening());
        leave.await();
    }

    private void progress(String stage, double fraction) {
        write(new WorkerFrame.Progress(stage, fraction));
    }

    private void write(WorkerFrame frame) {
        try {
            synchronized (out) {
                WorkerFrame.write(out, frame);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String message(Throwable e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private static List<String> classes(Throwable e) {
        List<String> names = new ArrayList<>();
        for (@Nullable Throwable cause = e; cause != null && names.size() < 5; cause = cause.getCause()) {
            names.add(cause.getClass().getName());
        }
        return names;
    }

    /// The price is not the reserved one.
    static final class PriceException extends Exception {
        private static final long serialVersionUID = 1L;

        PriceException(String line) {
            super(line);
        }
    }
}
