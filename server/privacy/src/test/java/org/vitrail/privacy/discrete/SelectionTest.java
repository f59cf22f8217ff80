package org.vitrail.privacy.discrete;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.Samples;
import org.vitrail.privacy.noise.SecureBits;

class SelectionTest {
    private static final int MANY = 100_000;
    private static final long[] SCORES = {5, 3, 5, -1, 4};

    /// False alarm at most 1e-6 for each of the two widths.
    @Test
    void exponential_scores_haveTheirProbabilities() {
        double[] law = exponentialLaw(2.0 / 3);
        for (int width : new int[] {62, 1}) {
            Selection selection = new Selection(SecureBits.fresh(), width);
            long[] counts = counts(() -> selection.exponential(SCORES, 2, 3));
            assertThat(Samples.excess(counts, i -> law[i])).isNegative();
        }
    }

    /// The law by summing over all orders.
    @Test
    void permuteAndFlip_scores_haveTheirProbabilities() {
        double[] law = permuteLaw(2.0 / 3);
        Selection selection = Selection.secure();
        long[] counts = counts(() -> selection.permuteAndFlip(SCORES, 2, 3));
        assertThat(Samples.excess(counts, i -> law[i])).isNegative();
    }

    /// Planted bugs: a rate twice as high; one mechanism for the other; the first of the best always.
    @Test
    void law_brokenSelection_isCaught() {
        double[] exponential = exponentialLaw(2.0 / 3);
        double[] permute = permuteLaw(2.0 / 3);
        Selection selection = Selection.secure();
        assertThat(Samples.excess(counts(() -> selection.exponential(SCORES, 4, 3)), i -> exponential[i]))
                .isPositive();
        assertThat(Samples.excess(counts(() -> selection.permuteAndFlip(SCORES, 2, 3)), i -> exponential[i]))
                .isPositive();
        assertThat(Samples.excess(counts(() -> selection.exponential(SCORES, 2, 3)), i -> permute[i]))
                .isPositive();
        assertThat(Samples.excess(counts(() -> 0), i -> permute[i])).isPositive();
    }

    @Test
    void select_extremeScores_picksTheBest() {
        long[] apart = {Long.MIN_VALUE, Long.MAX_VALUE, 0};
        Selection selection = Selection.secure();
        assertThat(selection.exponential(apart, 1, 1_000_000)).isEqualTo(1);
        assertThat(selection.permuteAndFlip(apart, 1, 1_000_000)).isEqualTo(1);
        assertThat(selection.exponential(new long[] {7}, 1, 1)).isZero();
    }

    @Test
    void select_impossibleArguments_namesThem() {
        Selection selection = Selection.secure();
        assertThatThrownBy(() -> selection.exponential(new long[0], 1, 1)).hasMessageContaining("at least one");
        assertThatThrownBy(() -> selection.permuteAndFlip(SCORES, 0, 1)).hasMessageContaining("got 0/1");
    }

    private static long[] counts(IntSupplier choice) {
        long[] counts = new long[SCORES.length];
        for (int i = 0; i < MANY; i++) {
            counts[choice.getAsInt()]++;
        }
        return counts;
    }

    private static double[] exponentialLaw(double rate) {
        double[] law = new double[SCORES.length];
        double sum = 0;
        for (int i = 0; i < law.length; i++) {
            law[i] = Math.exp(rate * (SCORES[i] - 5));
            sum += law[i];
        }
        for (int i = 0; i < law.length; i++) {
            law[i] /= sum;
        }
        return law;
    }

    private static double[] permuteLaw(double rate) {
        double[] law = new double[SCORES.length];
        permute(rate, law, 0, 1);
        return law;
    }

    private static void permute(double rate, double[] law, int used, double reached) {
        int left = SCORES.length - Integer.bitCount(used);
        for (int i = 0; i < SCORES.length; i++) {
            if ((used & (1 << i)) == 0) {
                double keeps = Math.exp(rate * (SCORES[i] - 5));
                law[i] += reached / left * keeps;
                if (keeps < 1) {
                    permute(rate, law, used | (1 << i), reached / left * (1 - keeps));
                }
            }
        }
    }
}
