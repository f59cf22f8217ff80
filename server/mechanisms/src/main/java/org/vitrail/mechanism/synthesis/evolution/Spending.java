package org.vitrail.mechanism.synthesis.evolution;

import java.util.Arrays;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.release.Gate;
import org.vitrail.privacy.release.Sensitive;

/// How an allowance is divided among label counts, marginals and T histograms, and the only place they are
/// released.
///
/// Sensitivities, squared, for adding or removing one unit. Row: counts and votes 1 (a row has one label and one
/// vote),
/// marginals one cell in each of d axes, d. Person: every histogram is one joint vector of norm at most 1 ([Rows]).
final class Spending {
    private final Settings settings;
    private final int axes;
    private final boolean persons;
    private final MuSquared allowance;
    private final Meter meter;

    Spending(Settings settings, int axes, boolean persons, MuSquared allowance, Meter meter) {
        this.settings = settings;
        this.axes = axes;
        this.persons = persons;
        this.allowance = allowance;
        this.meter = meter;
    }

    boolean persons() {
        return persons;
    }

    MuSquared countCharge() {
        return allowance.share(settings.countParts(), 1000);
    }

    MuSquared marginalCharge() {
        return allowance.share(settings.marginalParts(), 1000);
    }

    /// The charge of each of the T histograms.
    MuSquared voteCharge() {
        return allowance.share(1000 - settings.countParts() - settings.marginalParts(), 1000L * settings.histograms());
    }

    double countDeviation() {
        return Gate.standardDeviation(1, countCharge());
    }

    double marginalDeviation() {
        return Gate.standardDeviation(persons ? 1 : axes, marginalCharge());
    }

    double voteDeviation() {
        return Gate.standardDeviation(1, voteCharge());
    }

    double[] labelCounts(Sensitive<long[]> counts) {
        return release(counts, 1, countCharge());
    }

    double[] marginals(Sensitive<long[]> counts) {
        return release(counts, axes, marginalCharge());
    }

    double[] votes(Sensitive<long[]> counts) {
        return release(counts, 1, voteCharge());
    }

    private double[] release(Sensitive<long[]> counts, long rowSquared, MuSquared charge) {
        long[] noisy = meter.release(counts, persons ? Rows.PERSON_SQUARED : rowSquared, charge);
        double unit = persons ? 1.0 / (1L << Rows.GRID_BITS) : 1;
        return Arrays.stream(noisy).mapToDouble(n -> n * unit).toArray();
    }
}
