package org.vitrail.mechanism.synthesis.evolution;

import java.util.Arrays;
import java.util.List;

/// Weights of particles that explain all released histograms at once; pure post-processing.
///
/// Minimises, over weights w with sum 1,
/// `sum_k sum_i (y_ki − N_k · w(cell ki))² / (2 σ_k²) + strength · KL(w ‖ base)` by damped coordinate steps on its
/// dual:
/// w ∝ base · exp(Σ_k θ_k[cell of the particle in partition k]), θ_ki = N_k (y_ki − N_k w(cell)) / (strength ·
/// σ_k²).
/// This is maximum-entropy regression on noisy counts, as in McKenna, Sheldon and Miklau (2019), on a sample
/// instead
/// of a graphical model.
final class Fit {
    private static final int SWEEPS = 40;

    private final double strength;

    Fit(double strength) {
        this.strength = strength;
    }

    /// Weights that explain the measurements.
    ///
    /// @param base prior weight of each particle, > 0
    /// @param measurements what was released
    /// @param cell `[measurements][particles]`: the particle's cell
    /// @param theta `[measurements][cells]`: the dual values to start from; overwritten with those of the answer
    /// @return weights `[particles]`, sum 1
    double[] weights(double[] base, List<Measurement> measurements, int[][] cell, double[][] theta) {
        double[] w = base.clone();
        for (int k = 0; k < cell.length; k++) {
            double[] dual = theta[k];
            double[] factor = new double[dual.length];
            for (int i = 0; i < dual.length; i++) {
                factor[i] = Math.exp(dual[i]);
            }
            scale(w, cell[k], factor);
        }
        w = Weights.normalised(w);
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int k = 0; k < cell.length; k++) {
                step(w, measurements.get(k), cell[k], theta[k]);
            }
        }
        return Weights.normalised(w);
    }

    private void step(double[] w, Measurement measured, int[] cell, double[] theta) {
        double[] mass = new double[theta.length];
        double all = 0;
        for (int p = 0; p < w.length; p++) {
            mass[cell[p]] += w[p];
            all += w[p];
        }
        double n = measured.total();
        double precision = n / (strength * measured.deviation() * measured.deviation());
        double[] factor = new double[theta.length];
        for (int i = 0; i < theta.length; i++) {
            double share = mass[i] / all;
            double wanted = precision * (measured.noisy(i) - n * share);
            double move = (wanted - theta[i]) / (1 + precision * n * share);
            move = Math.max(-1, Math.min(1, move));
            theta[i] += move;
            factor[i] = Math.exp(move) / all;
        }
        scale(w, cell, factor);
    }

    private static void scale(double[] w, int[] cell, double[] factor) {
        for (int p = 0; p < w.length; p++) {
            w[p] *= factor[cell[p]];
        }
    }

    /// The shares of a single histogram's cells.
    double[] shares(double[] base, Measurement measured) {
        int[] cell = new int[base.length];
        Arrays.setAll(cell, i -> i);
        return weights(base, List.of(measured), new int[][] {cell}, new double[1][base.length]);
    }
}
