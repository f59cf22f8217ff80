package org.vitrail.privacy.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianNoiseTest {
    private static final double LARGE = 0x1.fffffp51;
    private static final int MANY = 300_000;
    private static final RandomGenerator CHANCE =
            RandomGeneratorFactory.of("L64X128MixRandom").create(7);

    /// Each row false alarm at most 5e-7. Width 1 takes every comparison and every rounding the slow, exact
    /// way.
    @ParameterizedTest
    @CsvSource({"0.3, 64, 1", "0.3, 1, 1", "1, 64, 4", "1, 1, 4", "1, 5, 4", "3.3, 64, 12", "3.3, 1, 12"})
    void addTo_smallDeviation_followsTheLaw(double deviation, int width, int last) {
        long[] samples = noise(width).addTo(new long[MANY], deviation);
        assertThat(Law.chiSquare(samples, deviation, last)).isLessThan(Law.chiSquareLimit(last));
    }

    /// False alarm at most 1e-6 each.
    @ParameterizedTest
    @ValueSource(doubles = {2, 1000.1, 123_456_789, 0x1.8p51})
    void addTo_anyDeviation_followsTheLaw(double deviation) {
        long[] samples = GaussianNoise.secure().addTo(new long[MANY], deviation);
        assertThat(Law.distance(samples, deviation)).isLessThan(Law.limit(MANY));
    }

    /// Planted bugs: half the deviation, 6 % too little, no noise at all, noise cut off at one side.
    @Test
    void law_brokenNoise_isCaught() {
        GaussianNoise half = GaussianNoise.secure();
        assertThat(Law.distance(half.addTo(new long[MANY], 500), 1000)).isGreaterThan(Law.limit(MANY));
        assertThat(Law.distance(half.addTo(new long[MANY], 940), 1000)).isGreaterThan(Law.limit(MANY));
        assertThat(Law.distance(new long[MANY], 1000)).isGreaterThan(Law.limit(MANY));
        long[] positive = half.addTo(new long[MANY], 1000);
        for (int i = 0; i < MANY; i++) {
            positive[i] = Math.abs(positive[i]);
        }
        assertThat(Law.distance(positive, 1000)).isGreaterThan(Law.limit(MANY));
        assertThat(Law.chiSquare(half.addTo(new long[MANY], 0.95), 1, 4)).isGreaterThan(Law.chiSquareLimit(4));
    }

    /// P(|N| > 4) = 6.33e-5: of a million, 24 or fewer have probability 1.4e-8, 115 or more 3.6e-9.
    @Test
    void addTo_tails_areThere() {
        assertThat(beyondFour(GaussianNoise.secure().addTo(new long[1_000_000], 1000)))
                .isBetween(25L, 114L);
    }

    /// Planted bug: noise cut off at 4 deviations.
    @Test
    void tails_cutOff_areCaught() {
        long[] cut = GaussianNoise.secure().addTo(new long[1_000_000], 1000);
        for (int i = 0; i < cut.length; i++) {
            cut[i] = Math.max(-4000, Math.min(4000, cut[i]));
        }
        assertThat(beyondFour(cut)).isLessThan(25L);
    }

    /// Of the results of at least 2^53, which doubles cannot all express, half are odd: about 0.0455 · 3e5, so
    /// 0.0225 is more than 5 standard errors, probability below 6e-7.
    @Test
    void addTo_largeNoise_keepsItsLastBit() {
        long[] samples = GaussianNoise.secure().addTo(new long[MANY], LARGE);
        assertThat(oddShareOfLarge(samples)).isBetween(0.4775, 0.5225);
    }

    /// Planted bug: floating-point noise.
    @Test
    void lastBit_floatingPointNoise_isCaught() {
        long[] samples = new long[MANY];
        for (int i = 0; i < MANY; i++) {
            samples[i] = Math.round(CHANCE.nextGaussian() * LARGE);
        }
        assertThat(oddShareOfLarge(samples)).isLessThan(0.4775);
    }

    /// The lattice attack (Mironov 2012): the event "off the lattice of 2^-53" has the same probability, 0, for
    /// counts 0 and 1; for the naive sum of doubles it has probability 0.066 for 0 and 0 for 1.
    @Test
    void lattice_exactAndNaive_onlyTheNaiveIsCaught() {
        GaussianNoise exact = GaussianNoise.secure();
        int[] off = new int[4];
        for (int i = 0; i < 20_000; i++) {
            off[0] += offLattice((double) exact.addTo(new long[] {0}, 4)[0]);
            off[1] += offLattice((double) exact.addTo(new long[] {1}, 4)[0]);
            off[2] += offLattice(0 + CHANCE.nextGaussian() * 4);
            off[3] += offLattice(1 + CHANCE.nextGaussian() * 4);
        }
        assertThat(off[0]).isEqualTo(off[1]).isZero();
        assertThat(off[2]).isGreaterThan(500);
        assertThat(off[3]).isZero();
    }

    /// The noise is the same whatever the counts are: nothing about it can depend on them.
    @Test
    void addTo_sameBits_differsByTheCountsOnly() {
        long[] counts = {0, 1, -5, 1L << 40, -(1L << 53), 77};
        long[] zero = new GaussianNoise(SeededBits.of(3), 64).addTo(new long[counts.length], 12.5);
        long[] noisy = new GaussianNoise(SeededBits.of(3), 64).addTo(counts, 12.5);
        for (int i = 0; i < counts.length; i++) {
            assertThat(noisy[i] - zero[i]).isEqualTo(counts[i]);
        }
    }

    /// Equal neighbours have probability 1/(2 sqrt(π) 1000) = 2.8e-4: 85 expected, 160 or more below 1e-10.
    @Test
    void addTo_cells_getNoiseOfTheirOwn() {
        assertThat(repeats(GaussianNoise.secure().addTo(new long[MANY], 1000))).isLessThan(160);
    }

    /// Planted bug: one noise value for two cells.
    @Test
    void repeats_noiseUsedTwice_areCaught() {
        long[] noise = GaussianNoise.secure().addTo(new long[MANY], 1000);
        for (int i = 1; i < MANY; i += 2) {
            noise[i] = noise[i - 1];
        }
        assertThat(repeats(noise)).isGreaterThan(160);
    }

    @Test
    void addTo_endsOfTheRange_saturatesAndNeverFails() {
        long[] high = GaussianNoise.secure().addTo(constant(Long.MAX_VALUE), 0x1p51);
        long[] low = GaussianNoise.secure().addTo(constant(Long.MIN_VALUE), 0x1p51);
        assertThat(high).doesNotContain(Long.MIN_VALUE).contains(Long.MAX_VALUE);
        assertThat(low).doesNotContain(Long.MAX_VALUE).contains(Long.MIN_VALUE);
    }

    @Test
    void addTo_counts_stayAsTheyAre() {
        long[] counts = {1, 2, 3};
        GaussianNoise.secure().addTo(counts, 100);
        assertThat(counts).containsExactly(1, 2, 3);
        assertThat(GaussianNoise.secure().addTo(new long[0], 1)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 0x1.fffffffffffffp-11, 0x1p52, Double.NaN, Double.POSITIVE_INFINITY})
    void addTo_deviationOutOfRange_namesRangeAndValue(double deviation) {
        GaussianNoise noise = GaussianNoise.secure();
        assertThatThrownBy(() -> noise.addTo(new long[] {41}, deviation))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("2^-10", "2^52", "got " + deviation)
                .hasMessageNotContaining("41");
    }

    /// The fast and the slow rounding against one with 192 digits of x (wrong with probability below 2^-100).
    @ParameterizedTest
    @ValueSource(ints = {64, 3})
    void rounded_anyArguments_isTheNearestInteger(int width) {
        GaussianNoise noise = new GaussianNoise(SeededBits.of(11), width);
        int undecided = 0;
        for (int trial = 0; trial < 100_000; trial++) {
            noise.x.redraw();
            long k = CHANCE.nextInt(trial % 100 == 0 ? 3000 : 12);
            long significand = (1L << 52) | (CHANCE.nextLong() >>> 12);
            int shift = CHANCE.nextInt(1, 63);
            long got = noise.rounded(k, significand, shift);
            int places = width * (192 / width);
            BigInteger x = noise.x.prefix(192 / width);
            BigInteger whole = BigInteger.valueOf(k).shiftLeft(places).add(x).multiply(BigInteger.valueOf(significand));
            BigInteger nearest =
                    whole.add(BigInteger.ONE.shiftLeft(places + shift - 1)).shiftRight(places + shift);
            assertThat(BigInteger.valueOf(got)).isEqualTo(nearest.min(BigInteger.valueOf(Long.MAX_VALUE)));
            long low = significand * noise.x.first();
            undecided += Long.compareUnsigned(low + significand, low) <= 0 ? 1 : 0;
        }
        assertThat(undecided).isGreaterThan(width == 64 ? 0 : -1);
    }

    private static GaussianNoise noise(int width) {
        return new GaussianNoise(SecureBits.fresh(), width);
    }

    private static long[] constant(long value) {
        long[] counts = new long[200];
        Arrays.fill(counts, value);
        return counts;
    }

    private static long beyondFour(long[] samples) {
        long beyond = 0;
        for (long sample : samples) {
            beyond += Math.abs(sample) > 4000 ? 1 : 0;
        }
        return beyond;
    }

    private static double oddShareOfLarge(long[] samples) {
        double odd = 0;
        double large = 0;
        for (long sample : samples) {
            if (Math.abs(sample) >= 1L << 53) {
                large++;
                odd += sample & 1;
            }
        }
        return odd / large;
    }

    private static int offLattice(double value) {
        return value * 0x1p53 == Math.rint(value * 0x1p53) ? 0 : 1;
    }

    private static int repeats(long[] samples) {
        int equal = 0;
        for (int i = 1; i < samples.length; i++) {
            equal += samples[i] == samples[i - 1] ? 1 : 0;
        }
        return equal;
    }
}
