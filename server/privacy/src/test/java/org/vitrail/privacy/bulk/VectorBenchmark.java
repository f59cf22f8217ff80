package org.vitrail.privacy.bulk;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import org.vitrail.privacy.noise.SecureBits;

/// Samples per second of [VectorGaussian] on one thread, and what limits it in the same run: the keystream
/// alone (4 bytes a sample), the sampler alone (on words drawn once), a wedge alone. Best of many short rounds,
/// as the machine may be shared. Not a test: timings decide nothing.
final class VectorBenchmark {
    private static final int SAMPLES = 1 << 20;
    private static final int ROUNDS = 100;
    private static long sink;

    private VectorBenchmark() {}

    public static void main(String[] arguments) {
        int[] target = new int[SAMPLES];
        VectorGaussian whole = VectorGaussian.secure();
        double all = nanoseconds(() -> whole.fill(target), SAMPLES);
        Consumer<byte[]> keystream = SecureBits.keystream();
        byte[] block = new byte[SecureBits.BLOCK];
        double bits = nanoseconds(() -> keystream.accept(block), SecureBits.BLOCK / Integer.BYTES);
        keystream.accept(block);
        byte[] drawn = block.clone();
        VectorGaussian sampler = new VectorGaussian(wanted -> System.arraycopy(drawn, 0, wanted, 0, drawn.length));
        double sampling = nanoseconds(() -> sampler.fill(target), SAMPLES);
        SecureBits words = SecureBits.fresh();
        CellTables tables = new CellTables();
        Wedges wedges = new Wedges(tables, words::word);
        double wedge = nanoseconds(
                () -> {
                    for (int i = 0; i < 2_000; i++) {
                        sink += wedges.sample(17);
                    }
                },
                2_000);
        int choices = 0;
        for (byte choice : tables.choices()) {
            choices += Byte.toUnsignedInt(choice) == CellTables.WEDGE ? 1 : 0;
        }
        double share = (double) choices / tables.choices().length;
        int[] large = new int[2 * SAMPLES];
        double two = nanoseconds(() -> VectorGaussian.fill(large, 2), large.length);
        sink += Arrays.stream(target).asLongStream().sum();
        StringBuilder table = new StringBuilder("| part | ns a sample | million samples a second |\n|---|---|---|\n");
        table.append(row("all, one thread", all))
                .append(row("all, two threads", two))
                .append(row("keystream alone: the limit", bits))
                .append(row("sampler alone, words at hand", sampling))
                .append(row(
                        String.format(Locale.ROOT, "wedges: %.2f %% of samples at %.0f ns", 100 * share, wedge),
                        share * wedge))
                .append(String.format(Locale.ROOT, "%nkeystream / all = %.2f (sum %d)", bits / all, sink));
        System.out.println(table);
    }

    private static double nanoseconds(Runnable round, int samples) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            round.run();
            best = Math.min(best, (double) (System.nanoTime() - start) / samples);
        }
        return best;
    }

    private static String row(String name, double nanoseconds) {
        return String.format(Locale.ROOT, "| %s | %.2f | %.0f |%n", name, nanoseconds, 1e3 / nanoseconds);
    }
}
