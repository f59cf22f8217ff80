package org.vitrail.privacy.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.function.DoubleBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianEquivalentTest {
    /// The price covers randomized response at every ε, and one pico less does not.
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.5, 1, 3, 10})
    void ofPure_randomizedResponse_isCoveredTightly(double epsilon) {
        MuSquared price = GaussianEquivalent.ofPure(epsilon);
        assertThat(worst(price, epsilon, GaussianEquivalentTest::deltaOfPure)).isLessThanOrEqualTo(1e-15);
        MuSquared less = price.share(999, 1000);
        assertThat(worst(less, epsilon, GaussianEquivalentTest::deltaOfPure)).isPositive();
    }

    /// The price covers every pair of values {t, t − ε}; the price of half of it does not.
    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.5, 1, 3, 10})
    void ofBoundedRange_twoValues_areCoveredTightly(double range) {
        MuSquared price = GaussianEquivalent.ofBoundedRange(range);
        MuSquared less = price.share(999, 1000);
        double covered = Double.NEGATIVE_INFINITY;
        double broken = Double.NEGATIVE_INFINITY;
        for (double part = 0.1; part < 1; part += 0.1) {
            double t = part * range;
            DoubleBinaryOperator delta = (at, whole) -> deltaOfRange(at, whole, t);
            covered = Math.max(covered, worst(price, range, delta));
            broken = Math.max(broken, worst(less, range, delta));
        }
        assertThat(covered).isLessThanOrEqualTo(1e-15);
        assertThat(broken).isPositive();
        assertThat(price).isLessThan(GaussianEquivalent.ofPure(range));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000_000, 1_000_000_000, 1_000_000_000_000L, 100_000_000_000_000L, Long.MAX_VALUE})
    void pureEpsilon_anyCharge_isWithinTheCharge(long pico) {
        MuSquared charge = new MuSquared(pico);
        long units = GaussianEquivalent.pureEpsilon(charge);
        double epsilon = (double) units / GaussianEquivalent.UNITS;
        if (epsilon < 690) {
            assertThat(GaussianEquivalent.ofPure(epsilon)).isLessThanOrEqualTo(charge);
            double more = (double) (units + 1) / GaussianEquivalent.UNITS;
            assertThat(GaussianEquivalent.ofPure(more)).isGreaterThan(charge);
        }
    }

    @Test
    void price_argumentOutOfRange_namesRange() {
        assertThatThrownBy(() -> GaussianEquivalent.ofPure(0)).hasMessageContaining("at most 700, got 0");
        assertThatThrownBy(() -> GaussianEquivalent.ofPure(Double.NaN)).hasMessageContaining("got NaN");
        assertThatThrownBy(() -> GaussianEquivalent.pureEpsilon(MuSquared.ZERO)).hasMessageContaining("2^-24");
    }

    /// h(l) = Φ^-1(logistic(l)) has a falling slope: Φ(z) Φ(−z) / φ(z) falls on a fine grid (the proof is in
    /// ADR 0026).
    @Test
    void slopeOfH_aboveZero_falls() {
        double before = Double.MAX_VALUE;
        for (double z = 0; z < 30; z += 0.05) {
            BigDecimal at = BigDecimal.valueOf(z);
            double ratio = NormalTail.mills(at).lower().doubleValue();
            double tail = ratio * NormalTail.density(at).doubleValue();
            double slope = ratio * (1 - tail);
            assertThat(slope).isLessThan(before);
            before = slope;
        }
    }

    private static double worst(MuSquared price, double epsilon, DoubleBinaryOperator delta) {
        double worst = Double.NEGATIVE_INFINITY;
        for (double part = 0; part < 1; part += 0.1) {
            double at = part * epsilon;
            worst = Math.max(worst, delta.applyAsDouble(at, epsilon) - GaussianAccountant.delta(at, price));
        }
        return worst;
    }

    private static double deltaOfPure(double at, double epsilon) {
        return (Math.exp(epsilon) - Math.exp(at)) / (1 + Math.exp(epsilon));
    }

    /// Two values: loss t with probability p, t − ε otherwise.
    private static double deltaOfRange(double at, double range, double t) {
        double p = (Math.exp(range) - Math.exp(t)) / Math.expm1(range);
        return t <= at ? 0 : p * -Math.expm1(at - t);
    }
}
