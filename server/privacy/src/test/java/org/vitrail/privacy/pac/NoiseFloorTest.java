package org.vitrail.privacy.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitrail.privacy.noise.GaussianNoise;

class NoiseFloorTest {
    private static final Nats SMALL = Nats.ofFraction(1, 128);
    private static final GaussianNoise NOISE = GaussianNoise.secure();

    private static CalibratedNoise noise(WorldOutputs outputs, Nats beta) {
        return CalibratedNoise.of(outputs, beta, NoiseRule.TIGHT, NoiseBasis.SEPARATE);
    }

    private static PacRelease release(Universe universe, WorldOutputs outputs, Nats beta) {
        return universe.release(outputs, beta, NoiseRule.TIGHT, NoiseBasis.SEPARATE);
    }

    private static Universe secretIs(int secret, int worlds, Nats cap) {
        return new Universe(worlds, cap, secret, NOISE);
    }

    private static WorldOutputs same(int worlds, double... output) {
        return WorldOutputs.of(worlds, output.length, k -> output);
    }

    /// Number 0 of the given variance over 8 worlds, beside others.
    private static WorldOutputs beside(double variance, double[]... others) {
        return WorldOutputs.of(8, 1 + others.length, k -> {
            double[] output = new double[1 + others.length];
            output[0] = 5 + (k % 2 == 0 ? 1 : -1) * Math.sqrt(variance);
            for (int i = 0; i < others.length; i++) {
                output[1 + i] = others[i][k];
            }
            return output;
        });
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    @Test
    void units_byHand_agree() {
        assertThat(NoiseFloor.units(1, 1 / 128.0)).isCloseTo(Math.sqrt(128) / 2, within(1e-12));
        assertThat(NoiseFloor.units(50, 1 / 128.0)).isCloseTo(40, within(1e-12));
        assertThat(NoiseFloor.units(1, .25)).isEqualTo(1);
        assertThat(NoiseFloor.units(1, .2)).isGreaterThan(1);
        assertThat(NoiseFloor.units(3, 100)).isEqualTo(1);
        assertThat(NoiseFloor.variances(new double[] {2, 0, 1, 0}, 1 / 128.0))
                .as("two of four numbers are moved")
                .containsExactly(new double[] {8, 0, 2, 0}, within(1e-12));
    }

    /// Variance of released numbers around what all worlds say.
    private static double spread(WorldOutputs outputs, double truth) {
        int trials = 20_000;
        double squares = 0;
        for (int i = 0; i < trials; i++) {
            double gap = release(secretIs(i % 8, 8, SMALL), outputs, SMALL).values()[0] - truth;
            squares += gap * gap;
        }
        return squares / trials;
    }

    @Test
    void release_ofUnanimousWorlds_hasTheFloorsNoise() {
        WorldOutputs outputs = same(8, 3.25);
        double expected = Math.sqrt(128) / 2 * 4 / 4 / Math.expm1(2 / 128.0);
        WorldOutputs bounded = outputs.withContributions(new double[] {2});
        assertThat(noise(bounded, SMALL).trace()).isCloseTo(expected, within(1e-5 * expected));
        assertThat(spread(bounded, 3.25)).isCloseTo(expected, within(5 * expected * Math.sqrt(2.0 / 20_000)));
        assertThat(spread(outputs, 3.25)).as("without bounds").isZero();
    }

    @Test
    void size_belowTheFloor_dependsOnNoRow() {
        double[] still = new double[8];
        double[] wild = {1e9, -1e9, 3, 4, 5, -6e8, 7, 8};
        double[] tiny = {1e-90, 0, 0, 0, 0, 0, 0, 0};
        for (Nats beta :
                new Nats[] {new Nats(1), new Nats(1000), SMALL, Nats.ofFraction(1, 1), Nats.ofFraction(9, 1)}) {
            for (double[][] others : new double[][][] {{}, {still}, {still, still, still}}) {
                double[] bounds = ones(1 + others.length);
                double expected =
                        noise(beside(0, others).withContributions(bounds), beta).covariance()[0][0];
                double floor = NoiseFloor.units(bounds.length, beta.roundedDown()) / 4;
                assertThat(expected).isPositive();
                for (double part : new double[] {1e-30, .01, .5, .999}) {
                    for (double[] other : new double[][] {still, wild, tiny}) {
                        double[][] replaced = others.clone();
                        Arrays.fill(replaced, other);
                        WorldOutputs outputs = beside(part * floor, replaced);
                        assertThat(noise(outputs.withContributions(bounds), beta)
                                        .covariance()[0][0])
                                .as("%s, %s of the floor, %s others", beta, part, others.length)
                                .isEqualTo(expected);
                        assertThat(noise(outputs, beta).covariance()[0][0])
                                .as("without bounds")
                                .isNotEqualTo(expected);
                    }
                }
                double above = noise(beside(4 * floor, others).withContributions(bounds), beta)
                        .covariance()[0][0];
                assertThat(above).isCloseTo(4 * expected, within(1e-6 * above));
            }
        }
    }

    /// Released numbers are whole steps from 0, however large, whatever the worlds say and up to much more variance
    /// than the floor; the step is a power of two that follows from the bound.
    @Test
    void digits_ofAnAnswer_doNotTellTheCentre() {
        double step = Math.scalb(1.0, -19); // a deviation of 9.5 has an exponent of 3
        double[][] columns = {
            {0, 0, 0, 0},
            {1 / 3.0, 1 / 3.0, 1 / 3.0, 1 / 3.0},
            {1 / 7.0, 0, 1, 1 / 9.0},
            {1e8 / 7, 1e8 / 7, 1e8 / 7, 0},
            {100 / 3.0, -100, 7, 100}
        };
        int whole = 0;
        for (double[] column : columns) {
            WorldOutputs outputs = WorldOutputs.of(4, 1, k -> new double[] {column[k]});
            int odd = 0;
            for (int i = 0; i < 20; i++) {
                double bounded = release(secretIs(i % 4, 4, SMALL), outputs.withContributions(new double[] {1}), SMALL)
                        .values()[0];
                assertThat(bounded / step).isEqualTo(Math.rint(bounded / step));
                odd += Math.rint(bounded / step / 2) == bounded / step / 2 ? 0 : 1;
                double other =
                        release(secretIs(i % 4, 4, SMALL), outputs, SMALL).values()[0];
                whole += other / step == Math.rint(other / step) ? 1 : 0;
            }
            assertThat(odd).as("no coarser steps where there is more noise").isPositive();
        }
        assertThat(whole).as("without bounds, but for exact zeros").isLessThan(40);
        CalibratedNoise negative = noise(same(4, -1e-9).withContributions(new double[] {1}), SMALL);
        assertThat(Double.doubleToRawLongBits(negative.output(new double[1])[0]))
                .as("no sign of a rounded zero")
                .isZero();
    }

    private static double[][] drawn(int numbers, double scale, SplittableRandom random) {
        double[][] rows = new double[32][numbers];
        for (double[] row : rows) {
            for (int i = 0; i < numbers; i++) {
                row[i] = scale * Math.pow(4, i % 5) * random.nextGaussian();
            }
        }
        return rows;
    }

    /// 1/2 Σ ln(1 + V/e) of the outputs' own variances.
    private static double information(double[][] rows, double[][] covariance, double part) {
        double sum = 0;
        for (int i = 0; i < covariance.length; i++) {
            int number = i;
            double mean = Arrays.stream(rows)
                    .mapToDouble(row -> row[number])
                    .average()
                    .orElseThrow();
            double variance = Arrays.stream(rows)
                    .mapToDouble(row -> (row[number] - mean) * (row[number] - mean))
                    .average()
                    .orElseThrow();
            sum += Math.log1p(variance / (covariance[i][i] * part)) / 2;
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource(NoiseRule.class)
    void information_withAFloor_isAtMostBeta(NoiseRule rule) {
        SplittableRandom random = new SplittableRandom(8);
        for (int numbers : new int[] {1, 3, 40}) {
            for (double scale : new double[] {1e-6, 1, 1e6}) {
                for (Nats beta : new Nats[] {new Nats(1), SMALL, Nats.ofFraction(2, 1)}) {
                    double[][] rows = drawn(numbers, scale, random);
                    WorldOutputs outputs = WorldOutputs.of(rows).withContributions(ones(numbers));
                    double[][] covariance = CalibratedNoise.of(outputs, beta, rule, NoiseBasis.SEPARATE)
                            .covariance();
                    assertThat(information(rows, covariance, 1)).isLessThanOrEqualTo(beta.roundedDown());
                    if (scale > 1 && rule == NoiseRule.TIGHT && beta.equals(SMALL)) {
                        assertThat(information(rows, covariance, .9))
                                .as("with nine tenths of the noise")
                                .isGreaterThan(beta.roundedUp());
                    }
                }
            }
        }
    }

    @Test
    void size_afterAnAnswer_isTheSameBelowTheFloor_andChargedAsEver() {
        Universe universe = secretIs(3, 8, Nats.ofFraction(3, 1));
        WorldOutputs first = WorldOutputs.of(8, 1, k -> new double[] {k});
        Nats one = Nats.ofFraction(1, 1);
        release(universe, first.withContributions(new double[] {1}), one);
        double[] weights = universe.weights();
        assertThat(weights[3]).isNotCloseTo(1 / 8.0, within(1e-9));
        WorldOutputs below = beside(.1);
        double even = noise(below.withContributions(new double[] {1}), SMALL).trace();
        assertThat(tracked(below.withContributions(new double[] {1}), weights)).isEqualTo(even);
        assertThat(tracked(below, weights)).as("without bounds").isNotEqualTo(tracked(below, new double[8]));
        assertThat(tracked(first.withContributions(new double[] {1e-3}), weights))
                .as("above the floor, the tracked law's variance counts")
                .isCloseTo(tracked(first, weights), within(1e-5 * tracked(first, weights)));

        release(universe, below.withContributions(new double[] {1}), one);
        assertThat(universe.spent()).isEqualTo(one.times(2));
        double[] before = universe.weights();
        PacRelease unanimous = release(universe, same(8, 4).withContributions(new double[] {1}), one);
        assertThat(unanimous.values()[0]).isNotEqualTo(4);
        assertThat(universe.weights())
                .as("it tells nothing of the secret world")
                .containsExactly(before, within(1e-12));
        assertThatThrownBy(() -> release(universe, same(8, 4).withContributions(new double[] {1}), SMALL))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("spent 3 nats");
        assertThat(universe.spent()).isEqualTo(one.times(3));
    }

    private static double tracked(WorldOutputs outputs, double[] weights) {
        return CalibratedNoise.of(outputs, weights, 1e-12, SMALL, NoiseRule.TIGHT, NoiseBasis.SEPARATE)
                .trace();
    }

    @Test
    void numbersThatNoUnitMoves_haveNoiseAsEver() {
        double[][] rows = {{1, 7}, {2, 7}, {4, 7}, {8, 7}};
        WorldOutputs outputs = WorldOutputs.of(rows);
        double[][] without = noise(outputs, SMALL).covariance();
        CalibratedNoise none = noise(outputs.withContributions(new double[2]), SMALL);
        assertThat(none.covariance()[0][0]).isCloseTo(without[0][0], within(1e-5 * without[0][0]));
        assertThat(none.covariance()[1][1]).isZero();
        assertThat(none.output(new double[none.size()])[1]).isEqualTo(7);
        assertThat(noise(outputs.withContributions(new double[] {0, 1}), SMALL).covariance()[1][1])
                .isPositive();
    }

    /// Bounds and outputs as small and as large as there may be.
    @Test
    void noise_ofExtremeBounds_isNeverNone() {
        for (double bound : new double[] {Double.MIN_VALUE, 1e-200, 1e-100, 1, 1e100}) {
            for (double[] column : new double[][] {{0, 0}, {1e100, -1e100}, {1e-100, 0}, {1e100, 1e100}}) {
                for (Nats beta : new Nats[] {new Nats(1), SMALL, Nats.ofFraction(100, 1)}) {
                    WorldOutputs outputs = WorldOutputs.of(2, 1, k -> new double[] {column[k]});
                    CalibratedNoise noise = noise(outputs.withContributions(new double[] {bound}), beta);
                    assertThat(noise.steps(0)).isBetween(0x1p22, 0x1p51);
                    assertThat(noise.trace()).isPositive().isFinite();
                    assertThat(release(secretIs(1, 2, beta), outputs.withContributions(new double[] {bound}), beta)
                                    .values()[0])
                            .isFinite();
                }
            }
        }
    }

    @Test
    void bounds_thatBreakTheContract_areRefusedWithoutAValue() {
        WorldOutputs outputs = same(4, 4711, 4712);
        assertThatThrownBy(() -> outputs.withContributions(new double[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected 2 bounds")
                .hasMessageContaining("got 1");
        for (double bad : new double[] {-4713, Double.NaN, Double.POSITIVE_INFINITY, 1e101}) {
            assertThatThrownBy(() -> outputs.withContributions(new double[] {1, bad}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("number 1")
                    .hasMessageNotContaining("471");
        }
        double[] bounds = {1, 1};
        WorldOutputs bounded = outputs.withContributions(bounds);
        bounds[0] = 0;
        assertThat(noise(bounded, SMALL).covariance()[0][0])
                .as("a copy is kept")
                .isPositive();
        assertThat(bounded).hasToString("WorldOutputs[?]");
    }

    @ParameterizedTest
    @EnumSource(
            value = NoiseBasis.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"SEPARATE"})
    void bounds_withOtherDirections_areRefusedAndChargeNothing(NoiseBasis basis) {
        Universe universe = secretIs(0, 4, SMALL);
        WorldOutputs bounded = same(4, 1).withContributions(new double[] {1});
        assertThatThrownBy(() -> universe.release(bounded, SMALL, NoiseRule.TIGHT, basis))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("contributions are for SEPARATE");
        assertThat(universe.spent()).isEqualTo(Nats.NONE);
    }
}
