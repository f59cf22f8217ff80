package org.vitrail.privacy.pac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NoiseRuleTest {
    private static void expect(double[] lambda, double beta, double[] linear, double[] tight) {
        assertThat(NoiseRule.LINEAR.variances(lambda, beta)).containsExactly(linear, within(1e-8 + 1e-8 * linear[0]));
        assertThat(NoiseRule.TIGHT.variances(lambda, beta)).containsExactly(tight, within(1e-8 + 1e-8 * tight[0]));
    }

    @Test
    void variances_ofTheReferenceVectors_agree() {
        expect(new double[] {4, 1}, .5, new double[] {6, 3}, new double[] {4.24694158, 2.50101146});
        expect(new double[] {4, 1}, 2, new double[] {1.5, .75}, new double[] {.35035001, .29437793});
        expect(new double[] {4, 1}, 1 / 128.0, new double[] {384, 192}, new double[] {382.00390624, 191.5});
        expect(new double[] {9, 4, 1, 0}, 1, new double[] {9, 6, 3, 0}, new double[] {
            5.34773188, 4.17262138, 2.46231560, 0
        });
        expect(new double[] {1}, 2, new double[] {.25}, new double[] {.01865736});
    }

    @Test
    void information_ofTheLinearNoise_isTheReferences() {
        double[] lambda = {4, 1};
        assertThat(NoiseRule.information(lambda, new double[] {6, 3})).isCloseTo(.39925385, within(1e-8));
        assertThat(NoiseRule.information(new double[] {9, 4, 1, 0}, new double[] {9, 6, 3, 0}))
                .isCloseTo(.74582744, within(1e-8));
    }

    @Test
    void information_ofTheTightNoise_isBetaAndNeverMore() {
        double[][] cases = {{4, 1}, {1, 1e-12}, {1e8, 1, 1e-4, 0}, {3e-11, 2e-11}, {7}};
        for (double[] lambda : cases) {
            for (double beta = 1e-9; beta < 20; beta *= 7) {
                double[] noise = NoiseRule.TIGHT.variances(lambda, beta);
                assertThat(NoiseRule.information(lambda, noise))
                        .isLessThanOrEqualTo(beta * (1 + 1e-12))
                        .isCloseTo(beta, within(beta * 1e-6));
                assertThat(Arrays.stream(noise).sum())
                        .isLessThanOrEqualTo(Arrays.stream(NoiseRule.LINEAR.variances(lambda, beta))
                                        .sum()
                                * (1 + 1e-12));
            }
        }
    }

    @Test
    void variances_ofTheIrisSpectrum_haveTheReferencesTrace() {
        double[] lambda = {
            .0351971,
            .00952909,
            .00175384,
            .00162324,
            .000492025,
            .000385695,
            .000246416,
            .000191873,
            .000105956,
            2.12574e-5,
            1.50356e-5,
            1.40062e-5
        };
        assertThat(Arrays.stream(NoiseRule.LINEAR.variances(lambda, .5)).sum()).isCloseTo(.21279, within(5e-6));
    }
}
