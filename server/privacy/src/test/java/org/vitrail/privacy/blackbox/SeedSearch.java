package org.vitrail.privacy.blackbox;

import java.util.OptionalLong;
import java.util.stream.LongStream;

/// Noise from a generator with a seed of 32 bits, and the attack on it: try them in order.
///
/// Forty noisy counts carry more than 100 bits, so true randomness is explained by one of 2^32 seeds with
/// probability below 2^-60.
final class SeedSearch {
    static final int CELLS = 40;
    private static final long SEEDS = 1L << 27; // all 2^32 take 32 times as long, half a minute of one core
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private SeedSearch() {}

    /// Planted bug: two-sided geometric noise of ratio 1/2 from SplitMix64 (Steele, Lea, Flood 2014) and an
    /// `int`.
    static long[] noisy(long count, int seed) {
        long[] noisy = new long[CELLS];
        for (int i = 0; i < CELLS; i++) {
            noisy[i] = count + noise(Integer.toUnsignedLong(seed), i);
        }
        return noisy;
    }

    /// A seed that explains the release as noise on `count`. Its presence tells `count` from its neighbours.
    static Verdict test(long[] released, long count) {
        OptionalLong seed = LongStream.range(0, SEEDS)
                .parallel()
                .filter(candidate -> explains(released, count, candidate))
                .findAny();
        return new Verdict(
                "seed search", seed.isPresent() ? 1 : -1, seed.isPresent() ? "seed " + seed.getAsLong() : "no seed");
    }

    private static boolean explains(long[] released, long count, long seed) {
        for (int i = 0; i < released.length; i++) {
            if (released[i] - count != noise(seed, i)) {
                return false;
            }
        }
        return true;
    }

    private static long noise(long seed, int cell) {
        long z = (seed + 1) * GOLDEN + cell * 0xd1342543de82ef95L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        z ^= z >>> 31;
        long up = Long.numberOfTrailingZeros(z | (1L << 31));
        return up - Long.numberOfTrailingZeros((z >>> 32) | (1L << 31));
    }
}
