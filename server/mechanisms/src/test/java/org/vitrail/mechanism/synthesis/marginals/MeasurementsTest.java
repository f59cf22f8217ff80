package org.vitrail.mechanism.synthesis.marginals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class MeasurementsTest {
    private static final long SEED = 5;
    private static final int[] SIZES = {2, 5, 4, 3};

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

    private short[][] codes(int rows) {
        short[][] codes = new short[SIZES.length + 1][rows];
        for (int j = 0; j < SIZES.length; j++) {
            for (int i = 0; i < rows; i++) {
                codes[j][i] = (short) random.nextInt(SIZES[j]);
            }
        }
        return codes;
    }

    private static Coded first(short[][] codes, int rows) {
        short[][] fewer = new short[codes.length][];
        Arrays.setAll(fewer, j -> Arrays.copyOf(codes[j], rows));
        return new Coded(fewer, rows);
    }

    private static List<Clique> cliques() {
        List<Clique> cliques = new ArrayList<>();
        for (int a = 1; a < SIZES.length; a++) {
            for (int b = a + 1; b < SIZES.length; b++) {
                cliques.add(new Clique(0, a, b, SIZES[0], SIZES[a], SIZES[b]));
            }
        }
        return cliques;
    }

    private static long squared(long[] a, long[] b) {
        long sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += (a[k] - b[k]) * (a[k] - b[k]);
        }
        return sum;
    }

    @Test
    void counts_unitOfRowsAdded_squaredNormWithinTheStatedSensitivity() {
        List<Clique> cliques = cliques();
        long most = 0;
        for (int trial = 0; trial < 200; trial++) {
            int unit = 1 + random.nextInt(4);
            short[][] all = codes(30 + unit);
            long change = squared(
                    Measurements.counts(first(all, 30 + unit), cliques), Measurements.counts(first(all, 30), cliques));
            assertThat(change).as("seed %d", SEED).isLessThanOrEqualTo((long) unit * unit * cliques.size());
            most = Math.max(most, change);
        }
        // must fail: one row's sensitivity for a unit of several
        assertThat(most).isGreaterThan(cliques.size());
    }

    @Test
    void scores_oneRowAdded_eachMovesByAtMostOne() {
        List<Clique> cliques = cliques();
        for (int trial = 0; trial < 200; trial++) {
            short[][] all = codes(31);
            List<double[]> references = cliques.stream()
                    .map(clique -> random.doubles(clique.cells(), 0, 3).toArray())
                    .toList();
            long[] with = Measurements.scores(first(all, 31), cliques, references);
            long[] without = Measurements.scores(first(all, 30), cliques, references);
            for (int t = 0; t < with.length; t++) {
                assertThat(Math.abs(with[t] - without[t])).as("seed %d", SEED).isEqualTo(1);
            }
        }
    }

    @Test
    void scores_unitOfRowsAdded_squaredNormWithinTheStatedSensitivity() {
        List<Clique> cliques = cliques();
        long most = 0;
        for (int trial = 0; trial < 200; trial++) {
            int unit = 2 + random.nextInt(3);
            short[][] all = codes(30 + unit);
            List<double[]> references = cliques.stream()
                    .map(clique -> random.doubles(clique.cells(), 0, 3).toArray())
                    .toList();
            long change = squared(
                    Measurements.scores(first(all, 30 + unit), cliques, references),
                    Measurements.scores(first(all, 30), cliques, references));
            assertThat(change).as("seed %d", SEED).isLessThanOrEqualTo((long) unit * unit * cliques.size());
            most = Math.max(most, change);
        }
        // must fail: one row's sensitivity for a unit of several
        assertThat(most).isGreaterThan(cliques.size());
    }
}
