package org.vitrail.privacy.pac;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.vitrail.privacy.noise.GaussianNoise;

/// Attacks on one row's fact, by who knows all else: both possible tables' outputs in all worlds, and both noises. Each
/// claim has an error of at most 1e-4 (Hoeffding's inequality).
class NoiseFloorAttackTest {
    private static final int TRIALS = 4000;
    private static final double TOLERANCE = Math.sqrt(Math.log(1e4) / (2 * TRIALS));
    private static final int WORLDS = 16;
    private static final Nats SMALL = Nats.ofFraction(1, 128);
    private static final double BETA = 1 / 128.0;
    /// Hardly less than the bound of 1, so that its mean over worlds is no whole number of grid steps.
    private static final double MOVE = .99;

    private static final GaussianNoise NOISE = GaussianNoise.secure();

    /// What a sum of a part of the rows is in each world, and MOVE more where a unit is that has the fact.
    private static WorldOutputs table(boolean fact, int copies, double background) {
        return WorldOutputs.of(WORLDS, copies, k -> {
            double[] output = new double[copies];
            Arrays.fill(output, (k % 2 == 0 ? background : -background) + (fact && k % 4 < 2 ? MOVE : 0));
            return output;
        });
    }

    private static UnaryOperator<WorldOutputs> bounded(double bound) {
        return outputs -> {
            double[] bounds = new double[outputs.dimensions()];
            Arrays.fill(bounds, bound);
            return outputs.withContributions(bounds);
        };
    }

    /// One of the two tables, with what an adversary makes of an answer.
    private static final class Hypothesis {
        private final WorldOutputs outputs;
        private final CalibratedNoise noise;
        private final double[] deviations;
        private final double[] origin;
        private final double[] step;

        Hypothesis(WorldOutputs outputs) {
            this.outputs = outputs;
            noise = CalibratedNoise.of(outputs, SMALL, NoiseRule.TIGHT, NoiseBasis.SEPARATE);
            double[][] covariance = noise.covariance();
            deviations = new double[covariance.length];
            Arrays.setAll(deviations, i -> Math.sqrt(covariance[i][i]));
            double[] at = new double[noise.size()];
            origin = noise.output(at);
            Arrays.fill(at, 1 << 10);
            step = noise.output(at);
            Arrays.setAll(step, i -> (step[i] - origin[i]) / (1 << 10));
        }

        double[] answer(int secret) {
            return new Universe(WORLDS, SMALL, secret, NOISE)
                    .release(outputs, SMALL, NoiseRule.TIGHT, NoiseBasis.SEPARATE)
                    .values();
        }

        /// ln of the density at an answer; an infinity where it cannot be, or hardly be but for this table.
        double likelihood(double[] seen) {
            double exact = 0;
            for (int i = 0; i < seen.length; i++) {
                double steps = (seen[i] - origin[i]) / step[i];
                if (deviations[i] == 0 ? seen[i] != origin[i] : Math.abs(steps - Math.rint(steps)) > 1e-2) {
                    return Double.NEGATIVE_INFINITY;
                }
                exact += deviations[i] == 0 ? Double.POSITIVE_INFINITY : 0;
            }
            double[] logs = new double[WORLDS];
            for (int k = 0; k < WORLDS; k++) {
                for (int i = 0; i < seen.length; i++) {
                    double x = deviations[i] == 0 ? 0 : (seen[i] - outputs.at(k, i)) / deviations[i];
                    logs[k] -= x * x / 2 + (deviations[i] == 0 ? 0 : Math.log(deviations[i]));
                }
            }
            double most = Arrays.stream(logs).max().orElseThrow();
            double sum = Arrays.stream(logs).map(l -> Math.exp(l - most)).sum();
            return exact + most + Math.log(sum / WORLDS);
        }
    }

    /// Part of answers from which the better of the two likelihoods tells the fact.
    private static double success(int copies, double background, UnaryOperator<WorldOutputs> bounds) {
        Hypothesis without = new Hypothesis(bounds.apply(table(false, copies, background)));
        Hypothesis with = new Hypothesis(bounds.apply(table(true, copies, background)));
        int right = 0;
        for (int i = 0; i < TRIALS; i++) {
            boolean fact = i % 2 == 1;
            double[] seen = (fact ? with : without).answer(i / 2 % WORLDS);
            right += with.likelihood(seen) > without.likelihood(seen) == fact ? 1 : 0;
        }
        return (double) right / TRIALS;
    }

    /// Pinsker's inequality.
    private static double bound(double divergence) {
        return .5 + Math.sqrt(divergence / 2) / 2;
    }

    @Test
    void fact_ofARowThatIsAllOfASum_isHiddenUnlessThereAreNoBounds() {
        for (int copies : new int[] {1, 50}) {
            double most = bound(4 * BETA / NoiseFloor.units(copies, BETA));
            assertThat(most).isLessThan(.75);
            assertThat(success(copies, 0, bounded(1)) - TOLERANCE)
                    .as("%s copies", copies)
                    .isLessThanOrEqualTo(most);
            assertThat(success(copies, 0, outputs -> outputs))
                    .as("%s copies, without bounds", copies)
                    .isEqualTo(1);
            assertThat(success(copies, 0, bounded(.01)))
                    .as("%s copies, bounds that do not hold", copies)
                    .isGreaterThan(.75);
        }
    }

    /// The noise's size tells little of a unit beside others that have as much variance as the floor, on which the
    /// size starts to follow the rows.
    @Test
    void fact_besideOthers_isHiddenUnlessTheyAreTooFew() {
        for (int copies : new int[] {1, 50}) {
            double units = NoiseFloor.units(copies, BETA);
            double most = bound(BETA + 4 * BETA / units);
            double enough = Math.sqrt(units / 4);
            assertThat(success(copies, enough, bounded(1)) - TOLERANCE)
                    .as("%s copies", copies)
                    .isLessThanOrEqualTo(most);
            assertThat(success(copies, .001, bounded(1)) - TOLERANCE)
                    .as("%s copies, fewer others", copies)
                    .isLessThanOrEqualTo(most);
            assertThat(success(copies, .001, outputs -> outputs))
                    .as("%s copies, fewer others, without bounds", copies)
                    .isGreaterThan(.75);
        }
    }
}
