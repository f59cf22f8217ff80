package org.vitrail.app.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.vitrail.app.dataset.DatasetRow;
import org.vitrail.app.job.WorkerFailure;
import org.vitrail.app.job.Workers;
import org.vitrail.contract.dataset.RegisterDataset.Format;
import org.vitrail.contract.pac.PacRequest;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.engine.local.WorkerFailedException;
import org.vitrail.engine.local.WorkerListener;
import org.vitrail.engine.local.WorkerReply;
import org.vitrail.engine.local.WorkerRequest;
import org.vitrail.engine.local.WorkerRun;
import org.vitrail.engine.table.Snapshots;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.ledger.DpAmount;
import org.vitrail.privacy.ledger.PacAmount;
import org.vitrail.privacy.pac.Universe;

/// Jobs in worker processes.
final class EngineWorkers implements Workers {
    private static final String ANOTHER_QUESTION = "the worker answered another question";
    private static final long LOOK_MILLIS = 50; // how often a run is asked whether it was cancelled

    private final org.vitrail.engine.local.Workers workers;
    private final Snapshots snapshots;
    private final Path folder;

    EngineWorkers(org.vitrail.engine.local.Workers workers, Snapshots snapshots, Path folder) throws IOException {
        this.workers = workers;
        this.snapshots = snapshots;
        this.folder = Files.createDirectories(folder);
    }

    @Override
    public Outcome run(Order order, Watch watch) {
        Path output = folder.resolve(order.jobId() + ".arrows");
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        WorkerReply reply = await(request(order, output.toAbsolutePath().toString()), watch);
        return switch (reply) {
            case WorkerReply.Released released ->
                new Outcome(
                        DpAmount.of(new MuSquared(released.chargedPico())),
                        new Output(output),
                        released.facts(),
                        released.reportJson(),
                        Optional.empty());
            case WorkerReply.Answered answered ->
                new Outcome(
                        new PacAmount(answered.chargedPicoNats()),
                        new Output(output),
                        answered.facts(),
                        Optional.empty(),
                        Optional.of(Universe.Kept.read(Base64.getDecoder().decode(answered.universe()))));
            case WorkerReply.Headed _,
                    WorkerReply.Copied _,
                    WorkerReply.Checked _,
                    WorkerReply.Inferred _,
                    WorkerReply.Compared _ -> throw new WorkerFailure(ANOTHER_QUESTION);
        };
    }

    @Override
    public Held hold(List<DatasetRow> datasets) {
        Snapshots.Reading reading =
                snapshots.reading(datasets.stream().map(DatasetRow::snapshot).toList());
        return reading::close;
    }

    private WorkerRequest request(Order order, String output) {
        DatasetRow dataset = order.dataset();
        return switch (order.spec()) {
            case SynthesisSpec spec ->
                new WorkerRequest.Release(
                        spec,
                        dataset.columns(),
                        dataset.declaration().rowsPublic(),
                        path(dataset),
                        stored(dataset.declaration().format()),
                        order.allowance() instanceof DpAmount amount ? amount.in(DpAmount.GDP) : 0,
                        output);
            case PacRequest spec ->
                new WorkerRequest.Answer(
                        spec,
                        dataset.columns(),
                        dataset.declaration().pac().orElseThrow(),
                        path(dataset),
                        stored(dataset.declaration().format()),
                        order.linked().stream()
                                .map(read -> new WorkerRequest.Linked(
                                        read.asLinked(),
                                        path(read),
                                        stored(read.declaration().format())))
                                .toList(),
                        Base64.getEncoder()
                                .encodeToString(order.universe().orElseThrow().bytes()),
                        order.allowance() instanceof PacAmount amount ? amount.picoNats() : 0,
                        output);
        };
    }

    @Override
    public String compare(Comparison order, Watch watch) {
        Path release = folder.resolve("compare-" + UUID.randomUUID() + ".arrows");
        try (InputStream content = order.release().open()) {
            Files.copy(content, release);
            List<String> read = Stream.concat(Stream.of(order.dataset()), order.holdout().stream())
                    .map(DatasetRow::snapshot)
                    .toList();
            WorkerReply reply = await(
                    read,
                    new WorkerRequest.Compare(
                            release.toAbsolutePath().toString(),
                            order.product(),
                            path(order.dataset()),
                            stored(order.dataset().declaration().format()),
                            order.dataset().columns(),
                            order.holdout()
                                    .map(rows -> new WorkerRequest.Holdout(
                                            path(rows),
                                            stored(rows.declaration().format()),
                                            rows.columns())),
                            order.label(),
                            order.box(),
                            order.seed()),
                    watch);
            if (!(reply instanceof WorkerReply.Compared compared)) {
                throw new WorkerFailure(ANOTHER_QUESTION);
            }
            return compared.reportJson();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            new Output(release).discard();
        }
    }

    private String path(DatasetRow dataset) {
        return snapshots.file(dataset.snapshot()).toAbsolutePath().toString();
    }

    /// @param read the snapshots that the worker reads
    private WorkerReply await(List<String> read, WorkerRequest request, Watch watch) {
        try (Snapshots.Reading _ = snapshots.reading(read)) {
            return await(request, watch);
        }
    }

    private WorkerReply await(WorkerRequest request, Watch watch) {
        WorkerRun run = workers.start(request, listener(watch));
        AtomicBoolean over = new AtomicBoolean();
        Thread.ofVirtual().start(() -> lookForCancel(run, watch, over));
        try {
            return run.await();
        } catch (WorkerFailedException e) {
            if (e.kind() == WorkerFailedException.Kind.CANCELLED || watch.cancelled()) {
                throw new CancellationException();
            }
            throw new WorkerFailure(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            run.cancel();
            Thread.currentThread().interrupt();
            throw new CancellationException();
        } finally {
            over.set(true);
        }
    }

    private record Output(Path file) implements Content {
        @Override
        public InputStream open() throws IOException {
            return Files.newInputStream(file);
        }

        @Override
        public void discard() {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// How the snapshot's bytes are read, whatever they came from.
    static Format stored(Format declared) {
        return switch (declared) {
            case CSV, SAMPLE -> Format.CSV;
            case PARQUET -> Format.PARQUET;
            case ARROW, JDBC -> Format.ARROW;
        };
    }

    private static WorkerListener listener(Watch watch) {
        return new WorkerListener() {
            @Override
            public void progress(String stage, double fraction) {
                watch.progress(stage, fraction);
            }

            @Override
            public void opening() {
                watch.opening();
            }
        };
    }

    private static void lookForCancel(WorkerRun run, Watch watch, AtomicBoolean over) {
        try {
            while (!over.get()) {
                if (watch.cancelled()) {
                    run.cancel();
                    return;
                }
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            run.cancel();
        }
    }
}
