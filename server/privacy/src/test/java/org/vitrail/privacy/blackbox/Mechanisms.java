package org.vitrail.privacy.blackbox;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.vitrail.privacy.accounting.GaussianEquivalent;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.bulk.VectorGaussian;
import org.vitrail.privacy.discrete.DiscreteNoise;
import org.vitrail.privacy.discrete.Selection;
import org.vitrail.privacy.release.Gate;
import org.vitrail.privacy.release.Sensitive;

/// The core's mechanisms on one input, as the testers see them.
final class Mechanisms {
    private Mechanisms() {}

    /// `Gate.gaussian` on these cells.
    static Outputs gaussian(long squaredSensitivity, MuSquared charge, long... cells) {
        return Outputs.divided(() -> times -> rows(
                Gate.open(charge)
                        .gaussian(Sensitive.of(repeated(cells, times)), squaredSensitivity, charge)
                        .value(),
                cells.length));
    }

    /// `Gate.laplace` on these cells.
    static Outputs laplace(long sensitivity, MuSquared charge, long... cells) {
        return Outputs.divided(() -> times -> rows(
                Gate.open(charge)
                        .laplace(Sensitive.of(repeated(cells, times)), sensitivity, charge)
                        .value(),
                cells.length));
    }

    /// What `Gate.select` does on these scores after it has paid: one indicator for each candidate.
    static Outputs select(long sensitivity, MuSquared charge, long... scores) {
        Selection selection = Selection.secure();
        long epsilon = GaussianEquivalent.pureEpsilon(charge);
        return times -> indicators(
                times,
                scores.length,
                () -> selection.exponential(scores, epsilon, sensitivity * GaussianEquivalent.UNITS));
    }

    static Outputs permuteAndFlip(long numerator, long denominator, long... scores) {
        Selection selection = Selection.secure();
        return times ->
                indicators(times, scores.length, () -> selection.permuteAndFlip(scores, numerator, denominator));
    }

    static Outputs discreteGaussian(long numerator, long denominator, long count) {
        return times -> rows(
                DiscreteNoise.secure().addGaussian(repeated(new long[] {count}, times), numerator, denominator), 1);
    }

    /// Noise for training on the value `share` · σ.
    static Outputs training(double share) {
        return times -> {
            int[] noise = new int[times];
            VectorGaussian.secure().fill(noise);
            double[][] rows = new double[times][1];
            for (int i = 0; i < times; i++) {
                rows[i][0] = Math.scalb((double) noise[i], -VectorGaussian.DEVIATION_BITS) + share;
            }
            return rows;
        };
    }

    static long[] repeated(long[] cells, int times) {
        long[] all = new long[cells.length * times];
        Arrays.setAll(all, i -> cells[i % cells.length]);
        return all;
    }

    static double[][] rows(long[] values, int features) {
        double[][] rows = new double[values.length / features][features];
        for (int i = 0; i < values.length; i++) {
            rows[i / features][i % features] = values[i];
        }
        return rows;
    }

    private static double[][] indicators(int times, int candidates, LongSupplier choice) {
        double[][] rows = new double[times][candidates];
        for (double[] row : rows) {
            row[(int) choice.getAsLong()] = 1;
        }
        return rows;
    }
}
