package org.vitrail.contract;

import java.util.List;

/// One budget's balance: in the measure in which it is used least, and ε at `delta` beside it. Nearly
/// always that is μ² of Gaussian differential privacy in units of 1e-12 (`gdp`). Of several measures any
/// may accept a charge, so what counts is the one with most left.
///
/// @param epsilonCap ε of the cap
/// @param delta δ of the cap and of every ε here
/// @param capPico the cap in that measure, rounded down
/// @param spentPico committed, rounded up
/// @param reservedPico set aside for running jobs, rounded up
/// @param keptPico guaranteed to accounts below and not used yet
/// @param epsilonSpent upper bound of ε at `delta` of what is spent, reserved and kept: the least over
///     the measures, each at its share of δ; the filter's bound, which holds beside the cap that was
///     fixed before
/// @param epsilonRemaining ε of one more release that would use up the rest: the most over the measures,
///     each at its share of δ
/// @param unit of the four amounts ([MeasureName]); `gdp` for μ²
/// @param measures all of them; each unit a line
public record Account(
        double epsilonCap,
        double delta,
        long capPico,
        long spentPico,
        long reservedPico,
        long keptPico,
        double epsilonSpent,
        double epsilonRemaining,
        String unit,
        List<MeasureBalance> measures) {
    public Account {
        unit = unit == null ? MeasureName.GDP : unit;
        measures = measures == null ? List.of() : List.copyOf(measures);
    }

    /// An account that is kept in `gdp` alone.
    public static Account gdp(
            double epsilonCap,
            double delta,
            long capPico,
            long spentPico,
            long reservedPico,
            long keptPico,
            double epsilonSpent,
            double epsilonRemaining) {
        return new Account(
                epsilonCap,
                delta,
                capPico,
                spentPico,
                reservedPico,
                keptPico,
                epsilonSpent,
                epsilonRemaining,
                MeasureName.GDP,
                List.of(new MeasureBalance(
                        MeasureName.GDP, MeasureName.GDP, delta, capPico, spentPico, reservedPico, keptPico, true)));
    }

    /// What is left in that measure.
    public long remainingPico() {
        return capPico - spentPico - reservedPico - keptPico;
    }

    /// The largest μ², in units of 1e-12, of one more Gaussian release that some measure would accept.
    public long gaussianLeft() {
        return measures.stream()
                .mapToLong(line -> MeasureName.gaussian(line.unit(), line.remaining()))
                .max()
                .orElseGet(this::remainingPico);
    }
}
