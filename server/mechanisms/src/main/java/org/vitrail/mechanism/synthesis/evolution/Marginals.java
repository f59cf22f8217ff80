package org.vitrail.mechanism.synthesis.evolution;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Released one-way marginals of every axis for every label, made consistent; what RANDOM and VARIATION draw from.
///
/// A label's marginal is shrunk towards the marginal over all labels, that one towards equal shares, each by a
/// [Fit].
final class Marginals {
    private final Space space;
    private final double[][][] cumulative;
    private final Measurement[][] measured;

    /// Made once for a run; see the class.
    ///
    /// @param noisy released, in the layout of [Rows#marginals], in rows
    /// @param deviation of the noise in one cell, in rows
    /// @param totals estimated rows `[labels]`, each > 0
    /// @param persons whether a person is the unit
    Marginals(Space space, double[] noisy, double deviation, double[] totals, boolean persons) {
        this.space = space;
        int labels = space.labels();
        cumulative = new double[labels][space.axes()][];
        measured = new Measurement[labels][space.axes()];
        int stride = noisy.length / labels;
        double all = Arrays.stream(totals).sum();
        for (int a = 0, offset = 0; a < space.axes(); offset += space.axis(a).cells(), a++) {
            int cells = space.axis(a).cells();
            double[] sum = new double[cells];
            for (int c = 0; c < labels; c++) {
                double[] own = Arrays.copyOfRange(noisy, c * stride + offset, c * stride + offset + cells);
                measured[c][a] = Measurement.of(own, deviation, totals[c], persons);
                for (int i = 0; i < cells; i++) {
                    sum[i] += own[i];
                }
            }
            Fit fit = new Fit(cells);
            double[] flat = space.axis(a).flat();
            double[] pooled = fit.shares(flat, Measurement.of(sum, deviation * Math.sqrt(labels), all, persons));
            for (int c = 0; c < labels; c++) {
                double[] shares = labels == 1 ? pooled : fit.shares(floor(pooled), measured[c][a]);
                cumulative[c][a] = Weights.cumulative(shares);
            }
        }
    }

    private static double[] floor(double[] shares) {
        return Weights.normalised(
                Arrays.stream(shares).map(share -> Math.max(share, 1e-6)).toArray());
    }

    Measurement measured(int label, int axis) {
        return measured[label][axis];
    }

    /// One coordinate, drawn from a label's marginal.
    float draw(int label, int axis, RandomGenerator random) {
        return space.axis(axis).draw(Weights.draw(cumulative[label][axis], random), random);
    }

    /// RANDOM: points with independent coordinates.
    Points random(int label, int count, RandomGenerator random) {
        Points points = Points.empty(space.axes(), count);
        for (int a = 0; a < space.axes(); a++) {
            float[] at = points.axis(a);
            for (int i = 0; i < count; i++) {
                at[i] = draw(label, a, random);
            }
        }
        return points;
    }

    /// VARIATION of one point, in place: numbers walk by Uniform(−rate, rate) of their range; categories, missing
    /// values and atoms are redrawn (an atom: walks) with probability `rate`.
    void vary(Points points, int i, int label, double rate, RandomGenerator random) {
        for (int a = 0; a < space.axes(); a++) {
            Axis axis = space.axis(a);
            float x = points.axis(a)[i];
            boolean moves = random.nextDouble() < rate;
            if (axis.categorical() || x == Points.MISSING) {
                if (moves) {
                    points.axis(a)[i] = draw(label, a, random);
                }
            } else if (moves || !axis.isAtom(x)) {
                points.axis(a)[i] = axis.snap(x + random.nextDouble(-rate, rate));
            }
        }
    }
}
