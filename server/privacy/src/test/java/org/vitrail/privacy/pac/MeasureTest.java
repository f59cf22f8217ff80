package org.vitrail.privacy.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MeasureTest {
    private static final int PLACES = 3;
    private static final Nats EIGHTH = Nats.ofFraction(1, 8);

    /// Rows of which two columns say nearly the same, and a constant 1.
    private static double[][] rows() {
        SplittableRandom random = new SplittableRandom(11);
        double[][] rows = new double[500][];
        for (int i = 0; i < rows.length; i++) {
            double x = random.nextGaussian();
            rows[i] = new double[] {x, 20 * (x + .1 * random.nextGaussian()), 1};
        }
        return rows;
    }

    /// Σ x_i x_j / n, with a tenth more on the diagonal, over the square of the largest value.
    private static double[][] byHand(double[][] rows) {
        double largest = 0;
        double[][] sum = new double[PLACES][PLACES];
        for (double[] row : rows) {
            for (int i = 0; i < PLACES; i++) {
                largest = Math.max(largest, Math.abs(row[i]));
                for (int j = 0; j < PLACES; j++) {
                    sum[i][j] += row[i] * row[j] / rows.length * (i == j ? 1.1 : 1);
                }
            }
        }
        for (double[] row : sum) {
            for (int j = 0; j < PLACES; j++) {
                row[j] /= largest * largest;
            }
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    private static double[] unit(int length, int at) {
        double[] unit = new double[length];
        unit[at] = 1;
        return unit;
    }

    @Test
    void factor_ofSomePlacesOfTwoBlocks_hasTheMomentsAndNothingBetweenBlocks() {
        int[] places = {0, 1, 2, 4, 5}; // the second block's first place does not move
        double[][] moments = byHand(rows());
        Change change = Measure.ofMoments(rows(), PLACES).among(places);
        for (int a = 0; a < places.length; a++) {
            for (int b = 0; b < places.length; b++) {
                double expected =
                        places[a] / PLACES == places[b] / PLACES ? moments[places[a] % PLACES][places[b] % PLACES] : 0;
                assertThat(dot(change.of(unit(places.length, a)), change.of(unit(places.length, b))))
                        .as("%d, %d", places[a], places[b])
                        .isCloseTo(expected, within(1e-12));
            }
        }
    }

    @Test
    void change_thereAndBack_isTheSame_andTransposedIsItsAdjoint() {
        Change change = Measure.ofMoments(rows(), PLACES).among(new int[] {0, 2, 3, 4, 5});
        SplittableRandom random = new SplittableRandom(3);
        double[] v = random.doubles(5, -1, 1).toArray();
        double[] w = random.doubles(5, -1, 1).toArray();
        assertThat(change.inverse(change.of(v))).containsExactly(v, within(1e-9));
        assertThat(dot(v, change.of(w))).isCloseTo(dot(change.transposed(v), w), within(1e-12));
    }

    private static WorldOutputs weights(SplittableRandom random) {
        double[][] outputs = new double[64][PLACES];
        for (double[] output : outputs) {
            double unsure = random.nextGaussian(); // which of two like columns has the weight
            output[0] = 2 + unsure + .1 * random.nextGaussian();
            output[1] = .1 - unsure / 20 + .005 * random.nextGaussian();
            output[2] = .1 * random.nextGaussian();
        }
        return WorldOutputs.of(outputs);
    }

    /// Mean square by which noise moves the scores of rows.
    private static double felt(CalibratedNoise noise) {
        double[][] covariance = noise.covariance();
        double sum = 0;
        double[][] rows = rows();
        for (double[] row : rows) {
            for (int i = 0; i < PLACES; i++) {
                sum += row[i] * dot(covariance[i], row) / rows.length;
            }
        }
        return sum;
    }

    @Test
    void noise_alongMeasuredDirections_movesScoresLess() {
        WorldOutputs outputs = weights(new SplittableRandom(7)).measuredBy(Measure.ofMoments(rows(), PLACES));
        double measured = felt(CalibratedNoise.of(outputs, EIGHTH, NoiseRule.TIGHT, NoiseBasis.MEASURED));
        for (NoiseBasis basis : new NoiseBasis[] {NoiseBasis.PRINCIPAL, NoiseBasis.COORDINATES}) {
            assertThat(felt(CalibratedNoise.of(outputs, EIGHTH, NoiseRule.TIGHT, basis)))
                    .as("%s", basis)
                    .isGreaterThan(1.5 * measured);
        }
    }

    /// 1/2 ln det(I + S B^-1), B the noise's covariance times `share`.
    private static double information(WorldOutputs outputs, CalibratedNoise noise, double share) {
        double[][] all = outputs.ownerOnly();
        double[][] noisy = new double[PLACES][PLACES];
        double[][] bare = new double[PLACES][PLACES];
        for (int i = 0; i < PLACES; i++) {
            for (int j = 0; j < PLACES; j++) {
                int a = i;
                int b = j;
                double meanA = IntStream.range(0, all.length)
                        .mapToDouble(k -> all[k][a])
                        .average()
                        .orElseThrow();
                double meanB = IntStream.range(0, all.length)
                        .mapToDouble(k -> all[k][b])
                        .average()
                        .orElseThrow();
                bare[i][j] = noise.covariance()[i][j] * share;
                noisy[i][j] = bare[i][j]
                        + IntStream.range(0, all.length)
                                .mapToDouble(k -> (all[k][a] - meanA) * (all[k][b] - meanB))
                                .average()
                                .orElseThrow();
            }
        }
        return Math.log(determinant(noisy) / determinant(bare)) / 2;
    }

    private static double determinant(double[][] m) {
        return m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1])
                - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
                + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]);
    }

    @Test
    void information_alongMeasuredDirections_isAtMostThePrice_andMoreWithHalfTheNoise() {
        WorldOutputs outputs = weights(new SplittableRandom(9)).measuredBy(Measure.ofMoments(rows(), PLACES));
        CalibratedNoise noise = CalibratedNoise.of(outputs, EIGHTH, NoiseRule.TIGHT, NoiseBasis.MEASURED);
        // 1e-8: the answer is of rounded coordinates
        assertThat(information(outputs, noise, 1)).isBetween(.124, .125 + 1e-8);
        assertThat(information(outputs, noise, .25)).isGreaterThan(.2);
    }

    @Test
    void measure_ofNoRowsOrEmptyColumns_weighsAllAlike() {
        for (double[][] rows : new double[][][] {{}, {{0, 0, 0}}, {{0, 0, 2}}}) {
            double[] moved =
                    Measure.ofMoments(rows, PLACES).among(new int[] {0, 1, 2}).of(new double[] {3, 4, 5});
            assertThat(moved[0]).isEqualTo(3);
            assertThat(moved[1]).isEqualTo(4);
        }
    }

    @Test
    void outputs_withoutAMeasure_haveNoMeasuredDirections() {
        WorldOutputs outputs = weights(new SplittableRandom(1));
        assertThatThrownBy(() -> CalibratedNoise.of(outputs, EIGHTH, NoiseRule.TIGHT, NoiseBasis.MEASURED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("measuredBy");
    }
}
