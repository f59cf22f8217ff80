package org.vitrail.privacy.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.noise.GaussianNoise;

/// What decisions about groups tell of one unit, to who knows all others. Each claim has an error of at
/// most 1e-4 (Hoeffding's inequality).
class GroupSizesTest {
    private static final int TRIALS = 40_000;
    private static final double TOLERANCE = Math.sqrt(Math.log(1e4) / (2 * TRIALS));
    private static final Nats[] CHARGES = {Nats.ofFraction(1, 128), Nats.ofFraction(1, 16), Nats.ofFraction(1, 2)};

    private final GaussianNoise noise = GaussianNoise.secure();

    /// Part of decisions from which the better guess tells whether there were n units or one more.
    private static double success(LongPredicate decision, long n) {
        int[] shown = new int[2];
        for (int i = 0; i < TRIALS; i++) {
            shown[i % 2] += decision.test(n + i % 2) ? 1 : 0;
        }
        return .5 + Math.abs(shown[1] - shown[0]) / (double) TRIALS;
    }

    private static double worst(LongPredicate decision, long... sizes) {
        return Arrays.stream(sizes).mapToDouble(n -> success(decision, n)).max().orElseThrow();
    }

    @Test
    void decision_ofOneGroup_tellsOfOneUnitNoMoreThanTheCharge() {
        for (Nats charge : CHARGES) {
            GroupSizes sizes = new GroupSizes(20, 1, charge);
            long middle = sizes.sure() - (long) Math.ceil(3.1 * Math.sqrt(1 / (8 * charge.roundedDown())));
            double bound = PosteriorSuccess.bound(charge);

            assertThat(worst(n -> sizes.isLarge(n, noise), 19, middle - 1, middle))
                    .as("%s", charge)
                    .isLessThanOrEqualTo(bound + TOLERANCE);
            assertThat(worst(n -> n >= 20, 19, middle))
                    .as("planted: without noise, at %s", charge)
                    .isGreaterThan(bound + TOLERANCE);
        }
    }

    /// Of a unit that moves many sizes each decision tells little, so that all of them are within the bound.
    @Test
    void decisions_ofManyGroups_tellOfOneUnitNoMoreThanTheCharge() {
        int moved = 100;
        Nats charge = Nats.ofFraction(1, 16);
        double bound = PosteriorSuccess.bound(charge);

        assertThat(together(new GroupSizes(20, moved, charge), moved)).isLessThanOrEqualTo(bound + .02);
        assertThat(together(new GroupSizes(20, 1, charge), moved))
                .as("planted: noise of one moved size for each of many")
                .isGreaterThan(bound + .1);
    }

    /// Success of who guesses by how many of the moved groups are shown; 4000 trials, error 1e-4.
    private double together(GroupSizes sizes, int moved) {
        long middle = sizes.sure() - 1;
        while (shown(sizes, middle, 2000) > 1000) { // a size that passes in about half of the cases
            middle--;
        }
        double usual = (shown(sizes, middle, 4000) + shown(sizes, middle + 1, 4000)) / 8000.0 * moved;
        int right = 0;
        for (int i = 0; i < 4000; i++) {
            right += (shown(sizes, middle + i % 2, moved) > usual) == (i % 2 == 1) ? 1 : 0;
        }
        return right / 4000.0 - Math.sqrt(Math.log(1e4) / 8000);
    }

    private int shown(GroupSizes sizes, long units, int trials) {
        int shown = 0;
        for (int i = 0; i < trials; i++) {
            shown += sizes.isLarge(units, noise) ? 1 : 0;
        }
        return shown;
    }

    @Test
    void isLarge_belowTheLeastSize_never() {
        for (Nats charge : CHARGES) {
            GroupSizes sizes = new GroupSizes(20, 2, charge);
            assertThat(shown(sizes, 19, 20_000)).isZero();
            assertThat(shown(sizes, 20, 20_000))
                    .as("it is the least that may be")
                    .isPositive();
        }
    }

    @Test
    void isLarge_fromTheSureSizeOn_nearlyAlways() {
        for (Nats charge : CHARGES) {
            GroupSizes sizes = new GroupSizes(20, 2, charge);
            assertThat(shown(sizes, sizes.sure(), TRIALS)).isGreaterThan((int) (TRIALS * .998));
            assertThat(shown(sizes, (20 + sizes.sure()) / 2, TRIALS)).isLessThan((int) (TRIALS * .998));
        }
    }

    /// At 1/128 nat and one moved size: σ = 4, P(N > 9.5) = .0088 and P(N > 10.5) = .0043, so that the
    /// threshold is 31, and 3.1 σ above it 43.4.
    @Test
    void sure_atTheUsualAmount_isThatOfTheTable() {
        assertThat(Universe.sureSize(20, 1, Nats.ofFraction(1, 128))).isEqualTo(46);
        assertThat((double) Universe.sureSize(2, 2, Nats.ofFraction(4, 1))).isCloseTo(4, within(1.0));
    }

    @Test
    void largeEnough_withoutAnyGroup_spendsTheAmountAndNeverMoreThanTheCap() {
        Nats charge = Nats.ofFraction(1, 128);
        Universe universe = Universe.open(64, charge);
        assertThat(universe.largeEnough(new long[] {5000, 3}, 20, 1, charge)).containsExactly(true, false);
        assertThat(universe.spent()).as("the answer is charged").isEqualTo(Nats.NONE);
        assertThat(universe.largeEnough(new long[] {3}, 20, 1, charge)).containsExactly(false);
        assertThat(universe.spent()).isEqualTo(charge);
        assertThatThrownBy(() -> universe.largeEnough(new long[] {5000}, 20, 1, charge))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> new GroupSizes(20, 0, charge)).hasMessageContaining(">= 1 moved sizes");
    }
}
