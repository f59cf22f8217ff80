package org.vitrail.privacy.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.noise.GaussianNoise;

class UniverseTest {
    private static final Nats EIGHTH = Nats.ofFraction(1, 8);

    private static WorldOutputs column(double... outputs) {
        return WorldOutputs.of(outputs.length, 1, k -> new double[] {outputs[k]});
    }

    private static final GaussianNoise NOISE = GaussianNoise.secure();

    private static Universe secretIs(int secret, int worlds) {
        return new Universe(worlds, Nats.ofFraction(100, 1), secret, NOISE);
    }

    @Test
    void weights_ofTheReferencesTrace_agree() {
        Universe universe = secretIs(2, 4);
        WorldOutputs outputs = column(0, 0, 1, 1);
        CalibratedNoise noise = CalibratedNoise.of(outputs, EIGHTH, NoiseRule.TIGHT, NoiseBasis.PRINCIPAL);
        double sign = Math.signum(noise.coordinate(2, 0) - noise.coordinate(0, 0));
        double step = (noise.coordinate(2, 0) - noise.coordinate(0, 0)) * sign;
        universe.learn(noise, new double[] {Math.rint(sign * .8 * step)}); // 1.3 = .5 + .8 · the gap of 1
        assertThat(universe.weights())
                .containsExactly(new double[] {.1436144028, .1436144028, .3563855972, .3563855972}, within(1e-6));
        double next = CalibratedNoise.of(outputs, universe.weights(), 0, EIGHTH, NoiseRule.TIGHT, NoiseBasis.PRINCIPAL)
                .trace();
        assertThat(next).isCloseTo(.7208102050, within(2e-6));
    }

    @Test
    void release_ofManyUniverses_isUnbiasedWithTheCalibratedVariance() {
        WorldOutputs outputs = WorldOutputs.of(new double[][] {{0, 5}, {0, 5.5}, {1, 6}, {1, 7}});
        double trace = CalibratedNoise.of(outputs, EIGHTH, NoiseRule.TIGHT, NoiseBasis.PRINCIPAL)
                .trace();
        double sum = 0;
        double squares = 0;
        int trials = 20_000;
        for (int i = 0; i < trials; i++) {
            double[] r = secretIs(1, 4)
                    .release(outputs, EIGHTH, NoiseRule.TIGHT, NoiseBasis.PRINCIPAL)
                    .values();
            sum += r[0];
            squares += r[0] * r[0] + (r[1] - 5.5) * (r[1] - 5.5);
        }
        assertThat(sum / trials).isCloseTo(0, within(5 * Math.sqrt(trace / trials)));
        assertThat(squares / trials).isCloseTo(trace, within(5 * trace * Math.sqrt(2.0 / trials)));
    }

    @Test
    void release_ofUnanimousWorlds_isExactAndLeavesTheLaw() {
        Universe universe = secretIs(0, 4);
        PacRelease release =
                universe.release(column(3.25, 3.25, 3.25, 3.25), EIGHTH, NoiseRule.TIGHT, NoiseBasis.PRINCIPAL);
        assertThat(release.values()).containsExactly(3.25);
        assertThat(universe.weights()).containsExactly(new double[] {.25, .25, .25, .25}, within(1e-15));
        assertThat(release.charged()).isEqualTo(EIGHTH);
    }

    @Test
    void release_aboveTheCap_isRefusedAndChargesNothing() {
        Universe universe = Universe.open(4, Nats.ofFraction(1, 5));
        universe.release(column(0, 0, 1, 1), EIGHTH, NoiseRule.TIGHT, NoiseBasis.PRINCIPAL);
        double[] before = universe.weights();
        assertThatThrownBy(() -> universe.release(column(0, 0, 1, 1), EIGHTH, NoiseRule.TIGHT, NoiseBasis.PRINCIPAL))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("0.2 nats")
                .hasMessageContaining("0.125 nats");
        assertThat(universe.spent()).isEqualTo(EIGHTH);
        assertThat(universe.weights()).containsExactly(before);
    }

    @Test
    void release_ofAnotherNumberOfWorlds_isRefused() {
        assertThatThrownBy(() ->
                        Universe.open(4, EIGHTH).release(column(0, 1), EIGHTH, NoiseRule.TIGHT, NoiseBasis.PRINCIPAL))
                .hasMessageContaining("4 worlds, got 2");
    }

    @Test
    void text_ofAUniverse_hidesItsSecret() {
        Universe universe = Universe.open(128, EIGHTH);
        assertThat(universe).hasToString("Universe[128 worlds, spent 0 nats of 0.125 nats]");
    }

    @Test
    void confidentLabel_ofUnanimousVotes_isCertain() {
        PacRelease sure = secretIs(0, 4)
                .release(
                        WorldOutputs.of(4, 3, k -> new double[] {0, 1, 0}),
                        new Nats(1),
                        NoiseRule.TIGHT,
                        NoiseBasis.PRINCIPAL);
        assertThat(sure.label()).isEqualTo(1);
        assertThat(sure.confidentLabel(2.326)).isEqualTo(OptionalInt.of(1));
    }

    @Test
    void confidentLabel_ofEvenVotesAtASmallPrice_isRarelyGiven() {
        WorldOutputs votes = WorldOutputs.of(4, 2, k -> k < 2 ? new double[] {1, 0} : new double[] {0, 1});
        int confident = 0;
        int wrong = 0;
        for (int i = 0; i < 4000; i++) {
            PacRelease answer = secretIs(0, 4).release(votes, new Nats(1000), NoiseRule.TIGHT, NoiseBasis.PRINCIPAL);
            OptionalInt label = answer.confidentLabel(2.326);
            confident += label.isPresent() ? 1 : 0;
            wrong += label.isPresent() && label.getAsInt() == 1 ? 1 : 0;
        }
        assertThat(confident).isLessThan(160); // 2 % expected: both tails of 1 %
        assertThat(wrong).isLessThan(90); // 1 % is the test's level
    }
}
