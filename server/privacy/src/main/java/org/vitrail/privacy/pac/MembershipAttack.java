package org.vitrail.privacy.pac;

import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.vitrail.privacy.noise.GaussianNoise;
import org.vitrail.privacy.noise.SecureBits;

/// The best guesses there are, tried many times in universes of their own: an adversary knows all rows, all worlds,
/// the noise's sizes and every answer, and follows Bayes' rule. For the data's owner, to see the bound hold.
///
/// @param trials universes
/// @param members right guesses of "is this unit in the secret half", over all units and trials, as a rate
/// @param worst that rate for the unit guessed best
/// @param worlds right guesses of the whole secret world, as a rate
public record MembershipAttack(int trials, double members, double worst, double worlds) {
    /// Plays it.
    ///
    /// @param outputs the answers' outputs, the same every time
    /// @param each cost of an answer
    /// @param answers how many in a row
    /// @param trials >= 1
    public static MembershipAttack on(
            Membership membership,
            WorldOutputs outputs,
            Nats each,
            int answers,
            NoiseRule rule,
            NoiseBasis basis,
            int trials) {
        Nats cap = each.times(answers);
        SecureBits bits = SecureBits.fresh();
        GaussianNoise noise = GaussianNoise.secure();
        int worlds = membership.worlds();
        return played(membership, trials, () -> {
            Universe universe = new Universe(worlds, cap, (int) bits.below(worlds), noise);
            IntStream.range(0, answers).forEach(i -> universe.release(outputs, each, rule, basis));
            return universe;
        });
    }

    static MembershipAttack played(Membership membership, int trials, Supplier<Universe> game) {
        int units = membership.units();
        long[] right = new long[units];
        long worlds = 0;
        SecureBits coins = SecureBits.fresh();
        for (int trial = 0; trial < trials; trial++) {
            Universe universe = game.get();
            double[] weights = universe.weights();
            if (best(weights) == universe.secret()) {
                worlds++;
            }
            for (int unit = 0; unit < units; unit++) {
                double inclusion = universe.inclusion(membership, unit, weights);
                boolean guess = inclusion == 0.5 ? coins.bits(1) == 1 : inclusion > 0.5;
                if (guess == membership.contains(universe.secret(), unit)) {
                    right[unit]++;
                }
            }
        }
        long sum = 0;
        long most = 0;
        for (long r : right) {
            sum += r;
            most = Math.max(most, r);
        }
        return new MembershipAttack(
                trials,
                units == 0 ? 0.5 : (double) sum / ((long) units * trials),
                (double) most / trials,
                (double) worlds / trials);
    }

    private static int best(double[] weights) {
        int best = 0;
        for (int k = 1; k < weights.length; k++) {
            if (weights[k] > weights[best]) {
                best = k;
            }
        }
        return best;
    }
}
