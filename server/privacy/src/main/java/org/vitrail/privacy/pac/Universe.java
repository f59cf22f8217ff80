package org.vitrail.privacy.pac;

import java.nio.ByteBuffer;
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

    /// @param allowance most that the answers from here on may tell
    Universe(Kept kept, Nats allowance) {
        this(kept.worlds(), kept.spent().plus(allowance), kept.secret(), GaussianNoise.secure());
        System.arraycopy(kept.logWeights(), 0, logWeights, 0, worlds);
        slack = kept.slack();
        spent = kept.spent();
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
        require(charge);
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

    /// Decides which groups of units are large enough to be part of an answer, by sizes with noise: one
    /// unit's being in a group or not is told by all decisions together at most as far as the answer's
    /// amount goes ([GroupSizes]). They tell nothing of the secret world. An answer about groups that are
    /// large enough costs its amount as usual; if there are none, that amount is spent here, as the decision
    /// is the answer.
    ///
    /// @param units `[groups]` the size of each
    /// @param least fewest units of a group that is shown, >= 1
    /// @param moved most sizes that one unit moves, each by one; >= 1
    /// @return `[groups]`
    /// @throws IllegalStateException if the cap would be exceeded; nothing is charged or drawn
    public synchronized boolean[] largeEnough(long[] units, long least, int moved, Nats charge) {
        require(charge);
        GroupSizes sizes = new GroupSizes(least, moved, charge);
        boolean[] large = new boolean[units.length];
        boolean none = true;
        for (int g = 0; g < large.length; g++) {
            large[g] = sizes.isLarge(units[g], noise);
            none &= !large[g];
        }
        if (none) {
            spend(charge);
        }
        return large;
    }

    /// Spends an amount for which nothing else is told: what was decided by it is.
    ///
    /// @throws IllegalStateException if the cap would be exceeded
    public synchronized void spend(Nats charge) {
        require(charge);
        spent = spent.plus(charge);
    }

    /// How many units a group needs so that [#largeEnough] leaves it out in fewer than one of a thousand
    /// cases. Public.
    public static long sureSize(long least, int moved, Nats charge) {
        return new GroupSizes(least, moved, charge).sure();
    }

    /// The least deviation over worlds that a number is taken to have, beside how far one unit may move it. Public.
    ///
    /// @param by how far, >= 0, in the number's own unit
    /// @param numbers of the answer that units move, >= 1
    public static double leastDeviation(double by, double numbers, Nats charge) {
        return by * Math.sqrt(NoiseFloor.units(numbers, charge.roundedUp())) / 2;
    }

    /// Refuses what the cap has no room for.
    ///
    /// @throws IllegalStateException if the cap would be exceeded; nothing is charged or drawn
    public synchronized void require(Nats charge) {
        if (charge.compareTo(cap.minus(spent)) > 0) {
            throw new IllegalStateException("the cap is " + cap + ", spent " + spent + ", this answer costs " + charge
                    + ": ask for less, or let the owner raise the cap");
        }
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

    synchronized double[] logWeights() {
        return logWeights.clone();
    }

    synchronized double slack() {
        return slack;
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

    /// A universe between two answers, for whoever keeps it: which world is the secret one, which units
    /// are in which worlds, and what the answers so far tell. Whoever reads its bytes knows the secret:
    /// to be kept sealed, and given to nobody but the process that answers.
    ///
    /// Two answers from one of these use the same law of the secret: only the first may be released. So
    /// it is replaced by `after` the answer, in the same step as the answer is let out.
    public static final class Kept {
        private static final int FORMAT = 1;

        private final int worlds;
        private final int secret;
        private final byte[] key;
        private final double[] logWeights;
        private final double slack;
        private final Nats spent;

        private Kept(int worlds, int secret, byte[] key, double[] logWeights, double slack, Nats spent) {
            this.worlds = worlds;
            this.secret = secret;
            this.key = key;
            this.logWeights = logWeights;
            this.slack = slack;
            this.spent = spent;
        }

        /// Draws a secret world and the key of the units' worlds; nothing was answered yet.
        ///
        /// @param worlds 2 to 1024, even
        public static Kept draw(int worlds) {
            Membership.checkWorlds(worlds);
            SecureBits bits = SecureBits.fresh();
            ByteBuffer key = ByteBuffer.allocate(KeyedChoice.KEY);
            while (key.hasRemaining()) {
                key.putLong(bits.word());
            }
            return new Kept(worlds, (int) bits.below(worlds), key.array(), new double[worlds], 0, Nats.NONE);
        }

        /// What `bytes` gave.
        ///
        /// @throws IllegalArgumentException if they are anything else
        public static Kept read(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            int fixed = 3 * Integer.BYTES + Long.BYTES + Double.BYTES + KeyedChoice.KEY;
            if (bytes.length < fixed || in.getInt() != FORMAT) {
                throw new IllegalArgumentException("expected a kept universe of format " + FORMAT);
            }
            int worlds = in.getInt();
            int secret = in.getInt();
            Membership.checkWorlds(worlds);
            if (secret < 0 || secret >= worlds || bytes.length != fixed + worlds * Double.BYTES) {
                throw new IllegalArgumentException("expected a kept universe, got something broken");
            }
            Nats spent = new Nats(in.getLong());
            double slack = in.getDouble();
            byte[] key = new byte[KeyedChoice.KEY];
            in.get(key);
            double[] logWeights = new double[worlds];
            in.asDoubleBuffer().get(logWeights);
            return new Kept(worlds, secret, key, logWeights, slack, spent);
        }

        /// All of it, the secret too.
        public byte[] bytes() {
            ByteBuffer out =
                    ByteBuffer.allocate(3 * Integer.BYTES + Long.BYTES + (1 + worlds) * Double.BYTES + KeyedChoice.KEY);
            out.putInt(FORMAT)
                    .putInt(worlds)
                    .putInt(secret)
                    .putLong(spent.femto())
                    .putDouble(slack);
            out.put(key);
            for (double weight : logWeights) {
                out.putDouble(weight);
            }
            return out.array();
        }

        /// Which units are in which worlds: the same for the same number of units, as often as it is asked.
        public Membership membership(int units) {
            return Membership.balanced(units, worlds, new KeyedChoice(key));
        }

        /// The universe, to go on answering.
        ///
        /// @param allowance most that the answers from here on may tell
        public Universe open(Nats allowance) {
            return new Universe(this, allowance);
        }

        /// The same secret after what `universe`, opened from this, answered.
        public Kept after(Universe universe) {
            return new Kept(worlds, secret, key, universe.logWeights(), universe.slack(), universe.spent());
        }

        /// Number of worlds.
        public int worlds() {
            return worlds;
        }

        /// What all answers so far were charged.
        public Nats spent() {
            return spent;
        }

        int secret() {
            return secret;
        }

        double[] logWeights() {
            return logWeights.clone();
        }

        double slack() {
            return slack;
        }

        /// Nothing of it.
        @Override
        public String toString() {
            return "Kept[?]";
        }
    }
}
