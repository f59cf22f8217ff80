package org.vitrail.privacy.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MembershipTest {
    private static void expectHalf(Membership membership) {
        for (int unit = 0; unit < membership.units(); unit++) {
            int at = unit;
            assertThat(IntStream.range(0, membership.worlds()).filter(k -> membership.contains(k, at)))
                    .hasSize(membership.worlds() / 2);
        }
    }

    @Test
    void balanced_ofManyUnits_putsEachInExactlyHalfOfTheWorlds() {
        for (int worlds : new int[] {2, 64, 128, 256}) {
            Membership membership = Membership.balanced(301, worlds);
            expectHalf(membership);
            assertThat(IntStream.range(0, worlds)
                            .map(k -> membership.members(k).length)
                            .sum())
                    .isEqualTo(301 * worlds / 2);
        }
        assertThat(Long.bitCount(Membership.balanced(1, 64).mask(0))).isEqualTo(32);
    }

    @Test
    void halves_ofManyUnits_areComplementaryAndEqual() {
        for (int units : new int[] {0, 1, 100, 101}) {
            Membership membership = Membership.halves(units, 128);
            expectHalf(membership);
            for (int k = 0; k < 64; k++) {
                assertThat(membership.members(k)).hasSize(units / 2);
                assertThat(membership.members(k + 64)).hasSize(units - units / 2);
            }
        }
    }

    @Test
    void membership_ofOddWorlds_isRefused() {
        assertThatThrownBy(() -> Membership.balanced(10, 63)).hasMessageContaining("even");
    }

    @Test
    void run_ofABox_seesEveryWorldOnce() {
        Membership membership = Membership.halves(20, 64);
        AtomicInteger told = new AtomicInteger();
        WorldOutputs outputs = new WorldRuns(2, done -> told.incrementAndGet(), () -> false)
                .run(membership, units -> new double[] {units.length, units[0]});
        assertThat(told).hasValue(64);
        for (int k = 0; k < 64; k++) {
            assertThat(outputs.ownerOnly()[k]).containsExactly(10, membership.members(k)[0]);
        }
    }

    @Test
    void run_cancelled_stops() {
        WorldRuns runs = new WorldRuns(1, done -> {}, () -> true);
        assertThatThrownBy(() -> runs.run(Membership.halves(4, 64), units -> new double[1]))
                .isInstanceOf(CancellationException.class);
    }
}
