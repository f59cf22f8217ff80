package org.vitrail.mechanism.synthesis.marginals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// A model of a label and two features, each of which follows the label in some rows.
class CoresetTest {
    private static final long SEED = 9;
    private static final int[] SIZES = {2, 4, 4};
    private static final int PARTICLES = 20_000;
    private static final int WANTED = 300;

    private static RandomGenerator random(long seed) {
        return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    private static Particles model() {
        List<LabelTree.Node> nodes = new ArrayList<>();
        for (int x = 1; x <= 2; x++) {
            nodes.add(new LabelTree.Node(
                    new Clique(0, 3, x, 2, 1, 4), new double[] {300, 200, 150, 50, 30, 60, 90, 120}));
        }
        return Particles.draw(new LabelTree(4, 0, 1000, new double[] {700, 300}, nodes), PARTICLES, random(SEED));
    }

    /// Mean total variation distance of all pairs of columns between the chosen rows and the model.
    private static double distance(Particles model, Particles pool, int[] chosen) {
        double sum = 0;
        for (int a = 0; a < 3; a++) {
            for (int b = a + 1; b < 3; b++) {
                double[] difference = new double[SIZES[a] * SIZES[b]];
                for (int i = 0; i < PARTICLES; i++) {
                    difference[
                            model.rows().column(a)[i] * SIZES[b] + model.rows().column(b)[i]] += model.weights()[i]
                            / 1000;
                }
                for (int i : chosen) {
                    difference[pool.rows().column(a)[i] * SIZES[b] + pool.rows().column(b)[i]] -= 1.0 / WANTED;
                }
                sum += Arrays.stream(difference).map(Math::abs).sum() / 2 / 3;
            }
        }
        return sum;
    }

    @Test
    void choose_relabelledPool_pairsStayTheModels() {
        Particles model = model();
        Particles pool = model.relabelled(0, SIZES, random(1));
        int[] chosen = Coreset.choose(model, pool, SIZES, WANTED, 200_000, random(2));
        int[] byChance = Coreset.choose(model, pool, SIZES, WANTED, 0, random(2));
        assertThat(chosen).hasSize(WANTED);
        double distance = distance(model, pool, chosen);
        assertThat(distance).as("seed %d", SEED).isLessThan(0.03);
        // must fail: rows of the pool without the choice; their labels follow the features too closely
        assertThat(distance(model, pool, byChance)).isGreaterThan(2 * distance);
    }

    @Test
    void relabelled_model_featuresAndWeightsAndLabelCountsStay() {
        Particles model = model();
        Particles pool = model.relabelled(0, SIZES, random(1));
        assertThat(pool.weights()).isEqualTo(model.weights());
        assertThat(pool.rows().column(1)).isEqualTo(model.rows().column(1));
        assertThat(pool.rows().column(2)).isEqualTo(model.rows().column(2));
        long before = ones(model.rows().column(0));
        assertThat(ones(pool.rows().column(0))).isBetween(before - 200, before + 200);
        assertThat(pool.rows().column(0)).isNotEqualTo(model.rows().column(0));
    }

    private static long ones(short[] labels) {
        long ones = 0;
        for (short label : labels) {
            ones += label;
        }
        return ones;
    }
}
