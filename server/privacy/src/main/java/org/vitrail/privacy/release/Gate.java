package org.vitrail.privacy.release;

import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.GaussianEquivalent;
import org.vitrail.privacy.accounting.KeyThreshold;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.discrete.DiscreteNoise;
import org.vitrail.privacy.discrete.Selection;
import org.vitrail.privacy.noise.GaussianNoise;
import org.vitrail.privacy.pac.PacRelease;
import org.vitrail.privacy.pac.Universe;

/// The only way from [Sensitive] to [Released]. One gate serves one run: it holds the plan's allowance,
/// makes the noise from the charge, and refuses to exceed the allowance.
///
/// Why a run through a gate with allowance A is μ-GDP with μ² = A, whatever the mechanism does with what was
/// released: each measurement is μ-GDP with μ² = charge, be it continuous Gaussian noise of deviation >=
/// sqrt(squaredSensitivity / charge), rounded, or a pure or bounded-range mechanism of the ε that the charge
/// buys; the charges are set before looking, from public values only; and the sum of the charges of adaptively
/// chosen measurements never passes A (Smith, Thakurta 2022: the filter of Gaussian differential privacy).
public final class Gate {
    private final MuSquared allowance;
    private BigDecimal deltaLeft;
    private final GaussianNoise noise = GaussianNoise.secure();
    private final DiscreteNoise discrete = DiscreteNoise.secure();
    private final Selection selection = Selection.secure();
    private MuSquared charged = MuSquared.ZERO;
    private boolean sealed;

    private Gate(MuSquared allowance, double delta) {
        this.allowance = allowance;
        this.deltaLeft = new BigDecimal(delta);
    }

    /// A gate that may charge up to `allowance`.
    public static Gate open(MuSquared allowance) {
        return new Gate(allowance, 0);
    }

    /// A gate that may also let keys that nobody listed beforehand out ([#gaussianAbove]). Its run is not
    /// μ-GDP: with probability at most `delta`, whatever was released before, a key of one unit alone comes
    /// out; given that none does, neighbours' runs are μ-GDP. Whoever states (ε, δ) adds `delta` to the δ of
    /// μ: enough in both directions (server/adr/0052), for which a distance in total variation alone would
    /// not be (e^ε · `delta`).
    ///
    /// @param delta in [0, 1)
    public static Gate open(MuSquared allowance, double delta) {
        if (!(delta >= 0 && delta < 1)) {
            throw new IllegalArgumentException("expected a delta in [0, 1), got " + delta);
        }
        return new Gate(allowance, delta);
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

    /// Releases those of unlisted keys whose noisy count reaches a threshold, with that count. Why it is
    /// sound: let one table hold a unit that the other lacks. A key that both hold differs by at most 1,
    /// and no other key of both does: μ-GDP, μ² = charge. A key that only the unit holds has count 1 and
    /// stays below the threshold but with probability `delta`; given that it does, the outputs are those
    /// of the shared keys (Korolova et al. 2009; Wilkins, Kifer, Zhang, Karrer 2024, section 3, of which
    /// this is the simple bound).
    ///
    /// @param counts each >= 1; the caller vouches that one unit adds 1 to at most one key
    /// @param charge as in [#gaussian]
    /// @param delta of this release; in (0, 1)
    /// @throws IllegalStateException if an allowance would be exceeded; nothing is charged or measured
    public synchronized Released<SortedMap<String, Long>> gaussianAbove(
            Sensitive<? extends Map<String, Long>> counts, MuSquared charge, double delta) {
        checkOpen();
        double deviation = standardDeviation(1, charge);
        GaussianNoise.check(deviation);
        long threshold = KeyThreshold.of(deviation, delta);
        BigDecimal left = deltaLeft.subtract(new BigDecimal(delta));
        if (left.signum() < 0) {
            throw new IllegalStateException("the plan has delta " + deltaLeft.doubleValue()
                    + " left for unlisted keys, this measurement costs " + delta);
        }
        pay(charge);
        deltaLeft = left;
        Map<String, Long> sorted = new TreeMap<>(counts.reveal());
        long[] noisy =
                noise.addTo(sorted.values().stream().mapToLong(Long::longValue).toArray(), deviation);
        SortedMap<String, Long> above = new TreeMap<>();
        int at = 0;
        for (String key : sorted.keySet()) {
            if (noisy[at] >= threshold) {
                above.put(key, noisy[at]);
            }
            at++;
        }
        return new Released<>(above, charge);
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

    /// Closes the gate around the run's product. Sound because a mechanism holds no plain value that
    /// depends on private rows except what this gate released.
    ///
    /// @throws IllegalStateException if it was closed before
    public synchronized <T> Released<T> seal(T product) {
        checkOpen();
        sealed = true;
        return new Released<>(product, charged);
    }

    /// The way of an answer of PAC privacy: its noise, its charge and its cap are the universe's, no μ²
    /// is charged.
    public static <T> Released<T> pac(Sensitive<PacRelease.Question<T>> question, Universe universe) {
        return new Released<>(question.reveal().answer(universe), MuSquared.ZERO);
    }

    /// The way of a figure that goes to the rows' owner and to nobody else: exact, uncharged, no
    /// [Released].
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
