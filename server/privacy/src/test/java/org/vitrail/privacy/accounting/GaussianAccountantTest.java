package org.vitrail.privacy.accounting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianAccountantTest {
    private static final double TOLERANCE = 1e-6;

    /// Computed with 60 digits from Φ(μ/2 − ε/μ) − e^ε Φ(−μ/2 − ε/μ).
    @ParameterizedTest
    @CsvSource({
        "0, 1000000000000, 0.3829249225480262072754",
        "1, 71851404530, 0.000009999999855762125033403",
        "0.5, 1000000, 4.9e-324",
        "0.1, 1, 4.9e-324",
        "0, 1, 3.989422804014160553449e-7",
        "8, 4000000000000, 0.0004954017389387453609791",
        "4.5, 1000000000000, 0.000005867689649769556494106",
        "50, 50000000000000, 0.0001314954616089765098313",
        "500, 765000000000000, 0.000009268286681543227734057",
        "3, 100000000000, 1.720244562297610593585e-22",
        "0.25, 9000000000000000000, 1.0",
        "20, 1000000000000, 2.664706705365497652648e-86",
        "37, 1000000000000, 1.476469534442528114651e-293",
        "30, 60000000000000, 0.4493154532798538640152",
        "0.5, 0, 0",
    })
    void delta_sixtyDigitReference_isMetFromAbove(double epsilon, long pico, BigDecimal truth) {
        BigDecimal delta = new BigDecimal(GaussianAccountant.delta(epsilon, new MuSquared(pico)));
        assertThat(delta.subtract(truth).negate()).isLessThanOrEqualTo(truth.scaleByPowerOfTen(-20));
        assertThat(delta.subtract(truth))
                .isLessThanOrEqualTo(truth.scaleByPowerOfTen(-15).add(new BigDecimal("1e-323")));
    }

    /// Planted bug: the same formula in plain doubles falls below the truth (here to 0, or by 2e-9 relatively).
    @Test
    void delta_inPlainDoubles_isCaught() {
        assertThat(naiveDelta(8, 1)).isLessThan(GaussianAccountant.delta(8, new MuSquared(1_000_000_000_000L)));
        double naive = naiveDelta(3, Math.sqrt(0.1));
        assertThat(Math.abs(naive / 1.7202445622976106e-22 - 1)).isGreaterThan(1e-12);
    }

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
        checkSigma(epsilon, times, delta, sigma, 6e-10);
    }

    /// δ = 1/(N ln N); the reference σ have 8 digits.
    @ParameterizedTest
    @CsvSource({
        "1939290, 10, 29.702049, 15.404495, 8.0388868, 4.2450658, 2.2869305, 1.8850001",
        "8396, 10, 21.825373, 11.599848, 6.2107086, 3.3743183, 1.8772201, 1.5644839",
        "75316, 10, 25.254569, 13.250562, 7.0010151, 3.7493091, 2.0530418, 1.7018993",
        "1939290, 20, 42.005040, 21.785246, 11.368703, 6.0034296, 3.2342081, 2.6657928",
        "32561, 29, 40.857580, 21.528380, 11.425122, 6.1484916, 3.3852017, 2.8114388",
        "32561, 9, 22.761186, 11.993160, 6.3647755, 3.4252387, 1.8858485, 1.5662132",
        "7152, 14, 25.506870, 13.572882, 7.2759578, 3.9581872, 2.2050914, 1.8385747",
        "13784, 1, 7.1587180, 3.7916011, 2.0229464, 1.0949587, 0.6066870, 0.5049338",
        "13784, 5, 16.007380, 8.4782778, 4.5234457, 2.4484021, 1.3565934, 1.1290662",
        "13784, 10, 22.637854, 11.990095, 6.3971183, 3.4625634, 1.9185127, 1.5967408",
        "13784, 20, 32.014760, 16.956556, 9.0468915, 4.8968041, 2.7131867, 2.2581324",
    })
    void cap_tableOfRuns_meetsEverySigmaFromAbove(
            int rows, int times, double half, double one, double two, double four, double eight, double ten) {
        double delta = 1 / (rows * Math.log(rows));
        double[] epsilons = {0.5, 1, 2, 4, 8, 10};
        double[] sigmas = {half, one, two, four, eight, ten};
        for (int i = 0; i < epsilons.length; i++) {
            checkSigma(epsilons[i], times, delta, sigmas[i], 1.1e-7);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "7.0710678118654755, 1, 1e-5, 0.4969754",
        "7.0710678118654755, 2, 1e-5, 0.7255218",
        "7.0710678118654755, 5, 1e-5, 1.199370",
        "7.0710678118654755, 10, 1e-5, 1.760057",
        "7.0710678118654755, 20, 1e-5, 2.594383",
        "2.8284271247461903, 29, 3e-6, 9.921071",
        "2.1793, 19, 3e-6, 10.53365",
        "2.1793, 20, 3e-6, 10.86860",
        "2, 17, 1e-3, 7.890076",
        "15.34, 10, 3.5616701e-8, 1.004455",
        "8.03, 10, 3.5616701e-8, 2.002377",
        "11.60, 10, 1.3181805e-5, 0.9999855",
        "1, 1, 1e-5, 4.3771780956812245",
        "8, 64, 1e-12, 7.238494420178858",
        "100, 1, 1e-3, 0.009048072593038798",
        "20, 10000, 1e-8, 39.89114670500758",
        "2.5, 20, 1e-6, 9.617399112218214",
    })
    void epsilon_publishedRuns_isMetFromAbove(double sigma, int times, double delta, double epsilon) {
        double got = GaussianAccountant.epsilon(
                delta, GaussianAccountant.charge(sigma).times(times));
        assertThat(got).isBetween(epsilon * (1 - TOLERANCE), epsilon * (1 + TOLERANCE));
        assertThat(GaussianAccountant.delta(
                        got, GaussianAccountant.charge(sigma).times(times)))
                .isLessThanOrEqualTo(delta);
    }

    /// Three histograms at ε 8, then three more at the σ of "ε 1 for 6".
    @Test
    void epsilon_resumedRun_sumsCharges() {
        MuSquared total = GaussianAccountant.charge(1.0396272)
                .times(3)
                .plus(GaussianAccountant.charge(9.1381439).times(3));
        assertThat(GaussianAccountant.epsilon(1e-5, total)).isBetween(8.062423, 8.062424);
    }

    @ParameterizedTest
    @CsvSource({"1, 1e-5", "0.01, 1e-6", "8, 1e-12", "500, 1e-5", "0, 1e-3"})
    void cap_onePicoMore_isUnsafe(double epsilon, double delta) {
        MuSquared cap = GaussianAccountant.cap(epsilon, delta);
        assertThat(GaussianAccountant.delta(epsilon, cap)).isLessThanOrEqualTo(delta);
        // the must-fail twin: a cap rounded up breaks the promise
        assertThat(GaussianAccountant.delta(epsilon, cap.plus(new MuSquared(1))))
                .isGreaterThan(delta);
    }

    @Test
    void cap_immenseEpsilon_isTheLargestAmount() {
        assertThat(GaussianAccountant.cap(1e8, 1e-5)).isEqualTo(new MuSquared(Long.MAX_VALUE));
    }

    @Test
    void epsilon_moreOrLessOfAnything_isMonotone() {
        double last = 0;
        for (int times = 1; times <= 64; times *= 2) {
            double epsilon = GaussianAccountant.epsilon(1e-6, new MuSquared(10_000_000_000L).times(times));
            assertThat(epsilon).isGreaterThan(last);
            last = epsilon;
        }
        MuSquared total = new MuSquared(250_000_000_000L);
        assertThat(GaussianAccountant.epsilon(1e-9, total)).isGreaterThan(GaussianAccountant.epsilon(1e-6, total));
        assertThat(GaussianAccountant.epsilon(0.3, total)).isZero();
        assertThat(GaussianAccountant.epsilon(1e-9, MuSquared.ZERO)).isZero();
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
        assertThatThrownBy(() -> GaussianAccountant.standardDeviation(0, new MuSquared(1)))
                .hasMessageContaining(">= 1, got 0");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.3, 1, 1.1, 3, 77.7, 1e6, 1e7, 0x1p51})
    void charge_anyDeviation_isRoundedUp(double deviation) {
        BigDecimal charge =
                new BigDecimal(GaussianAccountant.charge(3, deviation).toString());
        BigDecimal pico = new BigDecimal("1e-12");
        assertThat(charge).isGreaterThanOrEqualTo(mu2(3, deviation));
        // the must-fail twin: rounded down it would be too little, or the charge is exact
        assertThat(charge.subtract(pico)).isLessThan(mu2(3, deviation));
    }

    @Test
    void charge_ofTheDeviationOfACharge_isNotMore() {
        for (long pico = 1; pico < 1_000_000_000_000_000L; pico = pico * 7 + 3) {
            MuSquared charge = new MuSquared(pico);
            double deviation = GaussianAccountant.standardDeviation(5, charge);
            assertThat(GaussianAccountant.charge(5, deviation)).isEqualTo(charge);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -1e-9, Double.NaN})
    void epsilonAndCap_deltaOutOfRange_namesIt(double delta) {
        assertThatThrownBy(() -> GaussianAccountant.epsilon(delta, new MuSquared(5)))
                .hasMessageContaining("got " + delta);
        assertThatThrownBy(() -> GaussianAccountant.cap(1, delta)).hasMessageContaining("got " + delta);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, Double.NaN, Double.POSITIVE_INFINITY})
    void delta_epsilonOutOfRange_namesIt(double epsilon) {
        assertThatThrownBy(() -> GaussianAccountant.delta(epsilon, new MuSquared(5)))
                .hasMessageContaining("got " + epsilon);
    }

    private static void checkSigma(double epsilon, int times, double delta, double sigma, double digits) {
        double got = GaussianAccountant.standardDeviation(times, GaussianAccountant.cap(epsilon, delta));
        assertThat(got).isBetween(sigma * (1 - digits), sigma * (1 + TOLERANCE));
    }

    private static double naiveDelta(double epsilon, double mu) {
        return phi(mu / 2 - epsilon / mu) - Math.exp(epsilon) * phi(-mu / 2 - epsilon / mu);
    }

    /// Φ as many libraries have it (Abramowitz, Stegun 7.1.26).
    private static double phi(double x) {
        double t = 1 / (1 + 0.3275911 * Math.abs(x) / Math.sqrt(2));
        double tail = 0.5
                * t
                * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
                * Math.exp(-x * x / 2);
        return x < 0 ? tail : 1 - tail;
    }

    private static BigDecimal mu2(long square, double deviation) {
        BigDecimal exact = new BigDecimal(deviation);
        return BigDecimal.valueOf(square).divide(exact.multiply(exact), new MathContext(60));
    }
}
