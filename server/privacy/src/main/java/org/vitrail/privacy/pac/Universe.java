package org.vitrail.privacy.pac;

import org.vitrail.privacy.noise.GaussianNoise;
import org.vitrail.privacy.noise.SecureBits;

/// One secret world among m, kept for the life of a session, and everything that was answered about it.
///
/// **Promise.** all answers together tell at most the sum of their charges about the secret world, in nats, however
/// the questions were chosen, also adaptively and by an adversary who knows every row, all worlds and the noise's
/// size. By the chain rule it is enough that each answer tells at most its charge given the earlier ones, and it
/// does:
/// given those, the secret has the law that is tracked here by Bayes' rule with the likelihood of exactly what was
/// released, and the noise is sized from the outputs' variance under that law (Zhu, Sridhar, Devadas 2026).
///
/// Not promised: whether a unit is in the table at all; anything that all worlds share; a worst case.
public final class Universe {
    /// Beyond this a world is taken to be a little likelier than it is, which only enlarges noise.
    private static final double LOG_FLOOR = -1000;

    private final int worlds;
    private final Nats cap;
    private final int secret;
    private final GaussianNoise noise;
    private final double[] logWeights;
    private double slack;
    private Nats spent = Nats.NONE;

    Universe(int worlds, Nats cap, int secret, GaussianNoise noise) {
        this.worlds = worlds;
        this.cap = cap;
        this.secret = secret;
        this.noise = noise;
        logWeights = new double[worlds];
    }

    /// Draws a secret world.
    ///
    /// @param worlds 2 to 1024, even
    /// @param cap most that all answers together may tell
    public static Universe open(int worlds, Nats cap) {
        Membership.checkWorlds(worlds);
        return new Universe(worlds, cap, (int) SecureBits.fresh().below(worlds), GaussianNoise.secure());
    }

    /// Answers with the secret world's output and noise. All coordinates cost `charge` together.
    ///
    /// @param outputs of all worlds of this universe
    /// @param charge > 0 nats; public
    /// @throws IllegalArgumentException if the outputs are of another number of worlds
    /// @throws IllegalStateException if the cap would be exceeded; nothing is charged or drawn
    public synchronized PacRelease release(WorldOutputs outputs, Nats charge, NoiseRule rule, NoiseBasis basis) {
        if (outputs.worlds() != worlds) {
            throw new IllegalArgumentException(
                    "expected the outputs of " + worlds + " worlds, got " + outputs.worlds());
        }
        if (charge.compareTo(cap.minus(spent)) > 0) {
            throw new IllegalStateException("the cap is " + cap + ", spent " + spent + ", this answer costs " + charge
                    + ": ask for less, or let the owner raise the cap");
        }
        CalibratedNoise calibrated = CalibratedNoise.of(outputs, weights(), slack, charge, rule, basis);
        spent = spent.plus(charge);
        double[] released = new double[calibrated.size()];
        for (int j = 0; j < released.length; j++) {
            double own = calibrated.coordinate(secret, j);
            double steps = calibrated.steps(j);
            released[j] = steps == 0 ? own : noise.addTo(new long[] {(long) own}, steps)[0];
        }
        learn(calibrated, released);
        return new PacRelease(calibrated.output(released), charge, spent, calibrated);
    }

    /// Bayes' rule. A released integer's probability is the normal density at it but for a relative error of x² 2^-47
    /// at x deviations, as a deviation has 2^22 steps and more.
    void learn(CalibratedNoise calibrated, double[] released) {
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < worlds; k++) {
            for (int j = 0; j < released.length; j++) {
                if (calibrated.steps(j) > 0) {
                    double x = (calibrated.coordinate(k, j) - released[j]) / calibrated.steps(j);
                    logWeights[k] -= x * x / 2;
                }
            }
            most = Math.max(most, logWeights[k]);
        }
        for (int k = 0; k < worlds; k++) {
            logWeights[k] = Math.max(logWeights[k] - most, LOG_FLOOR);
        }
        double exponent = released.length - LOG_FLOOR;
        slack += exponent * ((released.length + 4) * 0x1p-52 + 0x1p-45);
    }

    /// What the answers so far tell an adversary: the probability of each world. For the owner only.
    double[] weights() {
        double[] weights = new double[worlds];
        double sum = 0;
        for (int k = 0; k < worlds; k++) {
            weights[k] = Math.exp(logWeights[k]);
            sum += weights[k];
        }
        for (int k = 0; k < worlds; k++) {
            weights[k] /= sum;
        }
        return weights;
    }

    /// Information charged so far.
    public synchronized Nats spent() {
        return spent;
    }

    /// Most that may be charged.
    public Nats cap() {
        return cap;
    }

    /// Number of worlds.
    public int worlds() {
        return worlds;
    }

    int secret() {
        return secret;
    }

    /// Probability, to those who saw all answers, that a unit is in the secret world.
    double inclusion(Membership membership, int unit, double[] weights) {
        double sum = 0;
        for (int k = 0; k < worlds; k++) {
            if (membership.contains(k, unit)) {
                sum += weights[k];
            }
        }
        return sum;
    }

    @Override
    public String toString() {
        return "Universe[" + worlds + " worlds, spent " + spent + " of " + cap + "]";
    }
}
