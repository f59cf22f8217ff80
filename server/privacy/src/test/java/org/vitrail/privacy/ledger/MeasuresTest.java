package org.vitrail.privacy.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.composition.ZcdpAccountant;
import org.vitrail.privacy.accounting.filter.Rational;

class MeasuresTest {
    private static final NeighbouringRelation RELATION = NeighbouringRelation.ADD_OR_REMOVE_ONE;

    private static Measures of(String names) {
        return new Measures(List.of(names.split(",")));
    }

    @ParameterizedTest
    @CsvSource({"1, 1e-6", "3, 1e-5", "0.1, 1e-9", "200000, 1e-6"})
    void caps_ofGdpAlone_areThoseOfAllOfDelta(double epsilon, double delta) {
        DpAmount caps = Measures.GDP.caps(epsilon, delta);
        assertThat(caps).isEqualTo(DpAmount.of(GaussianAccountant.cap(epsilon, delta)));
        assertThat(Measures.GDP.epsilon(delta, caps)) // to the bit what it was before there were others
                .isEqualTo(GaussianAccountant.epsilon(delta, GaussianAccountant.cap(epsilon, delta)));
    }

    @Test
    void caps_ofThree_areEachOfAThirdOfDelta() {
        Measures measures = of("zcdp,sums,gdp,pure");
        double share = measures.share("sums", 1e-6);
        DpAmount caps = measures.caps(1, 1e-6);
        assertThat(measures.names()).containsExactly("gdp", "zcdp", "pure", "sums");
        assertThat(Rational.of(share).plus(Rational.of(share)).plus(Rational.of(share)))
                .isLessThanOrEqualTo(Rational.of(1e-6));
        assertThat(measures.share("pure", 1e-6)).isZero();
        assertThat(caps.in("gdp")).isEqualTo(GaussianAccountant.cap(1, share).pico());
        assertThat(caps.in("zcdp") * 1e-12).isLessThanOrEqualTo(ZcdpAccountant.cap(1, share));
        assertThat(caps.in("pure")).isEqualTo(1_000_000_000_000L);
        assertThat(caps.in("sums.epsilon")).isEqualTo(1_000_000_000_000L);
        assertThat(caps.in("sums.delta")).isEqualTo(333_333_333_333L); // of 1e-18, rounded down
        assertThat(Measures.of(caps)).isEqualTo(measures);
    }

    @Test
    void caps_ofAnOrderThatIsTooLowForEpsilon_areNothing() {
        assertThat(of("gdp,renyi-2").caps(0.5, 1e-6).in("renyi-2")).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 123_456_789_012L, 399_999_999_999_999_999L})
    void charge_ofWhatIsKnownByItsMuSquared_isThatToTheLastUnit(long pico) {
        PrivacyEvent event = new PrivacyEvent.GaussianDp(new MuSquared(pico));
        DpAmount charge = of("gdp,zcdp,renyi-8,pure,sums").charge(event, RELATION);
        assertThat(charge.in("gdp")).isEqualTo(pico);
        assertThat(charge.in("zcdp") / (pico / 2.0)).isBetween(1.0, 1 + 1e-12 + 2.0 / pico);
        assertThat(charge.in("renyi-8") / (4.0 * pico)).isBetween(1.0, 1 + 1e-12 + 1.0 / pico);
        for (String unit : List.of("pure", "sums.epsilon", "sums.delta")) {
            assertThat(charge.unbounded(unit)).as(unit).isTrue();
        }
    }

    @Test
    void charge_isRoundedUp() {
        DpAmount charge = of("gdp,pure,sums").charge(new PrivacyEvent.ApproximateDp(0.1, 1e-18), RELATION);
        assertThat(charge.unbounded("gdp")).isTrue();
        assertThat(charge.unbounded("pure")).isTrue();
        assertThat(charge.in("sums.epsilon")).isEqualTo(100_000_000_001L); // the double 0.1 is above a tenth
        assertThat(charge.in("sums.delta")).isEqualTo(2); // and so is the double 1e-18
    }

    @Test
    void epsilon_isTheLeastOverTheMeasures() {
        Measures measures = of("gdp,zcdp,sums");
        DpAmount gaussian = measures.charge(new PrivacyEvent.Gaussian(10), RELATION);
        double share = measures.share("gdp", 1e-6);
        assertThat(measures.epsilon(1e-6, gaussian))
                .isEqualTo(measures.epsilon("gdp", 1e-6, gaussian))
                .isEqualTo(GaussianAccountant.epsilon(share, new MuSquared(gaussian.in("gdp"))))
                .isLessThan(measures.epsilon("zcdp", 1e-6, gaussian));
        assertThat(measures.epsilon("sums", 1e-6, gaussian)).isInfinite();
        DpAmount pure = measures.charge(new PrivacyEvent.ApproximateDp(0.3, 1e-8), RELATION);
        assertThat(measures.epsilon(1e-6, pure)).isCloseTo(0.3, within(1e-11));
        assertThat(measures.epsilon(1e-9, pure)).isInfinite(); // its delta is above the share
        assertThat(measures.epsilon(1e-6, pure.none())).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gdp,gdp", "renyi-8,renyi-8.0", "", "pld", "renyi-", "renyi-1", "sums.delta"})
    void names_thatAreNoSet_areRefused(String names) {
        assertThatThrownBy(() -> of(names)).isInstanceOf(IllegalArgumentException.class);
    }
}
