package org.vitrail.app.worker;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.vitrail.app.dataset.Ingest;
import org.vitrail.app.job.WorkerFailure;
import org.vitrail.contract.dataset.Inference;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.dataset.RegisterDataset.Format;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.engine.local.WorkerFailedException;
import org.vitrail.engine.local.WorkerListener;
import org.vitrail.engine.local.WorkerReply;
import org.vitrail.engine.local.WorkerRequest;
import org.vitrail.engine.local.Workers;
import org.vitrail.engine.table.ClinicSample;
import org.vitrail.engine.table.SchemaReader;
import org.vitrail.engine.table.Snapshots;
import org.vitrail.engine.table.SourceHeader;
import org.vitrail.engine.table.TableRefusedException;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.MuSquared;

/// Takes private bytes into the snapshot folder; whatever reads them runs in a worker.
final class EngineIngest implements Ingest {
    private final Workers workers;
    private final Snapshots snapshots;
    private final long bytesMax;

    EngineIngest(Workers workers, Snapshots snapshots, long bytesMax) {
        this.workers = workers;
        this.snapshots = snapshots;
        this.bytesMax = bytesMax;
    }

    @Override
    public String snapshot(RegisterDataset request, Optional<Path> upload) {
        try {
            Snapshots.Snapshot stored = store(request, upload);
            if (request.inference().isPresent()) {
                checkHeader(request, request.inference().get(), stored);
            }
            if (request.schema().isPresent()) {
                ask(new WorkerRequest.Check(
                        stored.file().toAbsolutePath().toString(),
                        EngineWorkers.stored(request.format()),
                        request.schema().get()));
            }
            return stored.id();
        } catch (TableRefusedException e) {
            throw new IllegalArgumentException(e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Snapshots.Snapshot store(RegisterDataset request, Optional<Path> upload)
            throws IOException, TableRefusedException {
        if (request.format() == Format.SAMPLE) {
            return snapshots.store(new ByteArrayInputStream(ClinicSample.csv()), bytesMax);
        }
        if (request.format() == Format.JDBC) {
            Path copy = snapshots.unfinished();
            try {
                ask(new WorkerRequest.Copy(
                        request.jdbcUrl().orElse(""),
                        request.jdbcQuery().orElse(""),
                        copy.toAbsolutePath().toString(),
                        bytesMax));
                return snapshots.adopt(copy);
            } finally {
                Files.deleteIfExists(copy); // what a failed copy left; an adopted one was moved
            }
        }
        try (InputStream bytes = Files.newInputStream(
                upload.orElseThrow(() -> new IllegalArgumentException("a file is expected, nothing was uploaded")))) {
            return snapshots.store(bytes, bytesMax);
        }
    }

    /// What cannot be bought is refused here, before anything is charged: the header is public.
    private void checkHeader(RegisterDataset request, Inference bought, Snapshots.Snapshot stored)
            throws TableRefusedException {
        MuSquared most = GaussianAccountant.cap(bought.epsilon(), request.deltaCap());
        SchemaReader.plan(
                header(request.format(), stored.file()), bought.unit(), declared(request), most, bought.delta());
    }

    private SourceHeader header(Format format, Path file) {
        WorkerReply reply =
                ask(new WorkerRequest.Header(file.toAbsolutePath().toString(), EngineWorkers.stored(format)));
        if (!(reply instanceof WorkerReply.Headed headed)) {
            throw new WorkerFailure("the worker answered another question");
        }
        return headed.header();
    }

    @Override
    public Set<String> columns(Format format, String snapshot) {
        try (Snapshots.Reading _ = snapshots.reading(List.of(snapshot))) {
            return Set.copyOf(header(format, snapshots.file(snapshot)).names());
        }
    }

    private static List<String> declared(RegisterDataset request) {
        return request.schema().stream()
                .flatMap(schema -> schema.columns().stream())
                .map(Column::name)
                .toList();
    }

    @Override
    public Inferred infer(RegisterDataset request, String snapshot, MuSquared allowance) {
        if (request.format() == Format.SAMPLE) {
            return new Inferred(ClinicSample.schema(), List.of()); // declared with the generator, read from no row
        }
        Inference bought = request.inference().orElseThrow();
        WorkerReply reply = ask(new WorkerRequest.Infer(
                snapshots.file(snapshot).toAbsolutePath().toString(),
                EngineWorkers.stored(request.format()),
                bought.unit(),
                declared(request),
                allowance.pico(),
                bought.delta()));
        if (!(reply instanceof WorkerReply.Inferred inferred)) {
            throw new WorkerFailure("the worker answered another question");
        }
        List<Column> columns = new ArrayList<>();
        request.schema().ifPresent(schema -> columns.addAll(schema.columns()));
        columns.addAll(inferred.columns());
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("nothing could be inferred for this budget, and its charge stays spent;"
                    + " declare the columns in a schema file, or pay more");
        }
        return new Inferred(new TableSchema(columns, bought.unit()), inferred.notes());
    }

    @Override
    public void keepOnly(Set<String> ids) {
        try {
            snapshots.sweep(ids);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private WorkerReply ask(WorkerRequest request) {
        try {
            return workers.start(request, WorkerListener.none()).await();
        } catch (WorkerFailedException e) {
            if (e.kind() == WorkerFailedException.Kind.REFUSED) {
                throw new IllegalArgumentException(e.getMessage());
            }
            throw new WorkerFailure(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WorkerFailure("the server is stopping");
        }
    }
}
