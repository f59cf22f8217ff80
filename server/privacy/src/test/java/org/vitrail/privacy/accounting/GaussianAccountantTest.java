package org.vitrail.privacy.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GaussianAccountantTest {
    private static final double TOLERANCE = 1e-6;

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1e-5, 3.730631635",
        "1, 10, 1e-5, 11.79729308",
        "0.5, 10, 1e-5, 22.23658841",
        "4, 10, 1e-5, 3.418933964",
        "1, 6, 1e-5, 9.138143924",
        "8, 3, 1e-5, 1.039627249",
        "1, 20, 1e-6, 18.89333836",
        "0.5, 20, 1e-6, 36.03476532",
        "4, 20, 1e-6, 5.337577387",
        "0.1, 10, 1e-5, 97.23866604",
        "0.05, 10, 1e-6, 219.0548223",
        "0.01, 20, 1e-6, 1370.040532",
        "100, 1, 1e-5, 0.09466990701",
        "500, 1, 1e-5, 0.03613589893",
        "0.5, 1, 1e-8, 9.863533796173833",
        "2, 1, 1e-10, 3.0257935440946646",
        "1, 1, 1e-12, 6.55782206745885",
        "10, 1, 1e-5, 0.4998886197090085",
        "50, 1, 1e-6, 0.15659287039176195",
    })
    void cap_publishedCalibration_meetsSigmaFromAbove(double epsilon, int times, double delta, double sigma) {
        MuSquared cap = GaussianAccountant.cap(epsilon, delta);
        double deviation = GaussianAccountant.standardDeviation(times, cap);
        assertThat(deviation).isCloseTo(sigma, Percentage.withPercentage(100 * TOLERANCE));
        assertThat(deviation).isGreaterThan(sigma * (1 - 1e-9));
    }

    @Test
    void standardDeviation_anyCharge_isTheSmallestDouble() {
        for (long pico = 1; pico < 4_000_000_000_000_000_000L; pico = pico * 3 + 1) {
            MuSquared charge = new MuSquared(pico);
            double deviation = GaussianAccountant.standardDeviation(7, charge);
            assertThat(mu2(7, deviation)).isLessThanOrEqualTo(new BigDecimal(charge.toString()));
            assertThat(mu2(7, Math.nextDown(deviation))).isGreaterThan(new BigDecimal(charge.toString()));
        }
        assertThatThrownBy(() -> GaussianAccountant.standardDeviation(1, MuSquared.ZERO))
                .hasMessageContaining("> 0");
    }

    private static BigDecimal mu2(long square, double deviation) {
        BigDecimal exact = new BigDecimal(deviation);
        return BigDecimal.valueOf(square).divide(exact.multiply(exact), new java.math.MathContext(60));
    }
}
