package org.vitrail.mechanism.synthesis.marginals;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.release.Gate;
import org.vitrail.privacy.release.Sensitive;

/// The two kinds of look at coded rows, both through the gate.
///
/// **Counts.** One row adds 1 to one cell of each table: a unit of m rows moves each table by at most m in
/// L1, hence in
/// L2, and T tables together by at most m·sqrt(T).
///
/// **Scores.** A score is Σ_c |n_c − r_c| with r public. By the reverse triangle inequality a change of Δ
/// in the counts
/// changes it by at most Σ_c |Δ_c| ≤ m, so T scores together move by at most m·sqrt(T).
final class Measurements {
    private final Gate gate;
    private final Budget budget;
    private final Sensitive<Coded> rows;

    Measurements(Gate gate, Budget budget, Sensitive<Coded> rows) {
        this.gate = gate;
        this.budget = budget;
        this.rows = rows;
    }

    /// Noisy tables and their noise.
    ///
    /// @param deviation of the noise on a cell
    record Noisy(List<double[]> tables, double deviation) {
        double variance() {
            return deviation * deviation;
        }
    }

    Noisy counts(List<Clique> cliques, MuSquared charge) {
        long sensitivity = budget.squaredSensitivity(cliques.size());
        Sensitive<long[]> exact = rows.map(coded -> counts(coded, cliques));
        long[] released = gate.gaussian(exact, sensitivity, charge).value();
        double[][] tables = new double[cliques.size()][];
        int at = 0;
        for (int t = 0; t < tables.length; t++) {
            tables[t] = new double[cliques.get(t).cells()];
            for (int k = 0; k < tables[t].length; k++) {
                tables[t][k] = released[at++];
            }
        }
        return new Noisy(List.of(tables), Gate.standardDeviation(sensitivity, charge));
    }

    static long[] counts(Coded coded, List<Clique> cliques) {
        List<long[]> parts = Stream.of(cliques.toArray(Clique[]::new))
                .parallel()
                .map(clique -> clique.counts(coded))
                .toList();
        return parts.stream().flatMapToLong(Arrays::stream).toArray();
    }

    /// Noisy L1 distances between the exact counts and the references, in rows, less what rows drawn from
    /// the reference
    /// would show.
    ///
    /// @param references `[clique][cells]`: expected counts, public
    Noisy scores(List<Clique> cliques, List<double[]> references, MuSquared charge) {
        long sensitivity = budget.squaredSensitivity(cliques.size());
        Sensitive<long[]> exact = rows.map(coded -> scores(coded, cliques, references));
        long[] released = gate.gaussian(exact, sensitivity, charge).value();
        double[] scores = new double[released.length];
        for (int t = 0; t < scores.length; t++) {
            scores[t] = released[t] - bySampling(references.get(t));
        }
        return new Noisy(List.of(scores), Gate.standardDeviation(sensitivity, charge));
    }

    static long[] scores(Coded coded, List<Clique> cliques, List<double[]> references) {
        return IntStream.range(0, cliques.size())
                .parallel()
                .mapToLong(t -> {
                    long[] counts = cliques.get(t).counts(coded);
                    double[] reference = references.get(t);
                    long score = 0;
                    for (int k = 0; k < counts.length; k++) {
                        score += Math.abs(counts[k] - Math.round(reference[k]));
                    }
                    return score;
                })
                .toArray();
    }

    /// Expected L1 distance of Poisson counts from their own (rounded) means.
    private static double bySampling(double[] reference) {
        double sum = 0;
        for (double mean : reference) {
            sum += mean < 0.5 ? mean : Math.sqrt(2 * mean / Math.PI);
        }
        return sum;
    }
}
