package org.vitrail.mechanism.synthesis.distillation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class TeacherTest {
    private static final long SEED = 11;
    private static final int ROWS = 4000;
    private static final int[] SIZES = {8, 8, 5};

    private final RandomGenerator random =
            RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);

    /// Features that are independent of each other.
    private short[][] features() {
        short[][] codes = new short[SIZES.length][ROWS];
        for (int f = 0; f < codes.length; f++) {
            for (int i = 0; i < ROWS; i++) {
                codes[f][i] = (short) random.nextInt(SIZES[f]);
            }
        }
        return codes;
    }

    /// Whether exactly one of the first two features is in its upper half: neither says anything alone.
    private static boolean rule(short[][] codes, int i) {
        return (codes[0][i] > 3) != (codes[1][i] > 3);
    }

    /// Labels that follow the rule in three rows of four.
    private short[] noisy(short[][] codes) {
        short[] labels = new short[ROWS];
        for (int i = 0; i < ROWS; i++) {
            labels[i] = (short) (rule(codes, i) == (random.nextDouble() < 0.75) ? 1 : 0);
        }
        return labels;
    }

    private static double agreement(short[][] codes, short[] labels) {
        int agreeing = 0;
        for (int i = 0; i < ROWS; i++) {
            agreeing += rule(codes, i) == (labels[i] == 1) ? 1 : 0;
        }
        return agreeing / (double) ROWS;
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static double[] counts(short[] labels, int classes) {
        double[] counts = new double[classes];
        for (short label : labels) {
            counts[label]++;
        }
        return counts;
    }

    @Test
    void labels_noisyJointRule_followItAndKeepTheirCounts() {
        short[][] codes = features();
        short[] drawn = noisy(codes);
        double[] totals = counts(drawn, 2);
        Teacher teacher = Teacher.of(codes, SIZES, drawn, 2, ones(ROWS), random);
        short[] taught = teacher.labels(codes, ones(ROWS), totals);
        assertThat(agreement(codes, taught)).as("seed %d", SEED).isGreaterThan(0.93);
        assertThat(counts(taught, 2)[1]).isBetween(totals[1] - 2, totals[1] + 2);
        // must fail: the labels as they were drawn
        assertThat(agreement(codes, drawn)).isLessThan(0.8);
    }

    @Test
    void labels_threeClassesAndOtherTotals_totalsMet() {
        short[][] codes = features();
        short[] drawn = new short[ROWS];
        for (int i = 0; i < ROWS; i++) {
            drawn[i] = (short) (random.nextDouble() < 0.3 ? random.nextInt(3) : codes[2][i] / 2);
        }
        double[] wanted = {ROWS * 0.2, ROWS * 0.5, ROWS * 0.3};
        short[] taught = Teacher.of(codes, SIZES, drawn, 3, ones(ROWS), random).labels(codes, ones(ROWS), wanted);
        double[] counts = counts(taught, 3);
        for (int y = 0; y < 3; y++) {
            assertThat(counts[y]).as("class %d, seed %d", y, SEED).isBetween(wanted[y] - 40, wanted[y] + 40);
        }
        // must fail: the totals as they were drawn
        assertThat(Math.abs(counts(drawn, 3)[1] - wanted[1])).isGreaterThan(40);
    }

    @Test
    void labels_sameInput_sameLabels() {
        short[][] codes = features();
        short[] drawn = noisy(codes);
        RandomGenerator once = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        RandomGenerator again = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        short[] first =
                Teacher.of(codes, SIZES, drawn, 2, ones(ROWS), once).labels(codes, ones(ROWS), new double[] {1, 1});
        short[] second =
                Teacher.of(codes, SIZES, drawn, 2, ones(ROWS), again).labels(codes, ones(ROWS), new double[] {1, 1});
        assertThat(first).isEqualTo(second);
    }

    @Test
    void round_equalRows_everySharePaid() {
        double[][] share = new double[2][1000];
        Arrays.fill(share[0], 0.7);
        Arrays.fill(share[1], 0.3);
        short[] labels = Teacher.round(share, ones(1000));
        for (int i = 10; i <= 1000; i += 10) { // of any ten rows that follow each other
            assertThat(counts(Arrays.copyOf(labels, i), 2)[1]).isBetween(0.3 * i - 1, 0.3 * i + 1);
        }
        // must fail: the most probable label of each row
        assertThat(counts(new short[1000], 2)[1]).isZero();
    }

    @Test
    void round_labelThatCannotBe_isNotGiven() {
        double[][] share = {{0.6, 0.6, 1, 1, 1}, {0.4, 0.4, 0, 0, 0}};
        short[] labels = Teacher.round(share, new double[] {1, 1, 1, 1, 1});
        assertThat(Arrays.copyOfRange(labels, 2, 5)).containsOnly((short) 0);
    }

    @Test
    void serves_classes_betweenTwoAndTheMost() {
        assertThat(Teacher.serves(1)).isFalse();
        assertThat(Teacher.serves(2)).isTrue();
        assertThat(Teacher.serves(32)).isTrue();
        assertThat(Teacher.serves(33)).isFalse();
    }
}
