package org.vitrail.privacy.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.noise.SecureBits;

/// A universe that is put away between answers promises what one does that stays open; one whose law is
/// not put away does not.
class KeptUniverseTest {
    private static final int WORLDS = 16;
    private static final Nats EACH = Nats.ofFraction(1, 4);
    private static final int ANSWERS = 12;
    private static final int TRIALS = 400;

    /// World k's output is 1 in one half of the worlds, another half each time, as the answers ask for it.
    private static WorldOutputs split(int question) {
        return WorldOutputs.of(WORLDS, 1, k -> new double[] {(k >> (question % 4)) & 1});
    }

    private interface Keeping {
        Universe.Kept after(Universe.Kept before, Universe open);
    }

    /// Total squared steps that the noise had over the range: how much less noise a law makes that has learnt.
    private static double[] weightsAfter(Keeping keeping) {
        Universe.Kept kept = Universe.Kept.draw(WORLDS);
        Universe seen = kept.open(EACH.times(ANSWERS));
        for (int i = 0; i < ANSWERS; i++) {
            Universe open = kept.open(EACH);
            open.release(split(i), EACH, NoiseRule.TIGHT, NoiseBasis.COORDINATES);
            kept = keeping.after(kept, open);
            seen = open;
        }
        return seen.weights();
    }

    private static double entropy(double[] weights) {
        return Arrays.stream(weights)
                .filter(p -> p > 0)
                .map(p -> -p * Math.log(p))
                .sum();
    }

    private static double meanEntropy(Keeping keeping) {
        double sum = 0;
        for (int t = 0; t < TRIALS; t++) {
            sum += entropy(weightsAfter(keeping));
        }
        return sum / TRIALS;
    }

    /// The chain rule: what is left of ln 16 is at least ln 16 minus all charges; a law that forgets
    /// looks as after one answer only, so that its noise is sized for a secret that is known far better
    /// than it says.
    @Test
    void law_keptBetweenAnswers_hasLearntFromAllOfThem() {
        double kept = meanEntropy(Universe.Kept::after);
        double forgotten = meanEntropy((before, _) -> before); // planted: the posterior is not updated
        assertThat(kept).isLessThan(Math.log(WORLDS) - 4 * (Math.log(WORLDS) - forgotten));
        assertThat(forgotten).isGreaterThan(Math.log(WORLDS) - EACH.exact().doubleValue() - 0.1);
    }

    @Test
    void bytes_ofAKeptUniverse_readAsTheSame() {
        Universe.Kept kept = Universe.Kept.draw(64);
        Universe open = kept.open(EACH);
        open.release(WorldOutputs.of(64, 1, k -> new double[] {k}), EACH, NoiseRule.TIGHT, NoiseBasis.COORDINATES);
        Universe.Kept after = kept.after(open);
        Universe.Kept read = Universe.Kept.read(after.bytes());
        assertThat(read.bytes()).isEqualTo(after.bytes());
        assertThat(read.spent()).isEqualTo(EACH);
        assertThat(read.open(EACH).weights()).isEqualTo(open.weights());
        assertThat(read.open(EACH).secret()).isEqualTo(kept.open(EACH).secret());
        for (int unit = 0; unit < 100; unit++) {
            assertThat(read.membership(100).mask(unit))
                    .isEqualTo(kept.membership(100).mask(unit));
        }
    }

    @Test
    void read_ofAnythingElse_isRefused() {
        byte[] good = Universe.Kept.draw(64).bytes();
        byte[] secret = good.clone();
        secret[11] = 64;
        for (byte[] bad : new byte[][] {{}, Arrays.copyOf(good, good.length - 1), secret, new byte[good.length]}) {
            assertThatThrownBy(() -> Universe.Kept.read(bad)).hasMessageContaining("kept universe");
        }
    }

    @Test
    void allowance_ofOneAnswer_isNotEnoughForTwo() {
        Universe open = Universe.Kept.draw(WORLDS).open(EACH);
        open.release(split(0), EACH, NoiseRule.TIGHT, NoiseBasis.COORDINATES);
        assertThatThrownBy(() -> open.release(split(1), EACH, NoiseRule.TIGHT, NoiseBasis.COORDINATES))
                .hasMessageContaining("cap");
    }

    @Test
    void membership_ofAnyKey_putsEveryUnitIntoHalfOfTheWorldsEvenly() {
        int units = 4_000;
        Membership membership = Universe.Kept.draw(64).membership(units);
        int[] sizes = new int[64];
        for (int unit = 0; unit < units; unit++) {
            assertThat(Long.bitCount(membership.mask(unit))).isEqualTo(32);
            for (int k = 0; k < 64; k++) {
                sizes[k] += membership.contains(k, unit) ? 1 : 0;
            }
        }
        double chi = 0;
        for (int size : sizes) {
            chi += (size - units / 2.0) * (size - units / 2.0) / (units / 4.0);
        }
        assertThat(chi).as("chi squared of 63 degrees, error 1e-5 on each side").isBetween(25.0, 128.0);
        assertThat(membership.mask(0)).isNotEqualTo(membership.mask(1));
        assertThat(Universe.Kept.draw(64).membership(1).mask(0)).isNotEqualTo(membership.mask(0));
    }

    @Test
    void choices_ofAKey_areUniformAndRepeatable() {
        byte[] key = new byte[KeyedChoice.KEY];
        SecureBits bits = SecureBits.fresh();
        key[0] = (byte) bits.below(128);
        KeyedChoice one = new KeyedChoice(key);
        KeyedChoice two = new KeyedChoice(key);
        int[] seen = new int[5];
        for (int i = 0; i < 10_000; i++) {
            long drawn = one.applyAsLong(5);
            assertThat(two.applyAsLong(5)).isEqualTo(drawn);
            seen[(int) drawn]++;
        }
        for (int count : seen) {
            assertThat((double) count).isCloseTo(2_000, within(200.0)); // five deviations
        }
        assertThat(one.applyAsLong(1)).isZero();
    }
}
