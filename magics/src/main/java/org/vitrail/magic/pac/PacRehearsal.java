package org.vitrail.magic.pac;

import java.util.ArrayList;
import java.util.List;
import org.vitrail.learning.Task;
import org.vitrail.privacy.pac.CalibratedNoise;
import org.vitrail.privacy.pac.MembershipAttack;
import org.vitrail.privacy.pac.Nats;
import org.vitrail.privacy.pac.NoiseBasis;
import org.vitrail.privacy.pac.NoiseRule;
import org.vitrail.privacy.pac.PosteriorSuccess;
import org.vitrail.privacy.pac.WorldOutputs;

/// What only the table's owner may see, to choose and to understand: answers in all worlds, sizes of noise, attacks
/// played in universes of their own. It tells about the rows and charges nothing: do not publish it.
public final class PacRehearsal {
    private static final int TENTHS = 60;

    private final PacTable table;
    private final Task task;
    private final WorldOutputs outputs;
    private final NoiseBasis basis;

    /// @param outputs of all worlds, before [Task#inUnits]: noise is added to these
    PacRehearsal(PacTable table, Task task, WorldOutputs outputs, NoiseBasis basis) {
        this.table = table;
        this.task = task;
        this.outputs = outputs;
        this.basis = basis;
    }

    /// The noise-free answer of each world, for one of the numbers.
    public List<Double> worlds(int number) {
        List<Double> values = new ArrayList<>();
        for (double[] world : outputs.ownerOnly()) {
            values.add(task.inUnits(world)[number]);
        }
        return values;
    }

    /// Length of the answers.
    public int numbers() {
        return outputs.dimensions();
    }

    /// Covariance of the noise that an answer of `charge` gets, the first of two where there are two:
    /// `[numbers][numbers]`, in the units of the answer.
    public double[][] covariance(Nats charge) {
        double[][] covariance = CalibratedNoise.of(outputs, task.first(charge), NoiseRule.TIGHT, basis)
                .covariance();
        for (int i = 0; i < covariance.length; i++) {
            for (int j = 0; j < covariance.length; j++) {
                covariance[i][j] *= task.width(i) * task.width(j);
            }
        }
        return covariance;
    }

    /// The largest standard deviation of the noise on any number.
    public double largestDeviation(Nats charge) {
        double[][] covariance = covariance(charge);
        double most = 0;
        for (int i = 0; i < covariance.length; i++) {
            most = Math.max(most, covariance[i][i]);
        }
        return Math.sqrt(most);
    }

    /// The least amount for which no number's noise has a standard deviation above `deviation`. The amount itself
    /// tells about the rows: for the owner only.
    ///
    /// @throws IllegalArgumentException if 20 nats do not suffice
    public Nats noiseAtMost(double deviation) {
        if (!(deviation > 0 && Double.isFinite(deviation))) {
            throw new IllegalArgumentException("expected --noise-at-most above 0, got " + deviation);
        }
        Nats low = new Nats(1);
        Nats high = Nats.ofFraction(20, 1);
        if (largestDeviation(high) > deviation) {
            throw new IllegalArgumentException("expected a deviation that 20 nats suffice for, got " + deviation
                    + ": allow more noise, or ask for less");
        }
        for (int step = 0; step < TENTHS && low.femto() + 1 < high.femto(); step++) {
            Nats middle = new Nats(low.femto() + (high.femto() - low.femto()) / 2);
            if (largestDeviation(middle) > deviation) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /// The best attack there is, many times: how often it is right after 1, 2, … answers, beside the bound.
    ///
    /// @param answers the same answer so many times, doubling
    public List<Round> attack(Nats each, int answers, int trials) {
        List<Round> rounds = new ArrayList<>();
        for (int n = 1; n <= answers; n *= 2) {
            MembershipAttack played =
                    MembershipAttack.on(table.membership(), outputs, each, n, NoiseRule.TIGHT, basis, trials);
            Nats total = each.times(n);
            rounds.add(new Round(
                    n,
                    played.members(),
                    played.worst(),
                    PosteriorSuccess.bound(total),
                    played.worlds(),
                    PosteriorSuccess.bound(total, 1.0 / table.worlds())));
        }
        return rounds;
    }

    /// One line of an attack.
    ///
    /// @param answers seen
    /// @param members rate of right guesses of membership, over all units
    /// @param worst that rate for the unit guessed best
    /// @param bound that no rate of membership passes, on average over the secret
    /// @param world rate of right guesses of the whole half
    /// @param worldBound that it does not pass
    public record Round(int answers, double members, double worst, double bound, double world, double worldBound) {}
}
