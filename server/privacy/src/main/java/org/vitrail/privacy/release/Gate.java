package org.vitrail.privacy.release;

import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.GaussianEquivalent;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.discrete.DiscreteNoise;
import org.vitrail.privacy.discrete.Selection;
import org.vitrail.privacy.noise.GaussianNoise;

/// The only way from [Sensitive] to [Released]. One gate serves one run: it holds the plan's allowance, makes
/// the noise from the charge, and refuses to exceed the allowance.
///
/// Why a run through a gate with allowance A is μ-GDP with μ² = A, whatever the mechanism does with what was
/// released: each measurement is μ-GDP with μ² = charge, be it continuous Gaussian noise of deviation >=
/// sqrt(squaredSensitivity / charge), rounded, or a pure or bounded-range mechanism of the ε that the charge
/// buys; the charges are set before looking, from public values only; and the sum of the charges of adaptively
/// chosen measurements never passes A (Smith, Thakurta 2022: the filter of Gaussian differential privacy).
public final class Gate {
    private final MuSquared allowance;
    private final GaussianNoise noise = GaussianNoise.secure();
    private final DiscreteNoise discrete = DiscreteNoise.secure();
    private final Selection selection = Selection.secure();
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
    ///     sqrt(squaredSensitivity) in L2 norm, and that the number of cells is public
    /// @param squaredSensitivity square of that bound; >= 1
    /// @param charge μ² of this measurement; > 0; the noise follows from it
    /// @throws IllegalArgumentException if the noise of this charge is out of range; nothing is charged or
    ///     measured
    /// @throws IllegalStateException if the allowance would be exceeded; nothing is charged or measured
    public synchronized Released<long[]> gaussian(Sensitive<long[]> counts, long squaredSensitivity, MuSquared charge) {
        checkOpen();
        double deviation = standardDeviation(squaredSensitivity, charge);
        GaussianNoise.check(deviation);
        pay(charge);
        return new Released<>(noise.addTo(counts.reveal(), deviation), charge);
    }

    /// Releases integer counts with exactly sampled discrete Laplace noise of scale sensitivity / ε, ε being
    /// the largest whose pure guarantee costs at most `charge` ([GaussianEquivalent]).
    ///
    /// @param counts `[cells]`; the caller vouches that one unit changes them by at most `sensitivity` in L1
    ///     norm, and that the number of cells is public
    /// @param sensitivity that bound; 1 to below 2^28
    /// @param charge μ² of this measurement; > 0; the noise follows from it
    /// @throws IllegalArgumentException if sensitivity or charge is out of range; nothing is charged or
    ///     measured
    /// @throws IllegalStateException if the allowance would be exceeded; nothing is charged or measured
    public synchronized Released<long[]> laplace(Sensitive<long[]> counts, long sensitivity, MuSquared charge) {
        checkOpen();
        long scale = scaled(sensitivity);
        long epsilon = GaussianEquivalent.pureEpsilon(charge);
        pay(charge);
        return new Released<>(discrete.addLaplace(counts.reveal(), scale, epsilon), charge);
    }

    /// Releases the index of a good candidate by the exponential mechanism: of bounded range 2ε, ε being the
    /// largest whose pure guarantee costs at most `charge` ([GaussianEquivalent]).
    ///
    /// @param scores `[candidates]`, at least one; the caller vouches that one unit changes *each* by at most
    ///     `sensitivity`, and that the number of candidates is public
    /// @param sensitivity that bound; 1 to below 2^28
    /// @param charge μ² of this selection; > 0
    /// @throws IllegalArgumentException if sensitivity or charge is out of range; nothing is charged or
    ///     measured
    /// @throws IllegalStateException if the allowance would be exceeded; nothing is charged or measured
    public synchronized Released<Integer> select(Sensitive<long[]> scores, long sensitivity, MuSquared charge) {
        checkOpen();
        long scale = scaled(sensitivity);
        long epsilon = GaussianEquivalent.pureEpsilon(charge);
        pay(charge);
        return new Released<>(selection.exponential(scores.reveal(), epsilon, scale), charge);
    }

    /// What was charged so far.
    public synchronized MuSquared charged() {
        return charged;
    }

    /// Closes the gate around the run's product. Sound because a mechanism holds no plain value that depends on
    /// private rows except what this gate released.
    ///
    /// @throws IllegalStateException if it was closed before
    public synchronized <T> Released<T> seal(T product) {
        checkOpen();
        sealed = true;
        return new Released<>(product, charged);
    }

    /// The way of a figure that goes to the rows' owner and to nobody else: exact, uncharged, no [Released].
    public static <T> OwnerOnly<T> ownerOnly(Sensitive<T> value) {
        return new OwnerOnly<>(value.reveal());
    }

    /// Paid before looking.
    private void pay(MuSquared charge) {
        long left = allowance.pico() - charged.pico();
        if (charge.pico() > left) {
            throw new IllegalStateException("the plan allows mu^2 " + allowance + " in all and has "
                    + new MuSquared(left) + " left, this measurement costs " + charge);
        }
        charged = charged.plus(charge);
    }

    private static long scaled(long sensitivity) {
        if (sensitivity < 1 || sensitivity >= 1 << 28) {
            throw new IllegalArgumentException("expected a sensitivity from 1 to below 2^28, got " + sensitivity);
        }
        return sensitivity * GaussianEquivalent.UNITS;
    }

    private void checkOpen() {
        if (sealed) {
            throw new IllegalStateException("this gate is sealed: its run has released its product; open another gate");
        }
    }
}
