package org.vitrail.magic.view;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The sentence's arithmetic, against attackers whose figures are known exactly.
class MeaningTest {
    /// The mechanism that reaches (ε, δ) exactly (Kairouz, Oh, Viswanath 2015): with probability δ it tells
    /// outright, else it answers by randomized response. The best test at few false alarms says "in" on the
    /// outright answer and on a share of the likelier one.
    private static double bestTrueAlarms(double epsilon, double delta, double falseAlarms) {
        double likely = Math.exp(epsilon) / (1 + Math.exp(epsilon));
        double unlikely = 1 - likely;
        double share = falseAlarms / ((1 - delta) * unlikely); // of the likelier answer, <= 1 here
        return delta + (1 - delta) * likely * share;
    }

    @ParameterizedTest
    @CsvSource({"0.1, 0", "1, 0", "1, 1e-6", "1, 0.01", "3, 0.05"})
    void trueAlarms_ofTheBestAttacker_reachTheBoundAndNoMore(double epsilon, double delta) {
        double best = bestTrueAlarms(epsilon, delta, 0.01);
        double bound = Meaning.trueAlarmsAtMost(epsilon, delta, 0.01);
        assertThat(bound).isBetween(best, best + 1e-9);
        if (delta > 1e-9) { // the planted bug: a bound that forgets delta is broken by this attacker
            assertThat(Math.exp(epsilon) * 0.01).isLessThan(best);
        }
    }

    /// A Gaussian measurement of ε = 1 at δ = 1e-6 has μ = sqrt(0.05603): its best test has true alarms
    /// Φ(Φ⁻¹(0.01) + μ).
    @Test
    void trueAlarms_ofAGaussian_areWithinTheBound() {
        double trueAlarms = 0.01833; // Φ(−2.32635 + 0.23671) = Φ(−2.08964)
        assertThat(Meaning.trueAlarmsAtMost(1, 1e-6, 0.01)).isGreaterThan(trueAlarms);
    }

    @Test
    void trueAlarms_neverPassOne() {
        assertThat(Meaning.trueAlarmsAtMost(20, 0, 0.01)).isBetween(0.99, 1.0);
        assertThat(Meaning.trueAlarmsAtMost(0, 0, 0.01)).isBetween(0.01, 0.01 + 1e-12);
    }

    @Test
    void of_everyKind_saysNumbers() {
        assertThat(Meaning.of(1, 1e-6))
                .isEqualTo(
                        "whoever guesses from the result whether a person's data was used, and is wrong about 1 of 100"
                                + " who are not in it, recognizes at most 2.719 of 100 who are");
        assertThat(Meaning.of(1, 0)).contains("at most 2.719 of 100").endsWith("a factor of at most e^ε = 2.719");
        assertThat(Meaning.of(1, 0.01)).contains("3.719 of 100");
        assertThat(Meaning.of(Double.POSITIVE_INFINITY, 1e-6)).startsWith("no bound");
    }
}
