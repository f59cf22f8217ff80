package org.vitrail.app.kit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.vitrail.app.dataset.DatasetRow;
import org.vitrail.app.dataset.Ingest;
import org.vitrail.app.job.Pricing;
import org.vitrail.app.job.Workers;
import org.vitrail.app.worker.Parts;
import org.vitrail.app.worker.ReleaseSchemas;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.pac.PacRequest;
import org.vitrail.contract.synthesis.SynthesisSpec;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.engine.pac.PacPlanners;
import org.vitrail.mechanism.Mechanism;
import org.vitrail.mechanism.Product;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.port.PublicFacts;
import org.vitrail.mechanism.port.Table;
import org.vitrail.mechanism.synthesis.SynthesisMechanism;
import org.vitrail.mechanism.synthesis.SynthesisPlan;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.ledger.Amount;
import org.vitrail.privacy.ledger.PacAmount;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.NoiseBasis;
import org.vitrail.privacy.pac.NoiseRule;
import org.vitrail.privacy.pac.Universe;
import org.vitrail.privacy.pac.WorldOutputs;
import org.vitrail.privacy.release.Released;
import org.vitrail.privacy.release.Sensitive;

/// A worker and an ingest without rows, for tests of everything around them: each run releases other
/// numbers.
public final class ScriptedParts implements Workers, Ingest {
    /// Milliseconds from the first private row to the release.
    public volatile long runMillis = 100;

    /// Milliseconds before the first private row.
    public volatile long openingMillis;

    /// What the next runs throw after the start.
    public volatile Optional<RuntimeException> failure = Optional.empty();

    /// Happens once, while the next request is priced.
    public final AtomicReference<Runnable> whilePricing = new AtomicReference<>(() -> {});

    /// Happens once, while the next schema is inferred.
    public final AtomicReference<Runnable> whileInferring = new AtomicReference<>(() -> {});

    /// How many runs opened their rows.
    public final AtomicInteger opened = new AtomicInteger();

    /// Which snapshots were to be kept, each time that the others were to be removed.
    public final List<Set<String>> kept = new CopyOnWriteArrayList<>();

    private final Map<String, Set<String>> headers = new ConcurrentHashMap<>(); // by snapshot
    private final SecureRandom noise = new SecureRandom();

    /// The server's parts around this.
    public Parts parts() {
        return new Parts(new Pricing(new Interrupted(), new PacPlanners()), this, this, ReleaseSchemas::of, () -> {});
    }

    /// The real planner, with something happening at the same moment.
    private final class Interrupted implements Mechanism<SynthesisSpec, SynthesisPlan> {
        private final SynthesisMechanism real = new SynthesisMechanism();

        @Override
        public SynthesisPlan plan(SynthesisSpec spec, PublicFacts facts) {
            whilePricing.getAndSet(() -> {}).run();
            return real.plan(spec, facts);
        }

        @Override
        public Released<Product> run(SynthesisPlan plan, Sensitive<Table> rows, Progress progress) {
            return real.run(plan, rows, progress);
        }

        @Override
        public String version() {
            return real.version();
        }
    }

    @Override
    public Held hold(List<DatasetRow> datasets) {
        return () -> {}; // there are no bytes
    }

    @Override
    public Outcome run(Order order, Watch watch) {
        pause(openingMillis, watch, "waiting");
        watch.opening();
        opened.incrementAndGet();
        pause(runMillis, watch, "measuring");
        failure.ifPresent(thrown -> {
            throw thrown;
        });
        int count = switch (order.spec()) {
            case SynthesisSpec synthesis -> synthesis.rows();
            case PacRequest _ -> 1;
        };
        TableSchema schema = switch (order.spec()) {
            case SynthesisSpec _ -> order.dataset().columns();
            case PacRequest asked ->
                new PacPlanners()
                        .plan(
                                asked,
                                order.dataset().facts(order.linked()),
                                order.dataset().declaration().pac().orElseThrow())
                        .product();
        };
        byte[] arrow = rows(schema, count);
        return new Outcome(
                order.allowance(),
                () -> new ByteArrayInputStream(arrow),
                Map.of("rounds", "1"),
                Optional.of("{\"privacy\":\"paid\"}"),
                order.universe().map(before -> answered(before, order.allowance())));
    }

    /// A universe after an answer, so that it is another one than before.
    private static Universe.Kept answered(Universe.Kept before, Amount<?> charge) {
        Nats nats = new Nats(((PacAmount) charge).picoNats() * 1000);
        Universe universe = before.open(nats);
        universe.release(
                WorldOutputs.of(before.worlds(), 1, world -> new double[] {world % 7}),
                nats,
                NoiseRule.TIGHT,
                NoiseBasis.COORDINATES);
        return before.after(universe);
    }

    @Override
    public String compare(Comparison order, Watch watch) {
        watch.opening();
        opened.incrementAndGet();
        failure.ifPresent(thrown -> {
            throw thrown;
        });
        return "{\"privacy\":\"none: do not publish\",\"holdout\":\""
                + order.holdout().map(DatasetRow::name).orElse("") + "\"}";
    }

    private static void pause(long millis, Watch watch, String stage) {
        long end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < end) {
            if (watch.cancelled()) {
                throw new CancellationException();
            }
            watch.progress(stage, 1 - (end - System.nanoTime()) / (millis * 1e6));
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                throw new CancellationException();
            }
        }
    }

    private byte[] rows(TableSchema schema, int count) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (RootAllocator allocator = new RootAllocator();
                VectorSchemaRoot root = VectorSchemaRoot.create(ReleaseSchemas.of(schema), allocator);
                ArrowStreamWriter writer = new ArrowStreamWriter(root, null, Channels.newChannel(out))) {
            writer.start();
            for (int from = 0; from < count; from += 10_000) {
                int size = Math.min(10_000, count - from);
                for (FieldVector vector : root.getFieldVectors()) {
                    vector.reset();
                    for (int i = 0; i < size; i++) {
                        int number = noise.nextInt(2);
                        switch (vector) {
                            case BigIntVector longs -> longs.setSafe(i, number);
                            case Float8Vector doubles -> doubles.setSafe(i, number);
                            case VarCharVector words ->
                                words.setSafe(i, ("v" + number).getBytes(StandardCharsets.UTF_8));
                            default -> throw new IllegalStateException("no such column in a release");
                        }
                    }
                }
                root.setRowCount(size);
                writer.writeBatch();
            }
            writer.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Override
    public String snapshot(RegisterDataset request, Optional<Path> upload) {
        try {
            byte[] bytes = upload.isPresent()
                    ? Files.readAllBytes(upload.get())
                    : request.name().getBytes(StandardCharsets.UTF_8);
            String id = HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            String first = new String(bytes, StandardCharsets.UTF_8).split("\n", 2)[0];
            headers.put(id, Set.copyOf(List.of(first.split(","))));
            return id;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public Set<String> columns(RegisterDataset.Format format, String snapshot) {
        return headers.getOrDefault(snapshot, Set.of());
    }

    @Override
    public void keepOnly(Set<String> ids) {
        kept.add(Set.copyOf(ids));
    }

    @Override
    public Inferred infer(RegisterDataset request, String snapshot, MuSquared allowance) {
        whileInferring.getAndSet(() -> {}).run();
        failure.ifPresent(thrown -> {
            throw thrown;
        });
        return new Inferred(Requests.SCHEMA, List.of());
    }
}
