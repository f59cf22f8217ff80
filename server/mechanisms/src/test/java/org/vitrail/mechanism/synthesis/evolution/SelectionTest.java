package org.vitrail.mechanism.synthesis.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalInt;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.vitrail.contract.table.Column;
import org.vitrail.contract.table.Domain;
import org.vitrail.contract.table.PrivacyUnit;
import org.vitrail.contract.table.TableSchema;

class SelectionTest {
    private static final Space LINE = new Space(
            new TableSchema(List.of(Column.of("x", Domain.RealRange.of(0, 1))), new PrivacyUnit.Row()),
            OptionalInt.empty(),
            1f / 3);

    private static Measurement votes(double... noisy) {
        return new Measurement(noisy, 1, 10);
    }

    @Test
    void rank_tiesAndNaN_lowestIndexFirstAndNaNNever() {
        assertThat(Selection.rank(votes(1, 5, Double.NaN, 5, -2), 3)).containsExactly(1, 3, 0);
    }

    @Test
    void rank_moreSlotsThanCandidates_allOfThem() {
        assertThat(Selection.rank(votes(1, 2), 10)).containsExactly(1, 0);
    }

    @Test
    void coverage_nothingAboveThreshold_rank() {
        Points points = new Points(new float[][] {{0f, 0.1f, 0.9f}}, 3);
        assertThat(Selection.coverage(LINE, points, votes(3, 1, 2), 2, 100)).containsExactly(0, 2);
    }

    @Test
    void coverage_twoClusters_oneSurvivorEachWhereRankTakesTwoOfOne() {
        Points points = new Points(new float[][] {{0f, 0.01f, 0.02f, 0.95f, 1f}}, 5);
        Measurement votes = votes(50, 60, 55, 30, 31);
        assertThat(Selection.rank(votes, 2)).containsExactly(1, 2);
        int[] chosen = Selection.coverage(LINE, points, votes, 2, 5);
        assertThat(java.util.Arrays.stream(chosen).boxed())
                .hasSize(2)
                .anyMatch(i -> i <= 2)
                .anyMatch(i -> i >= 3);
    }

    @Test
    void sample_allWeightsZeroOrNaN_equalShares() {
        assertThat(Weights.normalised(new double[] {0, -1, Double.NaN, 0})).containsOnly(0.25);
    }

    @Test
    void systematic_shares_multiplicitiesWithinOne() {
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        int[] picked = Weights.systematic(new double[] {0.5, 0, 0.5}, 101, random);
        assertThat(picked).hasSize(101).doesNotContain(1);
        assertThat(java.util.Arrays.stream(picked).filter(i -> i == 0).count()).isBetween(50L, 51L);
    }

    @Test
    void apportion_remainders_sumToTotal() {
        assertThat(Weights.apportion(new double[] {0.335, 0.335, 0.33}, 10)).containsExactly(4, 3, 3);
    }

    @Test
    void rate_schedule_startsAtFirstAndReachesLast() {
        Settings settings = Settings.DEFAULT;
        assertThat(settings.rate(1)).isEqualTo(settings.rateFirst());
        assertThat(settings.rate(settings.histograms())).isCloseTo(settings.rateLast(), within(1e-12));
    }
}
