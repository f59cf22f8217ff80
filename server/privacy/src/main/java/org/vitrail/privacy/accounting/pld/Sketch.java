package org.vitrail.privacy.accounting.pld;

import java.util.Arrays;

/// A loss law as weighted points, for choosing parameters.
final class Sketch {
    private double[] losses = new double[64];
    private double[] masses = new double[64];
    private int size;
    private double share = 1;

    static Sketch of(LossLaw law) {
        Sketch sketch = new Sketch();
        law.sketch(sketch);
        return sketch;
    }

    void share(double weight) {
        share = weight;
    }

    void add(double loss, double mass) {
        if (!(mass > 0)) {
            return;
        }
        if (size == losses.length) {
            losses = Arrays.copyOf(losses, 2 * size);
            masses = Arrays.copyOf(masses, 2 * size);
        }
        losses[size] = loss;
        masses[size++] = share * mass;
    }

    double largest() {
        double largest = 0;
        for (int i = 0; i < size; i++) {
            largest = Math.max(largest, Math.abs(losses[i]));
        }
        return largest;
    }

    /// Logarithm of E e^(tilt L), mean and variance of the loss under the tilted law.
    Moments moments(double tilt) {
        double top = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            top = Math.max(top, tilt * losses[i]);
        }
        double total = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < size; i++) {
            double weight = masses[i] * Math.exp(tilt * losses[i] - top);
            total += weight;
            first += weight * losses[i];
            second += weight * losses[i] * losses[i];
        }
        double mean = first / total;
        return new Moments(top + Math.log(total), mean, Math.max(0, second / total - mean * mean));
    }

    /// @param logMoment log E e^(tilt L)
    /// @param mean of the tilted loss
    /// @param variance of the tilted loss
    record Moments(double logMoment, double mean, double variance) {}
}
