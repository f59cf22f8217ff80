package org.vitrail.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.pac.Membership;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.NoiseBasis;
import org.vitrail.privacy.pac.NoiseRule;
import org.vitrail.privacy.pac.Universe;
import org.vitrail.privacy.pac.WorldOutputs;

class ForestInTwoAnswersTest {
    private static final int WORLDS = 64;
    /// Of features: each tree looks at both columns.
    private static final long SEED = 9;

    private static Examples steps(int rows) {
        return steps(rows, .5);
    }

    /// Two columns; the class says whether the first is above a step, but for a tenth of the rows.
    private static Examples steps(int rows, double step) {
        SplittableRandom random = new SplittableRandom(21);
        double[][] features = new double[rows][];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            features[i] = new double[] {random.nextDouble(), random.nextDouble()};
            labels[i] = (features[i][0] > step) == (random.nextInt(10) > 0) ? 1 : 0;
        }
        return Examples.of(features, labels, 2, 2);
    }

    private static double rate(Examples rows, java.util.function.ToIntFunction<double[]> predict) {
        int right = 0;
        for (int i = 0; i < rows.size(); i++) {
            right += predict.applyAsInt(rows.row(i)) == rows.label(i) ? 1 : 0;
        }
        return (double) right / rows.size();
    }

    private static ThresholdForest forest(boolean leaves) {
        return leaves
                ? new ThresholdForest(3, 2, 2, 2, ThresholdForest.Rule.PLAIN, SEED)
                : ThresholdForest.withoutLeaves(3, 2, 2, 2, ThresholdForest.Rule.PLAIN, SEED);
    }

    @Test
    void predict_withoutNoise_isThatOfTheForestInOneAnswer() {
        Examples rows = steps(400);
        double[] one = forest(true).learn(rows);
        ThresholdForest two = forest(false);
        double[] thresholds = two.learn(rows);
        double[] votes = two.leafVotes(thresholds).learn(rows);
        assertThat(votes).hasSize(3 * 4 * 2);
        for (int i = 0; i < rows.size(); i++) {
            assertThat(two.predict(thresholds, votes, rows.row(i)))
                    .isEqualTo(forest(true).predict(one, rows.row(i)));
        }
    }

    @Test
    void leafVotes_ofAnyHalfAndThresholds_areOneForEachLeaf() {
        Examples rows = steps(40);
        ThresholdForest forest = forest(false);
        double[] outside = new double[forest.length()];
        Arrays.fill(outside, -3);
        for (double[] thresholds : new double[][] {forest.learn(rows), outside}) {
            for (int[] half : new int[][] {{}, {3}, {0, 1, 2, 3, 4, 5}}) {
                double[] votes = forest.leafVotes(thresholds).learn(rows.subset(half));
                for (int leaf = 0; leaf < votes.length; leaf += 2) {
                    assertThat(votes[leaf] + votes[leaf + 1]).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void leafVotes_ofFlippedClasses_flip() {
        Examples rows = steps(400);
        double[][] features = new double[rows.size()][];
        int[] flipped = new int[rows.size()];
        for (int i = 0; i < flipped.length; i++) {
            features[i] = rows.row(i);
            flipped[i] = 1 - rows.label(i);
        }
        ThresholdForest forest = forest(false);
        double[] thresholds = forest.learn(rows);
        double[] votes = forest.leafVotes(thresholds).learn(Examples.of(features, flipped, 2, 2));
        assertThat(rate(rows, row -> forest.predict(thresholds, votes, row))).isLessThan(.2);
    }

    /// Noise has moved all rows into the first leaf: its label as learnt is that of the few rows below the step.
    @Test
    void leafVotes_ofMovedThresholds_fitThese() {
        Examples rows = steps(1000, .2);
        ThresholdForest forest = forest(false);
        double[] learnt = forest.learn(rows);
        double[] moved = new double[learnt.length];
        Arrays.fill(moved, 2);
        double[] old = forest.leafVotes(learnt).learn(rows);
        double[] fresh = forest.leafVotes(moved).learn(rows);
        assertThat(rate(rows, row -> forest.predict(moved, old, row))).isLessThan(.4);
        assertThat(rate(rows, row -> forest.predict(moved, fresh, row))).isGreaterThan(.6);
    }

    @Test
    void secondAnswer_onLabelsThatAllWorldsShare_isExactAndChargedAllTheSame() {
        Examples rows = steps(4000);
        Membership membership = Membership.halves(rows.size(), WORLDS);
        Nats all = Nats.ofFraction(1, 8);
        Nats forLeaves = Nats.ofFraction(1, 128);
        ThresholdForest forest = forest(false);
        Universe universe = Universe.open(WORLDS, all);
        WorldOutputs first =
                WorldOutputs.of(WORLDS, forest.length(), k -> forest.learn(rows.subset(membership.members(k))));
        assertThat(universe.release(first, all.minus(forLeaves), NoiseRule.TIGHT, NoiseBasis.PRINCIPAL)
                        .values())
                .hasSize(forest.length());
        double[] half = {.5, .5, .5};
        double[] known = new double[forest.length()];
        System.arraycopy(half, 0, known, 0, 3);
        Learner leaves = forest.leafVotes(known);
        WorldOutputs second =
                WorldOutputs.of(WORLDS, leaves.length(), k -> leaves.learn(rows.subset(membership.members(k))));
        double[] votes = universe.release(second, forLeaves, NoiseRule.TIGHT, NoiseBasis.STANDARDISED)
                .values();
        assertThat(universe.spent()).isEqualTo(all);
        int agreed = 0;
        for (int i = 0; i < votes.length; i++) {
            int at = i;
            double own = leaves.learn(rows)[i];
            if (Arrays.stream(second.ownerOnly()).allMatch(world -> world[at] == own)) {
                assertThat(votes[i]).isEqualTo(own);
                agreed++;
            }
        }
        assertThat(agreed).isPositive();
    }
}
