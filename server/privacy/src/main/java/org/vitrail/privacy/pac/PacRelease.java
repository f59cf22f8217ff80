package org.vitrail.privacy.pac;

import java.util.OptionalInt;
import java.util.function.Function;

/// An answer that may be published, with what it cost. Made by [Universe] only.
public final class PacRelease {
    private final double[] values;
    private final Nats charged;
    private final Nats spent;
    private final CalibratedNoise noise;

    PacRelease(double[] values, Nats charged, Nats spent, CalibratedNoise noise) {
        this.values = values;
        this.charged = charged;
        this.spent = spent;
        this.noise = noise;
    }

    /// The noisy output `[dimensions]`.
    public double[] values() {
        return values.clone();
    }

    /// The largest coordinate's index, read as a label of one-hot votes.
    public int label() {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }

    /// The label, if against each other label a one-sided test rejects that the secret world voted for that one
    /// (Zhu, Sridhar, Devadas 2026). It is a function of the answer and of the noise's size, which the model's
    /// adversary knows: it costs nothing more.
    ///
    /// @param deviations how far the statistic must lie, in standard deviations: 2.326 for a level of 1 %
    public OptionalInt confidentLabel(double deviations) {
        int best = label();
        for (int rival = 0; rival < values.length; rival++) {
            if (rival != best && evidence(best, rival) < deviations) {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.of(best);
    }

    private double evidence(int best, int rival) {
        double[] gap = new double[values.length];
        gap[best] = 1;
        gap[rival] = -1;
        double[] seen = values.clone();
        seen[rival] -= 1;
        double sum = 0;
        double square = 0;
        for (int j = 0; j < noise.size(); j++) {
            double g = noise.standardised(gap, j);
            sum += g * noise.standardised(seen, j);
            square += g * g;
        }
        return square == 0 ? Double.POSITIVE_INFINITY : sum / Math.sqrt(square);
    }

    /// What this answer cost.
    public Nats charged() {
        return charged;
    }

    /// What all answers of its universe had cost, this one included.
    public Nats spent() {
        return spent;
    }

    /// A function's outputs in all worlds, and what is made of the noisy one: private until a universe
    /// has answered.
    ///
    /// @param <T> the product
    public static final class Question<T> {
        private final WorldOutputs outputs;
        private final Nats charge;
        private final NoiseBasis basis;
        private final Function<PacRelease, T> product;

        /// @param charge for all coordinates together; set before looking
        /// @param product what is made of the noisy output; the caller vouches that, besides it, it holds only
        /// what is public
        ///     or the same for every secret world: a function of all rows
        public Question(WorldOutputs outputs, Nats charge, NoiseBasis basis, Function<PacRelease, T> product) {
            this.outputs = outputs;
            this.charge = charge;
            this.basis = basis;
            this.product = product;
        }

        /// Answers, at the charge.
        ///
        /// @throws IllegalStateException if the universe's cap would be exceeded; nothing is charged or drawn
        public T answer(Universe universe) {
            return product.apply(universe.release(outputs, charge, NoiseRule.TIGHT, basis));
        }

        @Override
        public String toString() {
            return "Question[?]";
        }
    }
}
