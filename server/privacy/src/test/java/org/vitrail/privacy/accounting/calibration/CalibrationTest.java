package org.vitrail.privacy.accounting.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.vitrail.privacy.accounting.NeighbouringRelation.ADD_OR_REMOVE_ONE;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.accounting.Accountant;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.composition.GdpAccountant;
import org.vitrail.privacy.accounting.composition.SumAccountant;
import org.vitrail.privacy.accounting.rdp.Orders;
import org.vitrail.privacy.accounting.rdp.RdpAccountant;

class CalibrationTest {
    private static final Budget BUDGET = new Budget(1, 1e-5, ADD_OR_REMOVE_ONE);
    private static final Accountant RDP = new RdpAccountant(Orders.STANDARD);

    private static PrivacyEvent steps(double q, double sigma, long count) {
        return new PrivacyEvent.SelfComposed(
                new PrivacyEvent.PoissonSampled(q, new PrivacyEvent.Gaussian(sigma)), count);
    }

    private static double cost(PrivacyEvent event) {
        return RDP.epsilon(event, ADD_OR_REMOVE_ONE, BUDGET.delta());
    }

    @Test
    void smallestNoise_ofSgd_justMeetsTheBudget() {
        double sigma = new Calibration(BUDGET, RDP)
                .smallestNoise(s -> steps(0.01, s, 10_000))
                .orElseThrow();
        assertThat(sigma).isBetween(4.1258 * (1 - 2e-5), 4.1258 * (1 + 2e-5));
        assertThat(cost(steps(0.01, sigma, 10_000))).isLessThanOrEqualTo(1.0);
        assertThat(cost(steps(0.01, sigma * (1 - 1e-6), 10_000))).isGreaterThan(1.0);
    }

    @Test
    void smallestNoise_ofOneGaussian_isTheClosedForm() {
        double sigma = new Calibration(BUDGET, new GdpAccountant())
                .smallestNoise(PrivacyEvent.Gaussian::new)
                .orElseThrow();
        double closed = GaussianAccountant.noiseMultiplier(1, 1e-5);
        assertThat(sigma).isBetween(closed * (1 - 1e-9), closed * (1 + 2e-7));
        assertThat(GaussianAccountant.epsilon(1e-5, GaussianAccountant.muSquared(closed, 1)))
                .isBetween(1 - 1e-9, 1 + 1e-11);
    }

    @Test
    void mostSteps_oneMore_isTooMany() {
        long most = new Calibration(BUDGET, RDP).mostSteps(n -> steps(0.01, 4, n));
        assertThat(cost(steps(0.01, 4, most))).isLessThanOrEqualTo(1.0);
        assertThat(cost(steps(0.01, 4, most + 1))).isGreaterThan(1.0);
        assertThat(new Calibration(BUDGET, RDP).mostSteps(n -> steps(1, 0.1, n)))
                .isZero();
    }

    @Test
    void largestRate_aLittleMore_isTooMuch() {
        double rate = new Calibration(BUDGET, RDP)
                .largestRate(q -> steps(q, 4, 10_000))
                .orElseThrow();
        assertThat(cost(steps(rate, 4, 10_000))).isLessThanOrEqualTo(1.0);
        assertThat(cost(steps(rate * (1 + 1e-6), 4, 10_000))).isGreaterThan(1.0);
        assertThat(new Calibration(BUDGET, RDP)
                        .largestRate(q -> steps(q, 1000, 1))
                        .orElseThrow())
                .isEqualTo(1);
    }

    @Test
    void smallestNoise_thatNothingMeets_isEmpty() {
        assertThat(new Calibration(BUDGET, new SumAccountant())
                        .smallestNoise(s -> new PrivacyEvent.ApproximateDp(2 + 1 / s, 0)))
                .isEmpty();
        assertThatThrownBy(() -> new Budget(0, 1e-5, ADD_OR_REMOVE_ONE))
                .hasMessage("epsilon must be finite and > 0, got 0.0");
    }

    @Test
    void tradeOff_ofAGaussianProfile_isJustBelowItsCurve() {
        // μ = 1: f(α) = Φ(Φ⁻¹(1 − α) − 1), with α = 1 − Φ(1) = 0.158655 giving f = Φ(0) = 0.5
        List<TradeOff.Point> profile = new ArrayList<>();
        for (double epsilon = 0; epsilon < 6; epsilon += 0.01) {
            profile.add(
                    new TradeOff.Point(epsilon, GaussianAccountant.delta(epsilon, GaussianAccountant.muSquared(1, 1))));
        }
        TradeOff tradeOff = new TradeOff(profile);
        assertThat(tradeOff.missesAtLeast(0.15865525393145707)).isBetween(0.5 - 1e-4, 0.5);
        assertThat(tradeOff.missesAtLeast(0)).isBetween(0.99, 1.0);
        assertThat(tradeOff.missesAtLeast(1)).isZero();
        assertThat(tradeOff.advantageAtMost()).isBetween(0.38292492, 0.38292493); // 2Φ(1/2) − 1
    }

    @Test
    void tradeOff_ofASinglePoint_isLooser() {
        TradeOff one = new TradeOff(List.of(new TradeOff.Point(1, 1e-5)));
        assertThat(one.advantageAtMost()).isBetween(0.462, 0.4622); // tanh(1/2)
        assertThat(one.missesAtLeast(0.1)).isBetween(0.728, 0.7282);
        assertThat(one.curve(4)).hasSize(5);
        assertThat(TradeOff.posteriorAtMost(Math.log(3), 0.5)).isBetween(0.75, 0.75 + 1e-12);
    }
}
