package org.vitrail.privacy.noise;

import java.security.SecureRandom;
import java.util.Locale;

/// Rounded Gaussian samples per second, exact against `SecureRandom.nextGaussian` (inexact, not fit for privacy)
/// in the
/// same run, best of five rounds each. Not a test: timings decide nothing.
final class NoiseBenchmark {
    private static final int CELLS = 1_000_000;
    private static final int ROUNDS = 5;
    private static long sink;

    private NoiseBenchmark() {}

    @FunctionalInterface
    private interface Source {
        long[] noise(int cells);
    }

    public static void main(String[] arguments) throws Exception {
        GaussianNoise exact = GaussianNoise.secure();
        SecureRandom random = SecureRandom.getInstance("NativePRNGNonBlocking");
        double naive = perSample(cells -> {
            long[] noise = new long[cells];
            for (int i = 0; i < cells; i++) {
                noise[i] = Math.round(random.nextGaussian() * 100.3);
            }
            return noise;
        });
        double ours = perSample(cells -> exact.addTo(new long[cells], 100.3));
        double small = perSample(cells -> exact.addTo(new long[cells], 0.7));
        StringBuilder table = new StringBuilder("| sampler | ns a sample | samples a second |\n|---|---|---|\n");
        table.append(row("exact, deviation 100.3", ours))
                .append(row("exact, deviation 0.7", small))
                .append(row("SecureRandom.nextGaussian, rounded", naive))
                .append(String.format(Locale.ROOT, "%nnextGaussian / exact = %.2f (sum %d)", naive / ours, sink));
        System.out.println(table);
    }

    private static double perSample(Source source) {
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            long[] noise = source.noise(CELLS);
            best = Math.min(best, (double) (System.nanoTime() - start) / CELLS);
            for (long value : noise) {
                sink += value;
            }
        }
        return best;
    }

    private static String row(String name, double nanoseconds) {
        return String.format(Locale.ROOT, "| %s | %.0f | %.3g |%n", name, nanoseconds, 1e9 / nanoseconds);
    }
}
