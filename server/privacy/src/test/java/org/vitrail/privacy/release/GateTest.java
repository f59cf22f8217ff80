package org.vitrail.privacy.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.GaussianEquivalent;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.noise.GaussianNoise;

class GateTest {
    private static final MuSquared ONE = new MuSquared(1_000_000_000_000L);
    private static final int RUNS = 400_000;

    /// What a gate is to its tests, so that broken ones can be tried.
    private interface Measurement {
        long[] measure(Sensitive<long[]> counts, long squaredSensitivity, MuSquared charge);

        MuSquared charged();
    }

    @Test
    void gaussian_upToTheAllowance_isReleasedAndCharged() {
        Gate gate = Gate.open(ONE);
        MuSquared third = ONE.share(1, 3);
        Released<long[]> released = gate.gaussian(Sensitive.of(new long[] {5, 6}), 2, third);
        assertThat(released.value()).hasSize(2);
        assertThat(released.charged()).isEqualTo(third);
        gate.gaussian(Sensitive.of(new long[1]), 1, ONE.minus(third));
        assertThat(gate.charged()).isEqualTo(ONE);
        assertThat(gate.seal("product").charged()).isEqualTo(ONE);
    }

    @Test
    void gaussian_beyondTheAllowance_isRefusedAndFree() {
        Gate gate = Gate.open(ONE);
        gate.gaussian(Sensitive.of(new long[1]), 1, ONE.minus(new MuSquared(1)));
        Sensitive<long[]> counts = Sensitive.of(new long[] {4711});
        for (MuSquared charge : List.of(new MuSquared(2), ONE.times(100))) {
            assertThatThrownBy(() -> gate.gaussian(counts, 1, charge))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("the plan allows mu^2 1")
                    .hasMessageNotContaining("4711");
        }
        assertThat(gate.charged()).isEqualTo(ONE.minus(new MuSquared(1)));
    }

    @Test
    void gaussian_impossibleNoise_isRefusedAndFree() {
        Gate gate = Gate.open(new MuSquared(Long.MAX_VALUE));
        Sensitive<long[]> counts = Sensitive.of(new long[1]);
        assertThatThrownBy(() -> gate.gaussian(counts, 1, MuSquared.ZERO)).hasMessageContaining("charge > 0");
        assertThatThrownBy(() -> gate.gaussian(counts, 0, ONE)).hasMessageContaining(">= 1, got 0");
        assertThatThrownBy(() -> gate.gaussian(counts, 1, new MuSquared(Long.MAX_VALUE)))
                .hasMessageContaining("2^-10");
        assertThat(gate.charged()).isEqualTo(MuSquared.ZERO);
    }

    /// The noise and the choice follow from the charge: see [GaussianEquivalent].
    @Test
    void laplaceAndSelect_withinTheAllowance_areReleasedAndCharged() {
        Gate gate = Gate.open(ONE.times(3));
        Released<long[]> noisy = gate.laplace(Sensitive.of(new long[40_000]), 5, ONE);
        double spread =
                Arrays.stream(noisy.value()).mapToDouble(Math::abs).average().orElse(0);
        double scale = 5.0 * GaussianEquivalent.UNITS / GaussianEquivalent.pureEpsilon(ONE);
        assertThat(spread).isBetween(scale * 0.96, scale * 1.03); // E|x| is scale · (1 − 1/(6 scale²)), ± 5.2 sd
        assertThat(noisy.charged()).isEqualTo(ONE);
        Released<Integer> best = gate.select(Sensitive.of(new long[] {0, 1_000, 0}), 5, ONE);
        assertThat(best.value()).isEqualTo(1); // another with probability 2 e^-200
        assertThat(gate.charged()).isEqualTo(ONE.times(2));
    }

    @Test
    void laplaceAndSelect_impossibleOrTooDear_areRefusedAndFree() {
        Gate gate = Gate.open(ONE);
        Sensitive<long[]> counts = Sensitive.of(new long[] {4711});
        assertThatThrownBy(() -> gate.laplace(counts, 0, ONE)).hasMessageContaining("1 to below 2^28, got 0");
        assertThatThrownBy(() -> gate.select(counts, 1 << 28, ONE)).hasMessageContaining("below 2^28");
        assertThatThrownBy(() -> gate.laplace(counts, 1, MuSquared.ZERO)).hasMessageContaining("2^-24");
        assertThatThrownBy(() -> gate.select(counts, 1, MuSquared.ZERO)).hasMessageContaining("2^-24");
        assertThatThrownBy(() -> gate.laplace(counts, 1, ONE.times(2)))
                .hasMessageContaining("the plan allows mu^2 1")
                .hasMessageNotContaining("4711");
        assertThatThrownBy(() -> gate.select(counts, 1, ONE.times(2))).hasMessageContaining("the plan allows mu^2 1");
        assertThat(gate.charged()).isEqualTo(MuSquared.ZERO);
        assertThat(gate.seal("product").charged()).isEqualTo(MuSquared.ZERO);
        assertThatThrownBy(() -> gate.laplace(counts, 1, ONE)).hasMessageContaining("sealed");
        assertThatThrownBy(() -> gate.select(counts, 1, ONE)).hasMessageContaining("sealed");
    }

    @Test
    void laplaceAndSelect_lookFails_theChargeStands() {
        long[][] missing = new long[1][];
        Sensitive<long[]> broken = Sensitive.of(missing[0]);
        Gate gate = Gate.open(ONE.times(2));
        assertThatThrownBy(() -> gate.laplace(broken, 1, ONE)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> gate.select(broken, 1, ONE)).isInstanceOf(NullPointerException.class);
        assertThat(gate.charged()).isEqualTo(ONE.times(2));
    }

    @Test
    void seal_once_closesTheGate() {
        Gate gate = Gate.open(ONE);
        assertThat(gate.seal("product").value()).isEqualTo("product");
        assertThatThrownBy(() -> gate.seal("another")).hasMessageContaining("sealed");
        assertThatThrownBy(() -> gate.gaussian(Sensitive.of(new long[1]), 1, new MuSquared(1)))
                .hasMessageContaining("sealed");
    }

    @Test
    void gaussian_lookFails_theChargeStands() {
        assertThat(chargedWhenTheLookFails(of(Gate.open(ONE)))).isEqualTo(ONE);
    }

    /// Planted bug: a gate that charges after it looked.
    @Test
    void lookFails_gateThatChargesAfter_isCaught() {
        assertThat(chargedWhenTheLookFails(new LateGate())).isNotEqualTo(ONE);
    }

    @Test
    void gaussian_manyThreads_neverPassTheAllowance() throws Exception {
        Gate gate = Gate.open(ONE);
        Callable<Integer> attempt = () -> {
            try {
                gate.gaussian(Sensitive.of(new long[100]), 1, ONE.share(1, 5));
                return 1;
            } catch (IllegalStateException refused) {
                return 0;
            }
        };
        int passed = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Integer> result : threads.invokeAll(Collections.nCopies(64, attempt))) {
                passed += result.get();
            }
        }
        assertThat(passed).isEqualTo(5);
        assertThat(gate.charged()).isEqualTo(ONE);
    }

    /// The privacy promise itself, through the gate, for counts 0 and 1: P1(S) <= e^ε P0(S) + δ for all S
    /// of the form {value > t}, δ the accountant's bound for the charge. Each empirical distribution
    /// function is off by more than the DKW limit with probability at most 1e-6/2.
    @Test
    void gaussian_neighbouringCounts_staysWithinDelta() {
        assertThat(excess(of(Gate.open(ONE)), 1, ONE)).isLessThanOrEqualTo(0);
    }

    /// Planted bugs: half the noise; a difference of 2 declared as 1; no noise.
    @Test
    void neighbouringCounts_brokenGates_areCaught() {
        GaussianNoise noise = GaussianNoise.secure();
        assertThat(excess(plain(c -> noise.addTo(c, Gate.standardDeviation(1, ONE) / 2)), 1, ONE))
                .isPositive();
        assertThat(excess(of(Gate.open(ONE)), 2, ONE)).isPositive();
        assertThat(excess(plain(long[]::clone), 1, ONE)).isPositive();
    }

    @Test
    void gaussianAbove_frequentAndRareKeys_letsTheFrequentOut() {
        Gate gate = Gate.open(ONE, 1e-6);
        Map<String, Long> counts = new HashMap<>(Map.of("frequent", 1_000L, "also", 500L));
        for (int i = 0; i < 1_000; i++) {
            counts.put("rare" + i, 1L);
        }
        Released<SortedMap<String, Long>> released = gate.gaussianAbove(Sensitive.of(counts), ONE, 1e-9);
        assertThat(released.value()).containsOnlyKeys("also", "frequent");
        assertThat(released.value().get("frequent")).isBetween(990L, 1_010L); // 10 deviations
        assertThat(gate.charged()).isEqualTo(ONE);
    }

    @Test
    void gaussianAbove_beyondAnAllowance_isRefusedAndFree() {
        Sensitive<Map<String, Long>> counts = Sensitive.of(Map.of("key4711", 9L));
        Gate without = Gate.open(ONE);
        assertThatThrownBy(() -> without.gaussianAbove(counts, ONE, 1e-9))
                .hasMessageContaining("unlisted keys")
                .hasMessageNotContaining("4711");
        assertThat(without.charged()).isEqualTo(MuSquared.ZERO);
        Gate gate = Gate.open(ONE, 1e-6);
        gate.gaussianAbove(counts, ONE.share(1, 3), 0.6e-6);
        assertThatThrownBy(() -> gate.gaussianAbove(counts, ONE.share(1, 3), 0.6e-6))
                .hasMessageContaining("unlisted keys");
        assertThatThrownBy(() -> gate.gaussianAbove(counts, ONE, 0.1e-6)).hasMessageContaining("the plan allows");
        gate.gaussianAbove(counts, ONE.share(1, 3), 0.4e-6 - 1e-12);
        assertThat(gate.charged()).isEqualTo(ONE.share(1, 3).times(2));
    }

    /// A key that one unit alone holds: it comes out with probability at most delta, here measured over
    /// many keys. The binomial count of `RUNS` keys exceeds its mean by 6 deviations with probability
    /// below 1e-8.
    @Test
    void gaussianAbove_keyOfOneUnit_comesOutWithAtMostDelta() {
        double delta = 0.01;
        double most = delta * RUNS + 6 * Math.sqrt(delta * RUNS);
        assertThat(passed(delta, 0)).isLessThanOrEqualTo((long) most).isGreaterThan((long) (delta * RUNS / 3));
        // Planted bug: a threshold that is one lower.
        assertThat(passed(delta, 1)).isGreaterThan((long) most);
    }

    /// How many of `RUNS` keys of count 1 pass a threshold lowered by `lower`, which equals raising the
    /// counts.
    private static long passed(double delta, long lower) {
        Map<String, Long> counts = new HashMap<>();
        for (int i = 0; i < RUNS; i++) {
            counts.put(Integer.toString(i), 1 + lower);
        }
        return Gate.open(ONE, delta)
                .gaussianAbove(Sensitive.of(counts), ONE, delta)
                .value()
                .size();
    }

    @Test
    void sensitive_asText_hidesItsValue() {
        Sensitive<String> secret = Sensitive.of("4711");
        assertThat(secret).hasToString("Sensitive[?]");
        assertThat(secret.map(text -> text + "!").with(secret, String::concat)).hasToString("Sensitive[?]");
        assertThat(secret.map(text -> text + "!").with(secret, String::concat).reveal())
                .isEqualTo("4711!4711");
    }

    private static MuSquared chargedWhenTheLookFails(Measurement gate) {
        long[][] missing = new long[1][];
        Sensitive<long[]> broken = Sensitive.of(missing[0]);
        assertThatThrownBy(() -> gate.measure(broken, 1, ONE)).isInstanceOf(NullPointerException.class);
        return gate.charged();
    }

    /// The largest amount by which the promise is broken for certain; at most 0 for a sound gate.
    private static double excess(Measurement gate, int difference, MuSquared charge) {
        long[] counts = new long[2 * RUNS];
        Arrays.fill(counts, RUNS, 2 * RUNS, difference);
        long[] released = gate.measure(Sensitive.of(counts), 1, charge);
        double limit = Math.sqrt(Math.log(4e6) / (2.0 * RUNS));
        double worst = Double.NEGATIVE_INFINITY;
        for (double epsilon : new double[] {0.1, 0.5, 1}) {
            double delta = GaussianAccountant.delta(epsilon, charge);
            for (int t = -4; t <= 6; t++) {
                double excess = share(released, RUNS, t)
                        - Math.exp(epsilon) * share(released, 0, t)
                        - delta
                        - limit * (1 + Math.exp(epsilon));
                worst = Math.max(worst, excess);
            }
        }
        return worst;
    }

    private static double share(long[] released, int from, int above) {
        int count = 0;
        for (int i = from; i < from + RUNS; i++) {
            count += released[i] > above ? 1 : 0;
        }
        return (double) count / RUNS;
    }

    private static Measurement of(Gate gate) {
        return new Measurement() {
            @Override
            public long[] measure(Sensitive<long[]> counts, long squaredSensitivity, MuSquared charge) {
                return gate.gaussian(counts, squaredSensitivity, charge).value();
            }

            @Override
            public MuSquared charged() {
                return gate.charged();
            }
        };
    }

    private static Measurement plain(UnaryOperator<long[]> noise) {
        return new Measurement() {
            @Override
            public long[] measure(Sensitive<long[]> counts, long squaredSensitivity, MuSquared charge) {
                return noise.apply(counts.reveal());
            }

            @Override
            public MuSquared charged() {
                return MuSquared.ZERO;
            }
        };
    }

    private static final class LateGate implements Measurement {
        private MuSquared charged = MuSquared.ZERO;

        @Override
        public long[] measure(Sensitive<long[]> counts, long squaredSensitivity, MuSquared charge) {
            long[] noisy =
                    GaussianNoise.secure().addTo(counts.reveal(), Gate.standardDeviation(squaredSensitivity, charge));
            charged = charged.plus(charge);
            return noisy;
        }

        @Override
        public MuSquared charged() {
            return charged;
        }
    }
}
