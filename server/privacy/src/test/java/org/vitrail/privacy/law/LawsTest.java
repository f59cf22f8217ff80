package org.vitrail.privacy.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// References: values listed in the shared vectors (mpmath), and plain sums.
class LawsTest {
    private static final double RELATIVE = 1e-13;

    @ParameterizedTest
    @CsvSource({
        "9, 2, 0, 0.18806319451591877",
        "9, 2, 5, 0.011693115731494955",
        "9, 2, -10, 2.8106681060922272e-06",
        "1, 4, 0, 0.7865707070419479",
        "1, 4, 10, 1.0885324695082116e-87"
    })
    void gaussianMass_reference_isMet(long numerator, long denominator, long x, double mass) {
        assertThat(new DiscreteGaussianLaw(numerator, denominator).mass(x)).isCloseTo(mass, near(mass));
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 0, 0.46211715726000974", "1, 1, -10, 2.098008648164361e-05", "10, 1, 10, 0.018378659061338263"})
    void laplaceMass_reference_isMet(long numerator, long denominator, long x, double mass) {
        assertThat(new DiscreteLaplaceLaw(numerator, denominator).mass(x)).isCloseTo(mass, near(mass));
    }

    @Test
    void variance_reference_isMet() {
        double quarter = 0.21501267508813848;
        assertThat(new DiscreteGaussianLaw(1, 4).variance()).isCloseTo(quarter, near(quarter));
        assertThat(new DiscreteLaplaceLaw(1, 1).variance()).isCloseTo(1.8413471884155845, near(1.8413471884155845));
        assertThat(new DiscreteLaplaceLaw(10, 1).variance()).isCloseTo(199.83341663360946, near(199.83341663360946));
    }

    /// Both ways of summing meet where σ² is about 1, and masses sum to 1, and to the variance with x².
    @Test
    void gaussian_bothSeries_agreeWithPlainSums() {
        for (long numerator : new long[] {97, 999, 1000, 1001, 31_000}) {
            DiscreteGaussianLaw law = new DiscreteGaussianLaw(numerator, 1000);
            double whole = 0;
            double squares = 0;
            for (long x = -400; x <= 400; x++) {
                whole += law.mass(x);
                squares += x * x * law.mass(x);
            }
            assertThat(whole).isCloseTo(1, near(1));
            assertThat(law.variance()).isCloseTo(squares, near(squares));
        }
    }

    @Test
    void mass_farOut_keepsItsDigits() {
        double far = Math.exp(-600) * Math.tanh(0.5);
        assertThat(new DiscreteLaplaceLaw(1, 1).mass(600)).isCloseTo(far, near(far));
        assertThat(new DiscreteLaplaceLaw(Long.MAX_VALUE, 3).mass(Long.MIN_VALUE))
                .isPositive();
        assertThat(new DiscreteGaussianLaw(1, Long.MAX_VALUE).mass(1)).isZero();
    }

    @Test
    void law_parameterOutOfRange_namesRangeAndValue() {
        assertThatThrownBy(() -> new DiscreteGaussianLaw(0, 1)).hasMessageContainingAll("sigma2", ">= 1", "0/1");
        assertThatThrownBy(() -> new DiscreteLaplaceLaw(1, -2)).hasMessageContainingAll("scale", ">= 1", "1/-2");
    }

    private static Offset<Double> near(double value) {
        return Offset.offset(RELATIVE * value);
    }
}
