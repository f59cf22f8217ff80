package org.vitrail.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.pac.Membership;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.NoiseBasis;
import org.vitrail.privacy.pac.NoiseRule;
import org.vitrail.privacy.pac.Universe;
import org.vitrail.privacy.pac.WorldOutputs;

class RandomDecisionTreesTest {
    private static final int WORLDS = 64;

    private static RandomDecisionTrees trees() {
        return new RandomDecisionTrees(5, 3, 2, 2, 3, 4);
    }

    private static Examples steps(int rows) {
        return steps(rows, 2);
    }

    /// The class says whether the first column is above one half.
    private static Examples steps(int rows, int columns) {
        SplittableRandom random = new SplittableRandom(21);
        double[][] features = new double[rows][];
        int[] labels = new int[rows];
        for (int i = 0; i < rows; i++) {
            features[i] = random.doubles(columns).toArray();
            labels[i] = features[i][0] > .5 ? 1 : 0;
        }
        return Examples.of(features, labels, 2, columns);
    }

    private static double rate(Examples rows, ToIntFunction<double[]> predict) {
        return IntStream.range(0, rows.size())
                        .filter(i -> predict.applyAsInt(rows.row(i)) == rows.label(i))
                        .count()
                / (double) rows.size();
    }

    @Test
    void leafVotes_atPublicKnots_learnTheClasses() {
        Examples rows = steps(2000);
        RandomDecisionTrees trees = trees();
        double[] knots = trees.evenKnots();
        assertThat(knots).containsExactly(.25, .5, .75, .25, .5, .75);
        double[] votes = trees.leafVotes(knots).learn(rows);
        assertThat(votes).hasSize(5 * 8 * 2);
        assertThat(rate(rows, row -> trees.predict(knots, votes, row))).isGreaterThan(.95);
        double[] elsewhere = new double[knots.length];
        assertThat(rate(rows, row -> trees.predict(elsewhere, votes, row)))
                .as("votes belong to the knots they were asked with")
                .isLessThan(.7);
    }

    @Test
    void quantileKnots_followTheRows() {
        Examples rows = steps(4000);
        double[] knots = trees().quantileKnots().learn(rows);
        for (int i = 0; i < knots.length; i++) {
            assertThat(knots[i]).isBetween(.25 * (i % 3 + 1) - .05, .25 * (i % 3 + 1) + .05);
        }
    }

    @Test
    void inOrder_ofKnotsThatNoiseMixed_sortsEachColumn() {
        assertThat(trees().inOrder(new double[] {3, 1, 2, -1, 5, 0})).containsExactly(1, 2, 3, -1, 0, 5);
    }

    /// One cut a tree: of the first column, and all worlds agree on both leaves, or of another, which says nothing.
    /// At 1/1000 nat leaves of the other kind are drowned in noise; they must not vote.
    @Test
    void predict_atATinyPrice_isThatOfTheLeavesOnWhichAllAgree() {
        Examples rows = steps(400, 4);
        Membership membership = Membership.halves(rows.size(), WORLDS);
        RandomDecisionTrees trees = new RandomDecisionTrees(9, 1, 4, 2, 1, 4);
        double[] knots = trees.evenKnots();
        Learner leaves = trees.leafVotes(knots);
        WorldOutputs outputs =
                WorldOutputs.of(WORLDS, leaves.length(), k -> leaves.learn(rows.subset(membership.members(k))));
        Nats price = Nats.ofFraction(1, 1000);
        double abstaining = 0;
        double planted = 0;
        int rounds = 20;
        for (int round = 0; round < rounds; round++) {
            double[] votes = Universe.open(WORLDS, price)
                    .release(outputs, price, NoiseRule.TIGHT, NoiseBasis.PRINCIPAL)
                    .values();
            abstaining += rate(rows, row -> trees.predict(knots, votes, row)) / rounds;
            double[] forced = forced(votes);
            planted += rate(rows, row -> trees.predict(knots, forced, row)) / rounds;
        }
        assertThat(abstaining).isGreaterThan(.9);
        assertThat(abstaining - planted).as("the planted bug: noise votes too").isGreaterThan(.05);
    }

    /// Every leaf stands for the class of its largest number, noise or not.
    private static double[] forced(double[] votes) {
        double[] forced = new double[votes.length];
        for (int leaf = 0; leaf < votes.length; leaf += 2) {
            forced[leaf + (votes[leaf + 1] > votes[leaf] ? 1 : 0)] = 1;
        }
        return forced;
    }

    @Test
    void leafVotes_ofAnyHalf_areOneForEachLeaf() {
        Examples rows = steps(40);
        for (int[] half : new int[][] {{}, {3}, {0, 1, 2, 3, 4, 5}}) {
            double[] votes = trees().leafVotes(trees().evenKnots()).learn(rows.subset(half));
            assertThat(Arrays.stream(votes).sum()).isEqualTo(5 * 8);
            for (int leaf = 0; leaf < votes.length; leaf += 2) {
                assertThat(votes[leaf] + votes[leaf + 1]).isEqualTo(1);
            }
        }
    }

    @Test
    void depth_beyondTheKnots_isRefused() {
        assertThatThrownBy(() -> new RandomDecisionTrees(1, 5, 2, 2, 3, 1))
                .hasMessageContaining("depth of at most 4 for 2 columns of 3 knots, got 5");
        assertThatThrownBy(() -> new RandomDecisionTrees(0, 3, 2, 2, 3, 1)).hasMessageContaining("got 0 of 3");
        assertThat(new RandomDecisionTrees(50, 4, 2, 2, 3, 1)
                        .leafVotes(new double[6])
                        .length())
                .isEqualTo(50 * 16 * 2);
    }
}
