package org.vitrail.app.flight;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.flight.BackpressureStrategy;
import org.apache.arrow.flight.FlightProducer.ServerStreamListener;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.types.pojo.Schema;
import org.vitrail.app.access.Caller;
import org.vitrail.app.job.Delivery;
import org.vitrail.app.job.JobService;
import org.vitrail.app.job.LiveJob;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.job.JobEvent;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.contract.wire.Json;

/// A job's stream: the schema at once, progress while it runs, then the stored batches, then the receipt.
final class ReleaseStreams {
    private static final long PROGRESS_MILLIS = 150;

    private final JobService jobs;
    private final Function<TableSchema, Schema> schemas;
    private final BufferAllocator allocator;
    private final long slowClientMillis;

    /// Streams of those jobs.
    ///
    /// @param schemas the Arrow schema that a release of those columns has
    /// @param slowClientMillis how long a client may take to read one batch
    ReleaseStreams(
            JobService jobs, Function<TableSchema, Schema> schemas, BufferAllocator allocator, long slowClientMillis) {
        this.jobs = jobs;
        this.schemas = schemas;
        this.allocator = allocator;
        this.slowClientMillis = slowClientMillis;
    }

    /// Sends all of it on the calling thread, which must not be the call's own.
    void send(Caller caller, String jobId, ServerStreamListener listener) throws IOException, InterruptedException {
        BackpressureStrategy.CallbackBackpressureStrategy client =
                new BackpressureStrategy.CallbackBackpressureStrategy();
        client.register(listener);
        Delivery delivery = jobs.deliver(caller, jobId);
        while (delivery instanceof Delivery.Elsewhere) {
            if (listener.isCancelled()) {
                return;
            }
            Thread.sleep(PROGRESS_MILLIS);
            delivery = jobs.deliver(caller, jobId);
        }
        if (delivery instanceof Delivery.Running running) {
            Schema schema = schemas.apply(running.job().columns());
            try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
                listener.start(root);
                if (!follow(running, listener)) {
                    return; // the client is gone
                }
                rows(ready(caller, jobId), Optional.of(root), listener, client);
            }
        } else {
            rows(delivery.ready().orElseThrow(), Optional.empty(), listener, client);
        }
    }

    /// Shows progress until the end.
    ///
    /// @return whether the client is still there
    private boolean follow(Delivery.Running running, ServerStreamListener listener) throws InterruptedException {
        LiveJob job = running.job();
        job.follow();
        boolean ended = false;
        try {
            while (true) {
                if (listener.isCancelled()) {
                    return false;
                }
                if (listener.isReady()) {
                    event(job.progress(), listener);
                }
                Optional<Optional<Refusal>> end = job.awaitEnd(PROGRESS_MILLIS);
                if (end.isPresent()) {
                    ended = true;
                    end.get().ifPresent(refusal -> {
                        throw new RefusedException(forFollower(refusal, running.payer()));
                    });
                    return true;
                }
            }
        } finally {
            if (!ended) {
                job.leave(running.payer());
            }
        }
    }

    private static Refusal forFollower(Refusal refusal, boolean payer) {
        return payer
                ? refusal
                : new Refusal.Failed(
                        "the identical request that this one waited for ended without a release; nothing"
                                + " was charged to you, run it again",
                        false);
    }

    /// The release of a job that just ended; it leaves the list of running jobs a moment later.
    private Delivery.Ready ready(Caller caller, String jobId) throws InterruptedException {
        while (true) {
            Optional<Delivery.Ready> ready = jobs.deliver(caller, jobId).ready();
            if (ready.isPresent()) {
                return ready.get();
            }
            Thread.sleep(1);
        }
    }

    private void rows(
            Delivery.Ready ready,
            Optional<VectorSchemaRoot> started,
            ServerStreamListener listener,
            BackpressureStrategy client)
            throws IOException {
        try (ArrowStreamReader reader = new ArrowStreamReader(ready.arrow(), allocator)) {
            VectorSchemaRoot source = reader.getVectorSchemaRoot();
            VectorSchemaRoot target = started.orElse(source);
            if (started.isEmpty()) {
                listener.start(source, reader);
            } else if (!started.get().getSchema().equals(source.getSchema())) {
                throw new IllegalStateException("the release has other columns than its plan");
            }
            while (reader.loadNextBatch()) {
                if (!await(listener, client)) {
                    return;
                }
                if (started.isPresent()) {
                    try (ArrowRecordBatch batch = new VectorUnloader(source).getRecordBatch()) {
                        new VectorLoader(target).load(batch);
                    }
                }
                listener.putNext();
            }
            if (await(listener, client)) {
                event(ready.done(), listener);
                listener.completed();
            }
        }
    }

    private boolean await(ServerStreamListener listener, BackpressureStrategy client) {
        return switch (client.waitForListener(slowClientMillis)) {
            case READY -> true;
            case CANCELLED -> false;
            case TIMEOUT -> {
                listener.error(FlightRefusals.status(new Refusal.Unavailable("the client read nothing for "
                        + slowClientMillis + " ms; the release is stored, fetch it again at no cost")));
                yield false;
            }
            case OTHER -> throw new IllegalStateException("backpressure has no other outcome");
        };
    }

    private void event(JobEvent event, ServerStreamListener listener) {
        byte[] json = Json.bytes(event);
        ArrowBuf buffer = allocator.buffer(json.length);
        buffer.writeBytes(json);
        listener.putMetadata(buffer); // takes the buffer over
    }
}
