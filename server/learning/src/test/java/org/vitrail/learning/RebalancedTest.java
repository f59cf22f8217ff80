package org.vitrail.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RebalancedTest {
    /// 40 rows of class 0 around 0, 6 of class 1 around 10, none of class 2, one of class 3 at 20.
    private static Examples uneven() {
        SplittableRandom random = new SplittableRandom(11);
        double[][] rows = new double[47][];
        int[] labels = new int[47];
        for (int i = 0; i < 47; i++) {
            labels[i] = i < 40 ? 0 : i < 46 ? 1 : 3;
            double centre = labels[i] == 3 ? 20 : 10 * labels[i];
            rows[i] = new double[] {centre + random.nextDouble(), centre - random.nextDouble()};
        }
        return Examples.of(rows, labels, 4, 2);
    }

    private static Examples balanced(Examples half, int neighbours) {
        return new Rebalanced(new KMeans(1, 2, 1, 1), neighbours, 5).balanced(half);
    }

    @Test
    void balanced_ofUnevenClasses_hasAsManyRowsOfEachThatHasAny() {
        Examples half = uneven();
        Examples balanced = balanced(half, Rebalanced.NEIGHBOURS);
        int[] counts = new int[4];
        for (int i = 0; i < balanced.size(); i++) {
            counts[balanced.label(i)]++;
        }
        assertThat(counts).containsExactly(40, 40, 0, 40);
        for (int i = 0; i < half.size(); i++) {
            assertThat(balanced.row(i)).isSameAs(half.row(i));
        }
    }

    @Test
    void balanced_newRows_lieBetweenTwoRowsOfTheirClass() {
        Examples half = uneven();
        Examples balanced = balanced(half, 2);
        for (int i = half.size(); i < balanced.size(); i++) {
            double[] made = balanced.row(i);
            int label = balanced.label(i);
            double nearest = Double.POSITIVE_INFINITY;
            for (int a = 0; a < half.size(); a++) {
                for (int b = 0; b < half.size(); b++) {
                    if (half.label(a) == label && half.label(b) == label) {
                        nearest = Math.min(nearest, detour(half.row(a), made, half.row(b)));
                    }
                }
            }
            assertThat(nearest).as("row %d of class %d", i, label).isCloseTo(0, within(1e-12));
        }
        assertThat(balanced.row(balanced.size() - 1)).containsExactly(half.row(46));
    }

    private static double detour(double[] a, double[] between, double[] b) {
        return distance(a, between) + distance(between, b) - distance(a, b);
    }

    private static double distance(double[] a, double[] b) {
        return Math.hypot(a[0] - b[0], a[1] - b[1]);
    }

    @Test
    void balanced_withOneNeighbour_mixesOnlyWithTheNearest() {
        assertThat(madeInTheGap(1)).isZero();
        assertThat(madeInTheGap(3)).as("with the far pair too").isPositive();
    }

    /// Of 50 new rows of a class at 0, 1, 100 and 101 those between the pairs.
    private static int madeInTheGap(int neighbours) {
        double[][] rows = {{0}, {1}, {100}, {101}, {-5}, {-6}, {-7}, {-8}, {-9}};
        Examples half = Examples.of(rows, new int[] {1, 1, 1, 1, 0, 0, 0, 0, 0}, 2, 1);
        int inside = 0;
        for (long seed = 0; seed < 50; seed++) {
            double made = new Rebalanced(new KMeans(1, 1, 1, 1), neighbours, seed)
                    .balanced(half)
                    .row(9)[0];
            inside += made > 1 && made < 100 ? 1 : 0;
        }
        return inside;
    }

    @Test
    void learn_ofTheSameHalf_isTheSameAndOfTheInnerLength() {
        Learner learner = new Rebalanced(new KMeans(3, 2, 2, 1), Rebalanced.NEIGHBOURS, 7);
        double[] once = learner.learn(uneven());
        assertThat(learner.learn(uneven())).containsExactly(once).hasSize(learner.length());
        double[] plain = new KMeans(3, 2, 2, 1).learn(uneven());
        assertThat(Arrays.equals(once, plain)).isFalse();
        assertThatThrownBy(() -> new Rebalanced(learner, 0, 1)).hasMessageContaining("neighbours");
    }

    @Test
    void centre_ofUnevenClasses_movesToTheRareOnes() {
        double plain = new KMeans(1, 2, 1, 1).learn(uneven())[0];
        double balanced = new Rebalanced(new KMeans(1, 2, 1, 1), Rebalanced.NEIGHBOURS, 7).learn(uneven())[0];
        assertThat(plain).isLessThan(3);
        assertThat(balanced).isCloseTo(10.5, within(1.0));
    }
}
