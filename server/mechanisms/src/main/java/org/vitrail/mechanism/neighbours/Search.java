package org.vitrail.mechanism.neighbours;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/// The exact nearest candidates of many rows, block by block on all cores; memory beside the answer is one block for
/// each core.
final class Search {
    private final Candidates candidates;
    private final LongFunction<Tiles> kernel;
    private final int k;

    /// Prepares candidates.
    ///
    /// @param k how many; >= 1
    /// @param kernel for rows · candidates · dimensions products
    Search(Vectors candidates, int k, LongFunction<Tiles> kernel) {
        this.candidates = new Candidates(candidates);
        this.kernel = kernel;
        this.k = k;
    }

    /// How many candidates.
    int candidates() {
        return candidates.size();
    }

    /// For each row its k nearest candidates, lowest index first; −1 where there are fewer than k candidates or the
    /// row is not finite.
    ///
    /// @return `[rows · k]`
    int[] nearest(Vectors rows) {
        if (rows.dimensions() != candidates.dimensions()) {
            throw new IllegalArgumentException("expected rows of " + candidates.dimensions()
                    + " dimensions like the candidates', got " + rows.dimensions() + "; use one embedding for both");
        }
        int size = rows.size();
        int[] out = new int[Math.multiplyExact(size, k)];
        int step = Block.capacity(rows.dimensions());
        int blocks = size / step + (size % step == 0 ? 0 : 1);
        Tiles tiles = kernel.apply((long) size * candidates.distinct() * candidates.dimensions());
        Packed panels = new Packed(candidates, tiles.width());
        AtomicInteger next = new AtomicInteger();
        IntStream.range(0, Math.min(blocks, threads())).parallel().forEach(worker -> {
            Block block = new Block(candidates, panels, tiles, k);
            for (int b = next.getAndIncrement(); b < blocks; b = next.getAndIncrement()) {
                block.search(rows, b * step, Math.min(step, size - b * step), out);
            }
        });
        return out;
    }

    /// The caller's pool, whose threads a parallel stream uses, and the caller.
    private static int threads() {
        ForkJoinPool own = ForkJoinTask.getPool();
        return (own == null ? ForkJoinPool.commonPool() : own).getParallelism() + 1;
    }
}
