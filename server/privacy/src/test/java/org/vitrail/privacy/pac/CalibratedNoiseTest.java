package org.vitrail.privacy.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CalibratedNoiseTest {
    private static double[] uniform(int worlds) {
        double[] weights = new double[worlds];
        Arrays.fill(weights, 1.0 / worlds);
        return weights;
    }

    /// I(s; o_s + N(0, e)) in one dimension, by the trapezoid rule.
    static double information(double[] outputs, double[] weights, double e) {
        double deviation = Math.sqrt(e);
        double low = Arrays.stream(outputs).min().orElseThrow() - 12 * deviation;
        double high = Arrays.stream(outputs).max().orElseThrow() + 12 * deviation;
        int steps = 40_000;
        double width = (high - low) / steps;
        double sum = 0;
        for (int i = 0; i <= steps; i++) {
            double x = low + i * width;
            double mixture = 0;
            double[] density = new double[outputs.length];
            for (int k = 0; k < outputs.length; k++) {
                double z = (x - outputs[k]) / deviation;
                density[k] = Math.exp(-z * z / 2) / (deviation * Math.sqrt(2 * Math.PI));
                mixture += weights[k] * density[k];
            }
            for (int k = 0; k < outputs.length; k++) {
                if (density[k] > 0 && weights[k] > 0) {
                    sum += weights[k] * density[k] * Math.log(density[k] / mixture) * width;
                }
            }
        }
        return sum;
    }

    private static CalibratedNoise noise(double[] outputs, double[] weights, Nats beta, NoiseRule rule) {
        double[][] rows = Arrays.stream(outputs).mapToObj(o -> new double[] {o}).toArray(double[][]::new);
        return CalibratedNoise.of(WorldOutputs.of(rows), weights, 0, beta, rule, NoiseBasis.PRINCIPAL);
    }

    @Test
    void quadrature_ofTheReferencesCases_agrees() {
        assertThat(information(new double[] {0, 0, 1, 1}, uniform(4), 1)).isCloseTo(.11142148, within(1e-7));
        assertThat(information(new double[] {0, 0, 0, 4}, uniform(4), 10.56243499))
                .isCloseTo(.12360118, within(1e-7));
    }

    @Test
    void information_byQuadrature_isAtMostBeta() {
        double[][] outputs = {{0, 0, 1, 1}, {0, 0, 0, 4}, {0, 1, 2, 3}, {5, 5, 5, 5.001}};
        double[][] weights = {uniform(4), {.15501276, .15501276, .34498724, .34498724}, {.97, .01, .01, .01}};
        for (double[] o : outputs) {
            for (double[] p : weights) {
                for (Nats beta : new Nats[] {Nats.ofFraction(1, 8), Nats.ofFraction(1, 2), Nats.ofFraction(1, 128)}) {
                    for (NoiseRule rule : NoiseRule.values()) {
                        double e = noise(o, p, beta, rule).trace();
                        assertThat(information(o, p, e)).isLessThanOrEqualTo(beta.roundedDown());
                    }
                }
            }
        }
    }

    @Test
    void information_withHalfTheDeviation_isSeenToBeMore() {
        for (double[] o : new double[][] {{0, 0, 1, 1}, {0, 1, 2, 3}}) {
            Nats beta = Nats.ofFraction(1, 8);
            double half = noise(o, uniform(4), beta, NoiseRule.TIGHT).trace() / 4;
            assertThat(information(o, uniform(4), half)).isGreaterThan(beta.roundedUp());
        }
    }

    @Test
    void noise_ofTheReferencesCase_isItsVariance() {
        assertThat(noise(new double[] {0, 0, 1, 1}, uniform(4), Nats.ofFraction(1, 8), NoiseRule.TIGHT)
                        .trace())
                .isCloseTo(.8802029160, within(1e-6));
        assertThat(noise(new double[] {0, 0, 1, 1}, uniform(4), Nats.ofFraction(1, 8), NoiseRule.LINEAR)
                        .trace())
                .isCloseTo(1, within(1e-6));
    }

    @Test
    void noise_ofUnanimousWorlds_isNone() {
        double[][] rows = {{1 / 3.0, 7}, {1 / 3.0, 7}, {1 / 3.0, 7}, {1 / 3.0, 7}};
        CalibratedNoise noise =
                CalibratedNoise.of(WorldOutputs.of(rows), Nats.ofFraction(1, 8), NoiseRule.TIGHT, NoiseBasis.PRINCIPAL);
        assertThat(noise.trace()).isZero();
        assertThat(noise.size()).as("nothing to tell the worlds apart by").isZero();
        assertThat(noise.output(new double[0])).containsExactly(rows[0]);
    }

    /// Outputs so small that their squares are 0 in doubles: either all worlds say the same, or there is noise;
    /// beside large ones too, along any directions, and for the least of prices.
    @ParameterizedTest
    @EnumSource(NoiseBasis.class)
    void outputs_tooSmallToSquare_neverLeaveWithoutNoise(NoiseBasis basis) {
        for (double size : new double[] {1e-30, 1e-90, 1e-99, 1e-101, 1e-140, 1e-170, 1e-300}) {
            for (double beside : new double[] {0, 1, 1e99}) {
                double[][] rows = new double[64][];
                for (int k = 0; k < rows.length; k++) {
                    rows[k] = new double[] {size * (k + 1), beside * (k % 7), size * (k % 5)};
                }
                Measure measure = Measure.ofMoments(new double[][] {{1e-300, 1, 1e300}, {1e-300, -1, 1e300}}, 3);
                CalibratedNoise noise = CalibratedNoise.of(
                        WorldOutputs.of(rows).measuredBy(measure), new Nats(1), NoiseRule.TIGHT, basis);
                for (int j = 0; j < noise.size(); j++) {
                    int direction = j;
                    boolean same = IntStream.range(0, rows.length)
                                    .mapToDouble(k -> noise.coordinate(k, direction))
                                    .distinct()
                                    .count()
                            == 1;
                    assertThat(same || noise.steps(j) >= 0x1p22)
                            .as("size %s beside %s, direction %s", size, beside, j)
                            .isTrue();
                }
            }
        }
    }

    /// Released through a universe, tiny numbers change from answer to answer, or say nothing of the world.
    @Test
    void answers_ofTinyOutputs_areNotTheSecretWorlds() {
        for (double size : new double[] {1e-90, 1e-170}) {
            double[][] rows = new double[64][];
            for (int k = 0; k < rows.length; k++) {
                rows[k] = new double[] {size * (k + 1)};
            }
            WorldOutputs outputs = WorldOutputs.of(rows);
            Nats price = new Nats(1000);
            int exact = 0;
            for (int i = 0; i < 50; i++) {
                double answer = Universe.open(64, price)
                        .release(outputs, price, NoiseRule.TIGHT, NoiseBasis.STANDARDISED)
                        .values()[0];
                exact += Arrays.stream(rows).anyMatch(row -> row[0] == answer) ? 1 : 0;
            }
            assertThat(exact).isZero();
        }
    }

    /// Numbers that are far from 0 beside how much they differ, and hardly any noise: they come out as they are.
    @Test
    void outputs_farFromZero_areNeverCut() {
        double[] outputs = {1e9 + 1, 1e9 - 1, 1e9 + 0.5, 1e9 - 0.5};
        for (int nats : new int[] {1, 10, 40, 100}) {
            CalibratedNoise noise = noise(outputs, uniform(4), Nats.ofFraction(nats, 1), NoiseRule.TIGHT);
            for (int world = 0; world < 4; world++) {
                assertThat(noise.output(new double[] {noise.coordinate(world, 0)})[0])
                        .isCloseTo(outputs[world], within(1e-6));
            }
            assertThat(noise.steps(0)).isGreaterThanOrEqualTo(0x1p22);
        }
        assertThat(Math.sqrt(noise(outputs, uniform(4), Nats.ofFraction(40, 1), NoiseRule.TIGHT)
                        .trace()))
                .as("2^-30 of how far they lie apart, and a little more")
                .isBetween(1e-9, 1e-8);
    }

    @Test
    void noise_ofAWorldThatOnlyUnderflowingWeightsHide_isNotNone() {
        double[] weights = {1, 0, 0, 0};
        assertThat(noise(new double[] {1, 2, 2, 2}, weights, Nats.ofFraction(1, 8), NoiseRule.TIGHT)
                        .trace())
                .isPositive();
    }

    @Test
    void principal_ofManyOutputs_needsNoMoreNoiseThanCoordinates() {
        SplittableRandom random = new SplittableRandom(5);
        for (int d : new int[] {1, 2, 7, 30, 200}) {
            double[][] rows = new double[64][d];
            for (double[] row : rows) {
                double shared = random.nextGaussian();
                for (int i = 0; i < d; i++) {
                    row[i] = shared * (i + 1) + random.nextGaussian() * Math.pow(10, -(i % 6));
                }
            }
            WorldOutputs outputs = WorldOutputs.of(rows);
            Nats beta = Nats.ofFraction(1, 16);
            CalibratedNoise principal = CalibratedNoise.of(outputs, beta, NoiseRule.TIGHT, NoiseBasis.PRINCIPAL);
            CalibratedNoise coordinates = CalibratedNoise.of(outputs, beta, NoiseRule.TIGHT, NoiseBasis.COORDINATES);
            assertThat(principal.trace()).isLessThanOrEqualTo(coordinates.trace() * (1 + 1e-6));
            assertThat(principal.size()).isLessThanOrEqualTo(64);
            double[] at = new double[principal.size()];
            for (int j = 0; j < at.length; j++) {
                at[j] = principal.coordinate(3, j);
            }
            double[] back = principal.output(at);
            for (int i = 0; i < d; i++) {
                assertThat(back[i]).isCloseTo(rows[3][i], within(1e-3 * Math.sqrt(principal.trace()) + 1e-9));
            }
        }
    }

    @Test
    void covariance_hasTheTrace() {
        double[][] rows = {{1, 2}, {2, 2.5}, {0, 7}, {4, 1}};
        CalibratedNoise noise =
                CalibratedNoise.of(WorldOutputs.of(rows), Nats.ofFraction(1, 8), NoiseRule.TIGHT, NoiseBasis.PRINCIPAL);
        double[][] covariance = noise.covariance();
        assertThat(covariance[0][0] + covariance[1][1]).isCloseTo(noise.trace(), within(noise.trace() * 1e-12));
        assertThat(noise.toString()).isEqualTo("CalibratedNoise[?]");
    }

    @Test
    void standardised_ofAnotherUnitOfMeasurement_needsTheSameNoise() {
        double[][] metres = {{1, 2}, {2, 2.5}, {0, 7}, {4, 1}};
        double[][] mixed = {{1000, 2}, {2000, 2.5}, {0, 7}, {4000, 1}};
        Nats beta = Nats.ofFraction(1, 8);
        double[][] a = CalibratedNoise.of(WorldOutputs.of(metres), beta, NoiseRule.TIGHT, NoiseBasis.STANDARDISED)
                .covariance();
        double[][] b = CalibratedNoise.of(WorldOutputs.of(mixed), beta, NoiseRule.TIGHT, NoiseBasis.STANDARDISED)
                .covariance();
        assertThat(b[0][0]).isCloseTo(1e6 * a[0][0], within(1 * a[0][0]));
        assertThat(b[1][1]).isCloseTo(a[1][1], within(1e-6 * a[1][1]));
    }

    @Test
    void outputs_thatBreakTheContract_areRefusedWithoutAValue() {
        assertThatThrownBy(() -> WorldOutputs.of(new double[][] {{1}, {Double.NaN}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> WorldOutputs.of(new double[][] {{1}, {1, 4711}}))
                .hasMessageContaining("length")
                .hasMessageNotContaining("4711");
        assertThat(WorldOutputs.of(new double[][] {{1}, {2}})).hasToString("WorldOutputs[?]");
    }

    /// For next to nothing worlds differ by less than the grid. What they have in common, here the mean of all rows,
    /// must not come out without noise.
    @ParameterizedTest
    @EnumSource(NoiseBasis.class)
    void outputs_atTheLeastPrice_comeOutFarFromTheirCentre(NoiseBasis basis) {
        double[][] rows = new double[64][];
        for (int k = 0; k < rows.length; k++) {
            rows[k] = new double[] {47 + .01 * (k % 8), 220 + .1 * (k % 5)};
        }
        WorldOutputs outputs = WorldOutputs.of(rows).measuredBy(Measure.ofMoments(new double[][] {{1, 1}, {1, -1}}, 2));
        for (long femto : new long[] {1, 2, 10, 1000}) {
            CalibratedNoise noise = CalibratedNoise.of(outputs, new Nats(femto), NoiseRule.TIGHT, basis);
            assertThat(noise.size()).isEqualTo(2);
            for (int j = 0; j < 2; j++) {
                assertThat(noise.steps(j)).isGreaterThanOrEqualTo(0x1p22);
                assertThat(Math.sqrt(noise.covariance()[j][j]))
                        .as("%s e-15 nat, number %s", femto, j)
                        .isGreaterThan(1e3);
            }
        }
    }

    /// A number, and the same with a little of one unit's added: the difference of two answers would be that unit's.
    @Test
    void difference_ofTwoLargeNumbers_isNoisyHoweverSmallItIs() {
        SplittableRandom random = new SplittableRandom(17);
        for (int more : new int[] {0, 100}) { // with more numbers than worlds too
            for (double factor : new double[] {1, 1e6, 1e9, 1e12}) {
                double[][] rows = new double[64][2 + more];
                for (int k = 0; k < rows.length; k++) {
                    double large = factor * random.nextGaussian() * 100;
                    rows[k][0] = large;
                    rows[k][1] = large + 29 * (k % 2);
                    for (int i = 2; i < rows[k].length; i++) {
                        rows[k][i] = random.nextGaussian();
                    }
                }
                for (NoiseBasis basis : new NoiseBasis[] {NoiseBasis.STANDARDISED, NoiseBasis.PRINCIPAL}) {
                    CalibratedNoise noise =
                            CalibratedNoise.of(WorldOutputs.of(rows), Nats.ofFraction(1, 512), NoiseRule.TIGHT, basis);
                    assertThat(deviationOfDifference(noise))
                            .as("%s, factor %s, %s more", basis, factor, more)
                            .isGreaterThan(29);
                }
            }
        }
    }

    /// Deviation of the noise on number 1 less number 0, for whoever sees number 0.
    private static double deviationOfDifference(CalibratedNoise noise) {
        double[] origin = noise.output(new double[noise.size()]);
        double first = 0;
        double both = 0;
        double second = 0;
        for (int j = 0; j < noise.size(); j++) {
            double[] at = new double[noise.size()];
            at[j] = noise.steps(j);
            double[] moved = noise.output(at);
            double a = moved[0] - origin[0];
            double difference = moved[1] - origin[1] - a;
            first += a * a;
            both += a * difference;
            second += difference * difference;
        }
        return Math.sqrt(Math.max(0, second - both * both / first));
    }
}
