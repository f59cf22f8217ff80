package org.vitrail.privacy.pac;

import java.util.Arrays;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.vitrail.privacy.noise.GaussianNoise;
import org.vitrail.privacy.noise.SecureBits;

/// The published procedure (Sridhar, Xiao, Devadas 2025), to reproduce its figures: halves are drawn until the
/// output's variances settle, noise is sized from them, and a fresh half is answered from.
///
/// **Not a promise.** the variances are estimates, and the stopping rule is no certificate about the true ones; the
/// fixed worlds of [Universe] need no estimate. The stopping rule of [#settled] is relative (no variance and no total
/// moves by more than 1 % over two checks in a row), as the absolute one as published, [#settledWithin], depends on the
/// unit of measurement.
public final class EstimatedNoise {
    private static final int TRIALS_LEAST = 1000;
    private static final int CHECK_EVERY = 10;
    private static final double CHANGE_MAX = 0.01;
    private static final int GRID_BITS = 22;

    private final int units;
    private final Function<int[], double[]> box;
    private final SecureBits bits = SecureBits.fresh();
    private final GaussianNoise noise = GaussianNoise.secure();
    private final int[] order;
    private double[] mean = {};
    private double[] squares = {};
    private int trials;

    private EstimatedNoise(int units, Function<int[], double[]> box) {
        this.units = units;
        this.box = box;
        order = new int[units];
        Arrays.setAll(order, i -> i);
    }

    /// Runs the box on random halves until its variances have settled.
    ///
    /// @param units >= 2
    /// @param box as [WorldRuns] wants it
    /// @param trialsMax gives up after so many
    /// @throws IllegalStateException if they have not settled by then
    public static EstimatedNoise settled(int units, Function<int[], double[]> box, int trialsMax) {
        return run(units, box, 2, EstimatedNoise::settled, trialsMax);
    }

    /// The same by the published rule: until no variance moves by more than `change` from one check to the next.
    ///
    /// @param change > 0, in squared units of the output; 1e-6 in the published figures
    public static EstimatedNoise settledWithin(double change, int units, Function<int[], double[]> box, int trialsMax) {
        if (!(change > 0)) {
            throw new IllegalArgumentException("expected a change > 0, got " + change);
        }
        return run(units, box, 1, (before, now) -> within(change, before, now), trialsMax);
    }

    private static EstimatedNoise run(
            int units,
            Function<int[], double[]> box,
            int checks,
            BiPredicate<double[], double[]> still,
            int trialsMax) {
        EstimatedNoise estimate = new EstimatedNoise(units, box);
        double[] before = {};
        int steady = 0;
        while (steady < checks) {
            if (estimate.trials >= trialsMax) {
                throw new IllegalStateException("the variances have not settled after " + trialsMax
                        + " halves: allow more, or use fixed worlds, which need no estimate");
            }
            estimate.trial();
            if (estimate.trials > TRIALS_LEAST && estimate.trials % CHECK_EVERY == 0) {
                double[] now = estimate.variances();
                steady = before.length == now.length && still.test(before, now) ? steady + 1 : 0;
                before = now;
            }
        }
        return estimate;
    }

    private static boolean within(double change, double[] before, double[] now) {
        for (int i = 0; i < now.length; i++) {
            if (Math.abs(now[i] - before[i]) > change) {
                return false;
            }
        }
        return true;
    }

    private static boolean settled(double[] before, double[] now) {
        double sumBefore = 0;
        double sumNow = 0;
        for (int i = 0; i < now.length; i++) {
            if (Math.abs(now[i] - before[i]) > CHANGE_MAX * now[i]) {
                return false;
            }
            sumBefore += before[i];
            sumNow += now[i];
        }
        return Math.abs(sumNow - sumBefore) <= CHANGE_MAX * sumNow;
    }

    private double[] halfOutput() {
        for (int taken = 0; taken < units / 2; taken++) {
            int other = taken + (int) bits.below(units - taken);
            int chosen = order[other];
            order[other] = order[taken];
            order[taken] = chosen;
        }
        int[] half = Arrays.copyOf(order, units / 2);
        Arrays.sort(half);
        return box.apply(half);
    }

    private void trial() {
        double[] output = halfOutput();
        if (trials == 0) {
            mean = new double[output.length];
            squares = new double[output.length];
        }
        trials++;
        for (int i = 0; i < mean.length; i++) {
            double gap = output[i] - mean[i];
            mean[i] += gap / trials;
            squares[i] += gap * (output[i] - mean[i]);
        }
    }

    /// Halves run.
    public int trials() {
        return trials;
    }

    /// Variance of each coordinate over the halves; for the owner only.
    public double[] variances() {
        double[] variances = squares.clone();
        for (int i = 0; i < variances.length; i++) {
            variances[i] /= trials;
        }
        return variances;
    }

    /// Noise variance of each coordinate; for the owner only.
    public double[] noise(Nats information, NoiseRule rule) {
        return rule.variances(variances(), information.roundedDown());
    }

    /// A fresh half's output with noise along each coordinate, on a grid that does not depend on the half.
    public double[] release(Nats information, NoiseRule rule) {
        double[] output = halfOutput();
        double[] variances = noise(information, rule);
        for (int i = 0; i < output.length; i++) {
            if (variances[i] > 0) {
                double deviation = Math.sqrt(variances[i]);
                double grid = Math.scalb(1.0, Math.getExponent(deviation) - GRID_BITS);
                long steps = Math.round((output[i] - mean[i]) / grid);
                output[i] = mean[i] + noise.addTo(new long[] {steps}, deviation / grid)[0] * grid;
            }
        }
        return output;
    }
}
