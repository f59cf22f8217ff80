package org.vitrail.privacy.release;

import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.noise.GaussianNoise;

/// The only way from [Sensitive] to [Released]. One gate serves one run: it holds the plan's allowance, makes the noise
/// from the charge, and refuses to exceed the allowance.
public final class Gate {
    private final MuSquared allowance;
    private MuSquared charged = MuSquared.ZERO;
    private boolean sealed;

    private Gate(MuSquared allowance) {
        this.allowance = allowance;
    }

    /// A gate that may charge up to `allowance`.
    public static Gate open(MuSquared allowance) {
        return new Gate(allowance);
    }

    /// Standard deviation of the noise that [#gaussian] adds: the smallest double not below
    /// sqrt(squaredSensitivity / charge).
    ///
    /// @param squaredSensitivity square of the L2 sensitivity in units of the counts; >= 1
    public static double standardDeviation(long squaredSensitivity, MuSquared charge) {
        return GaussianAccountant.standardDeviation(squaredSensitivity, charge);
    }

    /// Releases integer counts with exactly sampled Gaussian noise, rounded to integers.
    ///
    /// @param counts `[cells]`; the caller vouches that one unit changes them by at most
    ///     sqrt(squaredSensitivity) in L2 norm
    /// @param squaredSensitivity square of that bound; >= 1
    /// @param charge μ² of this measurement; > 0; the noise follows from it
    /// @throws IllegalStateException if the allowance would be exceeded; nothing is measured then
    public synchronized Released<long[]> gaussian(Sensitive<long[]> counts, long squaredSensitivity, MuSquared charge) {
        if (sealed) {
            throw new IllegalStateException("this gate is sealed: its run has released its product");
        }
        MuSquared after = charged.plus(charge);
        if (after.compareTo(allowance) > 0) {
            throw new IllegalStateException(
                    "the plan allows mu^2 " + allowance + ", this measurement would make it " + after);
        }
        charged = after; // paid before looking
        double deviation = standardDeviation(squaredSensitivity, charge);
        return new Released<>(GaussianNoise.secure().addTo(counts.reveal(), deviation), charge);
    }

    /// What was charged so far.
    public synchronized MuSquared charged() {
        return charged;
    }

    /// Closes the gate around the run's product. Sound because a mechanism holds no plain value that depends on private
    /// rows except what this gate released.
    public synchronized <T> Released<T> seal(T product) {
        sealed = true;
        return new Released<>(product, charged);
    }
}
