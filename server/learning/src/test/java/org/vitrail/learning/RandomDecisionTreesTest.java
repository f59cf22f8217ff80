package org.vitrail.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
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

    private static RandomDecisionTrees trees(int columns) {
        return new RandomDecisionTrees(20, 5, columns, 2, 0, 1, 4);
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
    void learn_ofAllRows_predictsTheirClasses() {
        Examples rows = steps(2000);
        RandomDecisionTrees trees = trees(2);
        double[] votes = trees.learn(rows);
        assertThat(votes).hasSize(20 * 32 * 2);
        assertThat(rate(rows, row -> trees.predict(votes, row))).isGreaterThan(.95);
        RandomDecisionTrees others = new RandomDecisionTrees(20, 5, 2, 2, 0, 1, 5);
        assertThat(rate(rows, row -> others.predict(votes, row)))
                .as("votes belong to the trees that they were asked with")
                .isLessThan(.9);
    }

    /// A name is the way of the rows that its number is about.
    @Test
    void outputNames_followedByARow_endAtItsLeaf() {
        RandomDecisionTrees trees = trees(2);
        List<String> names = trees.outputNames(
                List.of("a", "b"), List.of("low", "high"), c -> c == 0 ? 0 : 100, c -> c == 0 ? 1 : 50);
        double[] votes = trees.learn(steps(2000));
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 200; i++) {
            double[] row = {random.nextDouble(), random.nextDouble()};
            int high = 0;
            int ways = 0;
            for (int at = 0; at < names.size(); at += 2) {
                if (holds(names.get(at), row[0], 100 + 50 * row[1])) {
                    ways++;
                    high += votes[at + 1] > votes[at] ? 1 : 0;
                }
            }
            assertThat(ways).as("one way a tree").isEqualTo(20);
            assertThat(high > 10 ? 1 : 0).isEqualTo(trees.predict(votes, row));
        }
    }

    private static boolean holds(String name, double a, double b) {
        return Arrays.stream(name.substring(0, name.indexOf(':')).split(" ", -1))
                .skip(1)
                .allMatch(part -> {
                    double x = part.startsWith("a") ? a : b;
                    boolean left = part.startsWith("<=", 1);
                    double cut = Double.parseDouble(part.substring(left ? 3 : 2));
                    return left == (x <= cut);
                });
    }

    /// At 1/1000 nat leaves on which halves differ are drowned in noise; they must not vote.
    ///
    /// How often halves differ hangs on the halves, so each round draws its own. A round's rates spread by about
    /// .09; over 200 rounds the bars are more than ten standard errors from what is usual.
    @Test
    void predict_atATinyPrice_isThatOfTheLeavesOnWhichAllAgree() {
        Examples rows = steps(400, 4);
        RandomDecisionTrees trees = new RandomDecisionTrees(21, 1, 4, 2, 0, 1, 4);
        Nats price = Nats.ofFraction(1, 1000);
        double abstaining = 0;
        double planted = 0;
        int rounds = 200;
        for (int round = 0; round < rounds; round++) {
            Membership membership = Membership.halves(rows.size(), WORLDS);
            WorldOutputs outputs =
                    WorldOutputs.of(WORLDS, trees.length(), k -> trees.learn(rows.subset(membership.members(k))));
            double[] votes = Universe.open(WORLDS, price)
                    .release(outputs, price, NoiseRule.TIGHT, NoiseBasis.PRINCIPAL)
                    .values();
            abstaining += rate(rows, row -> trees.predict(votes, row)) / rounds;
            double[] forced = forced(votes);
            planted += rate(rows, row -> trees.predict(forced, row)) / rounds;
        }
        assertThat(abstaining - planted).as("the planted bug: noise votes too").isGreaterThan(.1);
        assertThat(abstaining).isGreaterThan(.8);
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
    void learn_ofAnyHalf_isOneForEachLeaf() {
        Examples rows = steps(40);
        for (int[] half : new int[][] {{}, {3}, {0, 1, 2, 3, 4, 5}}) {
            double[] votes = trees(2).learn(rows.subset(half));
            assertThat(Arrays.stream(votes).sum()).isEqualTo(20 * 32);
            for (int leaf = 0; leaf < votes.length; leaf += 2) {
                assertThat(votes[leaf] + votes[leaf + 1]).isEqualTo(1);
            }
        }
    }

    @Test
    void settings_thatCannotBe_areRefused() {
        assertThatThrownBy(() -> new RandomDecisionTrees(0, 3, 2, 2, 0, 1, 1)).hasMessageContaining("got 0 of 3");
        assertThatThrownBy(() -> new RandomDecisionTrees(1, 9, 2, 2, 0, 1, 1)).hasMessageContaining("depth 1 to 8");
        assertThatThrownBy(() -> new RandomDecisionTrees(1, 3, 2, 2, 1, 1, 1)).hasMessageContaining("in 1.0 to 1.0");
    }
}
