package org.vitrail.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.pac.CalibratedNoise;
import org.vitrail.privacy.pac.Membership;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.NoiseBasis;
import org.vitrail.privacy.pac.NoiseRule;
import org.vitrail.privacy.pac.WorldOutputs;

class LearnersTest {
    private static final int COLUMNS = 3;
    private static final double[][] CENTRES = {{.2, .2, .5}, {.8, .2, .5}, {.5, .8, .5}};

    /// Three clouds in [0, 1]³, one for each class.
    private static Examples clouds(int rows, int classes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] features = new double[rows][COLUMNS];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            labels[i] = i % classes;
            for (int c = 0; c < COLUMNS; c++) {
                features[i][c] = Math.clamp(CENTRES[labels[i]][c] + .05 * random.nextGaussian(), 0, 1);
            }
        }
        return Examples.of(features, labels, classes, COLUMNS);
    }

    private static List<Learner> all(Examples examples) {
        int classes = examples.classes();
        double[] low = new double[COLUMNS];
        double[] high = {1, 1, 1};
        return List.of(
                new KMeans(3, COLUMNS, 3, 1),
                new Rebalanced(new KMeans(3, COLUMNS, 3, 1), Rebalanced.NEIGHBOURS, 1),
                new PrincipalComponents(examples, 2),
                new LinearClassifier(LinearClassifier.Loss.SQUARED_HINGE, .1, classes, COLUMNS),
                new LinearClassifier(LinearClassifier.Loss.LOGISTIC, .1, classes, COLUMNS),
                new RidgeRegression(1, COLUMNS, .1),
                new ThresholdForest(2, 3, COLUMNS, classes, ThresholdForest.Rule.PLAIN, 1),
                new ThresholdForest(2, 3, COLUMNS, classes, new ThresholdForest.Rule(.01, .2, .8), 1),
                ThresholdForest.withoutLeaves(2, 3, COLUMNS, classes, ThresholdForest.Rule.PLAIN, 1),
                ColumnStatistics.means(COLUMNS),
                ColumnStatistics.quantiles(COLUMNS, .1, .5),
                ColumnStatistics.histograms(low, high, 4),
                ColumnStatistics.covariance(COLUMNS));
    }

    @Test
    void learn_ofAnyHalf_givesFiniteNumbersOfThePublicLength() {
        for (int classes : new int[] {2, 3}) {
            Examples examples = clouds(60, classes, 1);
            int[] oneClass = java.util.stream.IntStream.range(0, 60)
                    .filter(i -> examples.label(i) == 0)
                    .toArray();
            for (Learner learner : all(examples)) {
                for (int[] half : new int[][] {{}, {7}, oneClass, {0, 1, 2, 3, 4, 5, 6, 7, 8}}) {
                    double[] output = learner.learn(examples.subset(half));
                    assertThat(output)
                            .as("%s of %d rows", learner.getClass(), half.length)
                            .hasSize(learner.length());
                    assertThat(Arrays.stream(output).allMatch(Double::isFinite)).isTrue();
                    assertThat(learner.learn(examples.subset(half))).containsExactly(output);
                }
            }
        }
    }

    @Test
    void kmeans_ofThreeClouds_findsThemInClassOrder() {
        double[] centres = new KMeans(3, COLUMNS, 10, 3).learn(clouds(300, 3, 2));
        for (int c = 0; c < 3; c++) {
            for (int j = 0; j < COLUMNS; j++) {
                assertThat(centres[c * COLUMNS + j]).isCloseTo(CENTRES[c][j], within(.03));
            }
        }
        assertThat(KMeans.nearestCentre(centres, 3, CENTRES[2])).isEqualTo(2);
    }

    @Test
    void kmeans_withoutClasses_ordersBySum() {
        Examples blind = Examples.of(rows(clouds(300, 3, 4)), new int[300], 1, COLUMNS);
        double[] centres = new KMeans(3, COLUMNS, 10, 3).learn(blind);
        assertThat(centres[0]).isCloseTo(.2, within(.03));
        assertThat(centres[COLUMNS]).isCloseTo(.8, within(.03));
    }

    /// The bounds that spare distances must not change who is nearest: each centre is the mean of the rows nearest to
    /// it.
    @Test
    void kmeans_atItsEnd_hasCentresThatAreMeansOfTheirRows() {
        int k = 6;
        int columns = 5;
        SplittableRandom random = new SplittableRandom(9);
        double[][] rows = new double[500][columns];
        for (double[] row : rows) {
            Arrays.setAll(row, c -> random.nextDouble());
        }
        for (long seed = 0; seed < 5; seed++) {
            double[] centres = new KMeans(k, columns, 1, seed).learn(Examples.of(rows, new int[500], 1, columns));
            double[] sums = new double[centres.length];
            int[] counts = new int[k];
            for (double[] row : rows) {
                int own = KMeans.nearestCentre(centres, k, row);
                counts[own]++;
                for (int c = 0; c < columns; c++) {
                    sums[own * columns + c] += row[c];
                }
            }
            for (int i = 0; i < centres.length; i++) {
                assertThat(centres[i]).isCloseTo(sums[i] / counts[i / columns], within(.005));
            }
        }
    }

    private static double[][] rows(Examples examples) {
        double[][] rows = new double[examples.size()][];
        Arrays.setAll(rows, examples::row);
        return rows;
    }

    @Test
    void classifiers_ofSeparateClouds_areRight() {
        for (int classes : new int[] {2, 3}) {
            Examples examples = clouds(300, classes, 5);
            for (LinearClassifier.Loss loss : LinearClassifier.Loss.values()) {
                double[] weights = new LinearClassifier(loss, 10, classes, COLUMNS).learn(examples);
                int right = 0;
                for (int i = 0; i < examples.size(); i++) {
                    right += LinearClassifier.predict(weights, classes, examples.row(i)) == examples.label(i) ? 1 : 0;
                }
                assertThat(right).as("%s, %d classes", loss, classes).isGreaterThan(295);
            }
        }
    }

    @Test
    void classifier_atItsOptimum_cannotBeImproved() {
        Examples examples = clouds(50, 2, 6);
        double[] weights = new LinearClassifier(LinearClassifier.Loss.SQUARED_HINGE, .5, 2, COLUMNS).learn(examples);
        double best = hinge(weights, examples, .5);
        SplittableRandom random = new SplittableRandom(6);
        for (int i = 0; i < 200; i++) {
            double[] other = weights.clone();
            for (int j = 0; j < other.length; j++) {
                other[j] += 1e-3 * random.nextGaussian();
            }
            assertThat(hinge(other, examples, .5)).isGreaterThan(best);
        }
    }

    private static double hinge(double[] w, Examples examples, double c) {
        double sum = Arrays.stream(w).map(x -> x * x / 2).sum();
        for (int i = 0; i < examples.size(); i++) {
            double score = w[COLUMNS];
            for (int j = 0; j < COLUMNS; j++) {
                score += w[j] * examples.row(i)[j];
            }
            double gap = 1 - (examples.label(i) == 1 ? score : -score);
            sum += gap > 0 ? c * gap * gap : 0;
        }
        return sum;
    }

    /// Only differences between classes decide: the rest would be noise without use.
    @Test
    void classifier_ofThreeClasses_hasWeightsThatAddUpToNothing() {
        Examples examples = clouds(90, 3, 6);
        double[] weights = new LinearClassifier(LinearClassifier.Loss.LOGISTIC, 1, 3, COLUMNS).learn(examples);
        for (int i = 0; i <= COLUMNS; i++) {
            assertThat(weights[i] + weights[i + COLUMNS + 1] + weights[i + 2 * COLUMNS + 2])
                    .isCloseTo(0, within(1e-12));
        }
        assertThat(Arrays.stream(weights).map(Math::abs).max().orElse(0)).isGreaterThan(1);
    }

    /// A regression in other units of a column gets the same noise in its predictions.
    @Test
    void regression_inOtherUnits_isNoisyAlike() {
        double[] felt = new double[2];
        Membership membership = Membership.halves(200, 64);
        for (int u = 0; u < 2; u++) {
            double unit = u == 0 ? 1 : 1000;
            Examples all = clouds(200, 1, 8);
            double[][] rows = new double[200][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = all.row(i).clone();
                rows[i][0] *= unit;
            }
            Examples examples = Examples.of(rows, new int[200], 1, COLUMNS);
            RidgeRegression regression = new RidgeRegression(1, COLUMNS, 0);
            double[][] outputs = new double[64][];
            Arrays.setAll(outputs, k -> regression.learn(examples.subset(membership.members(k))));
            double[][] noise = CalibratedNoise.of(
                            regression.measured(WorldOutputs.of(outputs), examples),
                            Nats.ofFraction(1, 8),
                            NoiseRule.TIGHT,
                            NoiseBasis.MEASURED)
                    .covariance();
            felt[u] = noise[0][0] * unit * unit;
        }
        assertThat(felt[1]).isCloseTo(felt[0], within(1e-3 * felt[0]));
    }

    @Test
    void forest_ofSeparateClouds_isMostlyRight() {
        Examples examples = clouds(300, 3, 7);
        ThresholdForest forest = new ThresholdForest(5, 3, COLUMNS, 3, ThresholdForest.Rule.PLAIN, 2);
        double[] output = forest.learn(examples);
        int right = 0;
        for (int i = 0; i < examples.size(); i++) {
            right += forest.predict(output, examples.row(i)) == examples.label(i) ? 1 : 0;
        }
        assertThat(right).isGreaterThan(270);
    }

    @Test
    void components_ofALine_areItsDirectionWhateverTheHalf() {
        double[][] line = new double[40][];
        Arrays.setAll(line, i -> new double[] {i, 2.0 * i, -i});
        Examples examples = Examples.of(line, new int[40], 1, COLUMNS);
        PrincipalComponents one = new PrincipalComponents(examples, 1);
        double[] whole = one.learn(examples);
        double[] half = one.learn(examples.subset(new int[] {1, 5, 9, 30}));
        assertThat(half).containsExactly(whole, within(1e-9));
        assertThat(Math.abs(whole[1] / whole[0])).isCloseTo(2, within(1e-9));
        assertThat(PrincipalComponents.reconstructionError(whole, examples)).isLessThan(1e-9);
    }

    @Test
    void regression_ofALine_findsIt() {
        double[][] rows = new double[50][];
        SplittableRandom random = new SplittableRandom(8);
        Arrays.setAll(rows, i -> {
            double a = random.nextDouble();
            double b = random.nextDouble();
            return new double[] {a, 3 * a - 2 * b + 1, b};
        });
        RidgeRegression regression = new RidgeRegression(1, COLUMNS, 0);
        double[] weights = regression.learn(Examples.of(rows, new int[50], 1, COLUMNS));
        assertThat(weights).containsExactly(new double[] {3, -2, 1}, within(1e-6));
        assertThat(regression.predict(weights, rows[7])).isCloseTo(rows[7][1], within(1e-6));
    }

    @Test
    void statistics_ofKnownNumbers_areTheirs() {
        Examples four = Examples.of(new double[][] {{1}, {2}, {3}, {4}}, new int[4], 1, 1);
        assertThat(ColumnStatistics.means(1).learn(four)).containsExactly(2.5);
        assertThat(ColumnStatistics.quantiles(1, 0, .5, .75).learn(four)).containsExactly(1, 2.5, 3.25);
        assertThat(ColumnStatistics.covariance(1).learn(four)).containsExactly(1.25);
        assertThat(ColumnStatistics.histograms(new double[] {0}, new double[] {4}, 2)
                        .learn(four))
                .containsExactly(2, 6);
    }

    @Test
    void scaled_cutsWhatLiesOutside() {
        Examples outlier = Examples.of(new double[][] {{5}, {999_999}}, new int[2], 1, 1);
        Examples scaled = outlier.scaled(new double[] {0}, new double[] {10});
        assertThat(scaled.row(0)[0]).isEqualTo(.5);
        assertThat(scaled.row(1)[0]).isEqualTo(1);
        assertThatThrownBy(() -> Examples.of(new double[][] {{1}}, new int[] {3}, 2, 1))
                .hasMessageContaining("one row");
    }
}
