package org.vitrail.privacy.discrete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.privacy.Samples;
import org.vitrail.privacy.law.DiscreteGaussianLaw;
import org.vitrail.privacy.law.DiscreteLaplaceLaw;
import org.vitrail.privacy.noise.SecureBits;

/// Each row raises a false alarm with probability at most 1e-6. Digits of 1 bit take every comparison the slow
/// way.
class DiscreteNoiseTest {
    private static final int MANY = 200_000;

    @ParameterizedTest
    @CsvSource({"1, 1, 62, 6", "7, 3, 62, 15", "7, 3, 1, 15", "2, 5, 62, 2", "1000003, 100000, 62, 60"})
    void addLaplace_anyScale_followsTheLaw(long numerator, long denominator, int width, int last) {
        long[] samples = noise(width).addLaplace(new long[MANY], numerator, denominator);
        assertThat(laplaceExcess(samples, numerator, denominator, last)).isNegative();
    }

    @ParameterizedTest
    @CsvSource({"1, 4, 62, 2", "1, 1, 62, 3", "1, 1, 1, 3", "9, 2, 62, 7", "9, 2, 3, 7", "100000007, 1000003, 62, 30"})
    void addGaussian_anyVariance_followsTheLaw(long numerator, long denominator, int width, int last) {
        long[] samples = noise(width).addGaussian(new long[MANY], numerator, denominator);
        assertThat(gaussianExcess(samples, numerator, denominator, last)).isNegative();
    }

    /// Planted bugs: a scale 3 % off; two zeros instead of one; a variance 3 % off; the Laplace proposal kept
    /// always.
    @Test
    void law_brokenNoise_isCaught() {
        DiscreteNoise noise = DiscreteNoise.secure();
        assertThat(laplaceExcess(noise.addLaplace(new long[MANY], 103, 100), 1, 1, 6))
                .isPositive();
        long[] twoZeros = Arrays.stream(noise.addLaplace(new long[2 * MANY], 1, 1))
                .limit(MANY)
                .map(x -> x == 1 && noise.addLaplace(new long[1], 1, 1)[0] == 0 ? 0 : x)
                .toArray();
        assertThat(laplaceExcess(twoZeros, 1, 1, 6)).isPositive();
        assertThat(gaussianExcess(noise.addGaussian(new long[MANY], 103, 100), 1, 1, 3))
                .isPositive();
        assertThat(gaussianExcess(noise.addLaplace(new long[MANY], 3, 1), 9, 2, 7))
                .isPositive();
    }

    /// The largest parameters: the scale 2^52 − 1 has quartiles at ± scale · ln 2.
    @Test
    void add_largestParameters_staysInRange() {
        long most = (1L << 52) - 1;
        long[] laplace = DiscreteNoise.secure().addLaplace(new long[40_000], most, 1);
        long inner = Arrays.stream(laplace)
                .filter(x -> Math.abs(x) < most * Math.log(2))
                .count();
        assertThat(inner).isBetween(19_500L, 20_500L);
        long[] gaussian = DiscreteNoise.secure().addGaussian(new long[40_000], most, 1);
        long within =
                Arrays.stream(gaussian).filter(x -> Math.abs(x) < 1L << 26).count();
        assertThat(within).isBetween(26_800L, 27_820L); // 0.6827 · 40,000 ± 5.4 standard errors
        assertThat(DiscreteNoise.secure().addLaplace(new long[] {5}, 1, most)).containsExactly(5);
    }

    @Test
    void add_endsOfTheRange_saturates() {
        long[] top = new long[100];
        Arrays.fill(top, Long.MAX_VALUE);
        assertThat(DiscreteNoise.secure().addLaplace(top, 1000, 1))
                .doesNotContain(Long.MIN_VALUE)
                .contains(top[0]);
        assertThat(top).containsOnly(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "-1, 5", "4503599627370496, 1", "1, 4503599627370496"})
    void add_parameterOutOfRange_namesRangeAndValue(long numerator, long denominator) {
        DiscreteNoise noise = DiscreteNoise.secure();
        long[] counts = {4711};
        assertThatThrownBy(() -> noise.addLaplace(counts, numerator, denominator))
                .hasMessageContainingAll("below 2^52", numerator + "/" + denominator)
                .hasMessageNotContaining("4711");
        assertThatThrownBy(() -> noise.addGaussian(counts, numerator, denominator))
                .hasMessageContainingAll("below 2^52", numerator + "/" + denominator);
    }

    private static DiscreteNoise noise(int width) {
        return new DiscreteNoise(SecureBits.fresh(), width);
    }

    private static double laplaceExcess(long[] samples, long numerator, long denominator, int last) {
        return Samples.excess(
                Samples.counts(samples, last), cells(new DiscreteLaplaceLaw(numerator, denominator)::mass, last));
    }

    private static double gaussianExcess(long[] samples, long numerator, long denominator, int last) {
        return Samples.excess(
                Samples.counts(samples, last), cells(new DiscreteGaussianLaw(numerator, denominator)::mass, last));
    }

    private static IntToDoubleFunction cells(LongToDoubleFunction mass, int last) {
        double inner = 0;
        for (int x = 1 - last; x < last; x++) {
            inner += mass.applyAsDouble(x);
        }
        double end = (1 - inner) / 2;
        return cell -> cell == 0 || cell == 2 * last ? end : mass.applyAsDouble(cell - last);
    }
}
