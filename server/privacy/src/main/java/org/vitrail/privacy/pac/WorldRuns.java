package org.vitrail.privacy.pac;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntConsumer;

/// Runs a black box in every world, on all cores.
///
/// The box must be deterministic, defined for every set of units (also one without any unit, or of one class only),
/// of one public output length, without state between worlds and without side effects.
public final class WorldRuns {
    private final int threads;
    private final IntConsumer done;
    private final BooleanSupplier cancelled;

    /// @param threads >= 1
    /// @param done told how many worlds have been run, from any thread
    /// @param cancelled asked before every world
    public WorldRuns(int threads, IntConsumer done, BooleanSupplier cancelled) {
        if (threads < 1) {
            throw new IllegalArgumentException("expected >= 1 threads, got " + threads);
        }
        this.threads = threads;
        this.done = done;
        this.cancelled = cancelled;
    }

    /// On all cores, untold and not to be cancelled.
    public static WorldRuns onAllCores() {
        return new WorldRuns(Runtime.getRuntime().availableProcessors(), count -> {}, () -> false);
    }

    /// Runs it.
    ///
    /// @param box from the units of a world, ascending, to its output
    /// @throws CancellationException if it was cancelled
    /// @throws IllegalArgumentException if the box breaks its contract in any world
    public WorldOutputs run(Membership membership, Function<int[], double[]> box) {
        int worlds = membership.worlds();
        AtomicInteger finished = new AtomicInteger();
        List<Future<double[]>> parts = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int k = 0; k < worlds; k++) {
                int world = k;
                parts.add(pool.submit(() -> {
                    if (cancelled.getAsBoolean()) {
                        throw new CancellationException("cancelled");
                    }
                    double[] output = box.apply(membership.members(world));
                    done.accept(finished.incrementAndGet());
                    return output;
                }));
            }
        }
        double[][] outputs = new double[worlds][];
        for (int k = 0; k < worlds; k++) {
            outputs[k] = result(parts.get(k));
        }
        return WorldOutputs.of(outputs);
    }

    private static double[] result(Future<double[]> part) {
        try {
            return part.get();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted before all worlds had run");
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a world could not be run", failed.getCause());
        }
    }
}
