package org.vitrail.privacy.accounting.pld;

import java.util.Arrays;

/// Finitely many losses.
final class AtomicLaw implements LossLaw {
    private static final double UNIT = 0x1p-53;
    private static final int ATOMS_MAX = 4_000_000;

    private final Sampling sampling;
    private double[] losses = new double[8];
    private double[] masses = new double[8];
    private int size;
    private double lost;
    private double unit;

    private AtomicLaw(Sampling sampling) {
        this.sampling = sampling;
    }

    /// A mechanism that is (ε, δ)-private: the pair that every other such pair is below (Kairouz, Oh, Viswanath 2015,
    /// Thm 3.3).
    static AtomicLaw approximate(double epsilon, double delta, Sampling sampling) {
        AtomicLaw law = new AtomicLaw(sampling);
        double large = (1 - delta) / (1 + Math.exp(-epsilon));
        double small = (1 - delta) / (1 + Math.exp(epsilon));
        law.add(epsilon, large, small);
        law.add(-epsilon, small, large);
        law.certain(delta);
        return law.inMultiplesOf(epsilon);
    }

    /// The true bucket against another: two answers with losses ±ε, the others with loss 0.
    static AtomicLaw randomizedResponse(double noise, long buckets, Sampling sampling) {
        AtomicLaw law = new AtomicLaw(sampling);
        double other = noise / buckets;
        double own = 1 - noise + other;
        double epsilon = Math.log1p((1 - noise) * buckets / noise);
        law.add(epsilon, own, other);
        law.add(-epsilon, other, own);
        double rest = noise * (buckets - 2) / buckets;
        law.add(0, rest, rest);
        return law.inMultiplesOf(epsilon);
    }

    /// The true bucket against the uniform answer of a special record: the true bucket is likelier, all others are
    /// less likely (zero-out).
    ///
    /// @param added whether P is the uniform answer
    static AtomicLaw responseToNobody(double noise, long buckets, boolean added) {
        AtomicLaw law = new AtomicLaw(new Sampling(1, false));
        double uniform = 1.0 / buckets;
        double gain = Math.log1p((1 - noise) * (buckets - 1));
        double own = 1 - noise + noise / buckets;
        double others = (buckets - 1) * uniform;
        if (added) {
            law.add(-gain, uniform, own);
            law.add(-Math.log(noise), others, noise * others);
        } else {
            law.add(gain, own, uniform);
            law.add(Math.log(noise), noise * others, others);
        }
        return law;
    }

    /// Integer Laplace noise with mass tanh(a/2) e^(−a|x|), seen at a distance.
    static AtomicLaw discreteLaplace(double inverseScale, long distance, Sampling sampling) {
        refuseMany("discrete Laplace distance", (double) distance);
        AtomicLaw law = new AtomicLaw(sampling);
        double end = 1 / (1 + Math.exp(-inverseScale)); // P(x <= 0)
        double fall = Math.exp(-inverseScale * distance);
        law.add(inverseScale * distance, end, end * fall);
        law.add(-inverseScale * distance, end * fall, end);
        double top = Math.tanh(inverseScale / 2);
        for (long x = 1; x < distance; x++) {
            law.add(
                    inverseScale * (2 * x - distance),
                    top * Math.exp(-inverseScale * (distance - x)),
                    top * Math.exp(-inverseScale * x));
        }
        return law.inMultiplesOf(inverseScale);
    }

    /// Integer Gaussian noise with mass ∝ e^(−x²/(2σ²)), seen at a distance; mass below 1e-60 at the upper end is lost.
    static AtomicLaw discreteGaussian(double deviation, long distance, Sampling sampling) {
        double reach = Math.ceil(17 * deviation + 1); // e^(−17²/2) < 2e-63
        refuseMany("discrete Gaussian range", 2 * reach + distance);
        double total = 0;
        for (double x = reach; x >= 1; x--) {
            total += 2 * Math.exp(-x * x / (2 * deviation * deviation));
        }
        total += 1;
        AtomicLaw law = new AtomicLaw(sampling);
        double square = 2 * deviation * deviation;
        for (double x = -reach; x <= reach + distance; x++) {
            double from = x - distance;
            law.add(
                    distance * (2 * x - distance) / square,
                    Math.exp(-from * from / square) / total,
                    Math.exp(-x * x / square) / total);
        }
        law.lost += 1e-60;
        return law.inMultiplesOf(distance / square);
    }

    private AtomicLaw inMultiplesOf(double step) {
        unit = sampling.probability() == 1 ? step : 0;
        return this;
    }

    private static void refuseMany(String what, double atoms) {
        if (atoms > ATOMS_MAX) {
            throw new IllegalArgumentException(what + " must be <= " + ATOMS_MAX + " points, got " + atoms
                    + "; for noise this wide use the continuous event as a stand-in only if you may");
        }
    }

    /// An outcome with mass `with` and `without`, and loss s = log(with / without).
    private void add(double loss, double with, double without) {
        put(sampling.loss(loss), sampling.mass(with, without));
    }

    /// Mass δ where only one of the two is possible.
    private void certain(double delta) {
        if (delta == 0) {
            return;
        }
        double q = sampling.probability();
        if (!sampling.added()) {
            lost += q * delta;
            if (q < 1) {
                put(Math.log1p(-q), (1 - q) * delta);
            }
        } else if (q < 1) {
            put(-Math.log1p(-q), delta);
        } else {
            lost += delta;
        }
    }

    private void put(double loss, double mass) {
        if (size == losses.length) {
            losses = Arrays.copyOf(losses, 2 * size);
            masses = Arrays.copyOf(masses, 2 * size);
        }
        losses[size] = loss;
        masses[size++] = mass;
    }

    @Override
    public double slack() {
        return 16 * UNIT * (1 + span(0));
    }

    @Override
    public double span(double tail) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            low = Math.min(low, losses[i]);
            high = Math.max(high, losses[i]);
        }
        return high - low;
    }

    @Override
    public double unit() {
        return unit;
    }

    @Override
    public void sketch(Sketch sketch) {
        for (int i = 0; i < size; i++) {
            sketch.add(losses[i], masses[i]);
        }
    }

    @Override
    public void spread(Lattice lattice) {
        for (int i = 0; i < size; i++) {
            lattice.atom(losses[i], masses[i]);
        }
        lattice.lose(lost);
    }
}
