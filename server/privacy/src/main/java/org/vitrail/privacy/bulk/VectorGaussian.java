package org.vitrail.privacy.bulk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.vitrail.privacy.noise.SecureBits;

/// Gaussian noise for vectors of training size: integers `floor(N · 2^23)`, N standard normal, independent.
///
/// **Use.** Choose the grid g = σ / 2^23. Cut each unit's clipped vector to whole multiples of g, *towards
/// zero*, which lengthens no vector; add the integers of all units and this noise; multiply by g. Since the
/// data are integers, the result is floor((sum + σN) / g) · g, post-processing of the continuous Gaussian
/// mechanism: μ-GDP with μ = sensitivity / σ, up to the distance below. Cutting and flooring shift a coordinate
/// by less than σ · 2^-23 for each unit.
///
/// **Distance.** n samples, over all vectors and steps, are within n · 2^-120 of the exact law in total
/// variation, so a claim of (ε, δ) becomes (ε, δ + (1 + e^ε) n 2^-120): proof in AUDIT.md.
///
/// **Way of a sample.** 32 bits of ChaCha20 keystream: 14 choose a rectangle below the density, 1 is the sign,
/// 17 are the place in the rectangle. One choice in 75 asks for a wedge instead ([Wedges]). Not for several
/// threads at once.
public final class VectorGaussian {
    /// log2 of the deviation.
    public static final int DEVIATION_BITS = 23;

    /// Largest number of threads of a fill.
    public static final int THREADS_MAX = 256;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final CellTables TABLES = new CellTables();
    private static final int POSITION_BITS = DEVIATION_BITS - 6;
    private static final int POSITION = (1 << POSITION_BITS) - 1;

    private final Consumer<byte[]> keystream;
    private final byte[] block = new byte[SecureBits.BLOCK];
    private final byte[] choices = TABLES.choices();
    private final Wedges wedges = new Wedges(TABLES, this::word);
    private int at = SecureBits.BLOCK;

    /// @param keystream fills a whole block with bits that are independent of everything else, or throws
    VectorGaussian(Consumer<byte[]> keystream) {
        this.keystream = keystream;
    }

    /// Noise from the operating system's entropy, under a fresh key.
    public static VectorGaussian secure() {
        return new VectorGaussian(SecureBits.keystream());
    }

    /// Replaces every element by a sample.
    public void fill(int[] target) {
        fill(target, 0, target.length);
    }

    /// Replaces every element by a sample, with `threads` threads, each under a fresh key of its own.
    ///
    /// @param threads 1 to 256
    /// @throws IllegalStateException if a thread got no entropy; `target` is then of no use
    public static void fill(int[] target, int threads) {
        if (threads < 1 || threads > THREADS_MAX) {
            throw new IllegalArgumentException("expected 1 to " + THREADS_MAX + " threads, got " + threads);
        }
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> parts = new ArrayList<>();
            for (int part = 0; part < threads; part++) {
                int from = (int) ((long) target.length * part / threads);
                int to = (int) ((long) target.length * (part + 1) / threads);
                VectorGaussian noise = secure();
                parts.add(workers.submit(() -> noise.fill(target, from, to)));
            }
            for (Future<?> part : parts) {
                part.get();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("noise: interrupted before the vector was full", stopped);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("noise: a thread failed before the vector was full", failed);
        }
    }

    private void fill(int[] target, int from, int to) {
        int done = from;
        while (done < to) {
            if (at > SecureBits.BLOCK - Integer.BYTES) {
                refill();
            }
            done = fillFromBlock(target, done, to);
        }
    }

    /// Fills until the block or the target ends or a wedge has been sampled; returns the first element left.
    private int fillFromBlock(int[] target, int from, int to) {
        int end = (int) Math.min(to, from + (long) ((SecureBits.BLOCK - at) / Integer.BYTES));
        int place = at;
        for (int i = from; i < end; i++) {
            int word = (int) INT.get(block, place);
            place += Integer.BYTES;
            int cell = Byte.toUnsignedInt(choices[word >>> (Integer.SIZE - CellTables.CHOICE_BITS)]);
            int sign = (word << CellTables.CHOICE_BITS) >> (Integer.SIZE - 1); // 0 or -1
            if (cell == CellTables.WEDGE) {
                at = place;
                target[i] = wedges.sample(POSITION_BITS) ^ sign;
                return i + 1;
            }
            target[i] = ((cell << POSITION_BITS) | (word & POSITION)) ^ sign; // floor(−y) = ~floor(y)
        }
        at = place;
        return end;
    }

    private long word() {
        if (at > SecureBits.BLOCK - Long.BYTES) {
            refill();
        }
        long word = (long) LONG.get(block, at);
        at += Long.BYTES;
        return word;
    }

    private void refill() {
        keystream.accept(block);
        at = 0;
    }
}
