package org.vitrail.privacy.accounting.pld;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;

/// Losses so large that e^−loss is below the last digit of 1, and mechanisms that say nothing.
class LossEdgesTest {
    /// Truth: δ(ε) = Σ over loss > ε of P(x) (1 − e^(ε − loss)), summed by hand in 40 digits.
    @ParameterizedTest
    @CsvSource({"0.5, 1e-6, 9.9962472", "0.2, 1e-6, 37.1875616"})
    void epsilon_narrowDiscreteGaussian_isTheSumOfItsAtoms(double deviation, double delta, double truth) {
        PrivacyEvent event = new PrivacyEvent.DiscreteGaussian(deviation, 1);
        PldResult result = Assertions.assertTimeoutPreemptively(
                Duration.ofMinutes(1),
                () -> PldAccountant.epsilon(event, NeighbouringRelation.ADD_OR_REMOVE_ONE, delta));
        assertThat(result.bound()).isCloseTo(truth, within(1e-6));
    }

    @Test
    void epsilon_pureMechanismOfFifty_isJustBelowFifty() {
        PrivacyEvent event = new PrivacyEvent.ApproximateDp(50, 0);
        assertThat(PldAccountant.epsilon(event, NeighbouringRelation.ADD_OR_REMOVE_ONE, 1e-6)
                        .bound())
                .isCloseTo(50 + Math.log1p(-1e-6), within(1e-9));
    }

    /// Five failures of 1e-7 each fit into 1e-6 and do not fit into 1e-7.
    @Test
    void epsilon_mechanismThatOnlyFails_isZeroOrInfinite() {
        PrivacyEvent event = new PrivacyEvent.SelfComposed(new PrivacyEvent.ApproximateDp(0, 1e-7), 5);
        assertThat(PldAccountant.epsilon(event, NeighbouringRelation.ADD_OR_REMOVE_ONE, 1e-6)
                        .bound())
                .isZero();
        assertThat(PldAccountant.epsilon(event, NeighbouringRelation.ADD_OR_REMOVE_ONE, 1e-7)
                        .bound())
                .isInfinite();
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0", "0.5, -40", "0.5, 40", "1, -40", "1, 800", "0.999999, -30", "1e-9, 800", "0.3, -1e-9"})
    void loss_anySize_isUndoneByUnsampled(double q, double unsampled) {
        Sampling removed = new Sampling(q, false);
        double expected = q == 1 ? unsampled : Math.log((1 - q) + q * Math.exp(unsampled));
        double loss = removed.loss(unsampled);
        assertThat(loss).isFinite();
        if (unsampled < 700 && unsampled < -1e-6) {
            assertThat(loss).isCloseTo(expected, within(1e-12 * Math.abs(expected)));
        }
        assertThat(new Sampling(q, true).loss(-unsampled)).isEqualTo(-loss);
        if (unsampled > -1) {
            assertThat(removed.unsampled(loss)).isCloseTo(unsampled, within(1e-6 * Math.max(1e-3, unsampled)));
        }
    }

    @ParameterizedTest
    @CsvSource({"REPLACE_ONE", "ZERO_OUT"})
    void epsilon_responseThatIsOnlyNoise_isZero(NeighbouringRelation relation) {
        PrivacyEvent event = new PrivacyEvent.SelfComposed(new PrivacyEvent.RandomizedResponse(1, 4), 5);
        assertThat(PldAccountant.epsilon(event, relation, 1e-5).bound()).isZero();
    }

    /// One answer of p = 0.3 over 4 buckets against a uniform one: (31/40, 9/40) against (1/4, 3/4), both ways.
    @Test
    void delta_responseAgainstNobody_isTheLargerDirection() {
        PrivacyEvent event = new PrivacyEvent.RandomizedResponse(0.3, 4);
        double truth = Math.max(0.775 - Math.E * 0.25, 0.75 - Math.E * 0.225);
        PldResult result = PldAccountant.delta(event, NeighbouringRelation.ZERO_OUT, 1);
        assertThat(result.bound()).isBetween(truth * (1 - 1e-9), truth * 1.001);
        double addition = 0.75 - Math.exp(1.15) * 0.225;
        assertThat(PldAccountant.delta(event, NeighbouringRelation.ZERO_OUT, 1.15)
                        .bound())
                .as("removal ends at log 3.1 = 1.131, only addition is left")
                .isBetween(addition * (1 - 1e-9), addition * 1.001);
    }
}
