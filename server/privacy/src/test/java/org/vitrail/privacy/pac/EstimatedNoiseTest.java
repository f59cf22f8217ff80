package org.vitrail.privacy.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EstimatedNoiseTest {
    private static final double[] PRIMES = {2, 3, 5, 7, 11, 13};

    private static double[] mean(int[] units) {
        return new double[] {
            Arrays.stream(units).mapToDouble(u -> PRIMES[u]).average().orElse(0)
        };
    }

    @Test
    void variances_ofTheMeanOfAnExactHalf_areTheClosedForm() {
        EstimatedNoise estimate = EstimatedNoise.settled(6, EstimatedNoiseTest::mean, 100_000);
        assertThat(estimate.trials()).isGreaterThan(1000);
        // 3.2277777778 = sigma^2 / (n − 1); the estimate of 1000 halves has a relative deviation of 4 %
        assertThat(estimate.variances()[0]).isCloseTo(3.2277777778, within(.8));
    }

    @Test
    void settling_ofAnotherUnitOfMeasurement_takesNoMoreHalves() {
        EstimatedNoise small = EstimatedNoise.settled(6, units -> new double[] {mean(units)[0] * 1e-9}, 100_000);
        assertThat(small.trials()).isGreaterThan(1000).isLessThan(2000);
        assertThat(small.variances()[0]).isCloseTo(3.2277777778e-18, within(.8e-18));
    }

    /// The published rule is absolute: the smaller the unit of measurement, the sooner it stops.
    @Test
    void settlingWithin_anAbsoluteChange_dependsOnTheUnitOfMeasurement() {
        EstimatedNoise small =
                EstimatedNoise.settledWithin(1e-6, 6, units -> new double[] {mean(units)[0] * 1e-4}, 100_000);
        assertThat(small.trials()).as("the first check with one before it").isEqualTo(1020);
        assertThatThrownBy(() ->
                        EstimatedNoise.settledWithin(1e-9, 6, units -> new double[] {mean(units)[0] * 1e4}, 2000))
                .hasMessageContaining("2000 halves");
        assertThatThrownBy(() -> EstimatedNoise.settledWithin(0, 6, EstimatedNoiseTest::mean, 2000))
                .hasMessageContaining("change > 0");
    }

    @Test
    void release_hasTheLinearRulesNoise() {
        EstimatedNoise estimate = EstimatedNoise.settled(6, EstimatedNoiseTest::mean, 100_000);
        Nats half = Nats.ofFraction(1, 2);
        double expected = estimate.noise(half, NoiseRule.LINEAR)[0] + 3.2277777778;
        double sum = 0;
        int trials = 20_000;
        for (int i = 0; i < trials; i++) {
            double gap = estimate.release(half, NoiseRule.LINEAR)[0] - 41 / 6.0;
            sum += gap * gap;
        }
        assertThat(sum / trials).isCloseTo(expected, within(expected * 5 * Math.sqrt(2.0 / trials)));
    }

    @Test
    void settled_withTooFewHalves_isRefused() {
        assertThatThrownBy(() -> EstimatedNoise.settled(6, EstimatedNoiseTest::mean, 500))
                .hasMessageContaining("500 halves");
    }
}
