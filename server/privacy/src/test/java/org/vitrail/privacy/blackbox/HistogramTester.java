package org.vitrail.privacy.blackbox;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Looks for a *set of outputs* whose probability on one input passes e^ε times that on the other plus δ: any
/// set, not only half-lines, of outputs cut to cells.
///
/// Half of the runs choose the cells that are e^ε times as frequent on one input as on the other, the other
/// half bounds the probability of their union. **Power.** A mechanism that tells its input apart on a set of
/// probability 1e-3 or more is found from 100,000 runs.
public final class HistogramTester {
    private final int runs;
    private final double width;
    private final double[] epsilons;

    /// @param runs of each input
    /// @param width of a cell, in units of the features; > 0
    /// @param epsilons at which the claim is tested
    public HistogramTester(int runs, double width, double... epsilons) {
        this.runs = runs;
        this.width = width;
        this.epsilons = epsilons.clone();
    }

    /// Tests the claim in both directions.
    public Verdict test(Outputs one, Outputs other, Claim claim) {
        Cells[] a = halves(one.run(runs));
        Cells[] b = halves(other.run(runs));
        Verdict forth = direction(a, b, claim);
        Verdict back = direction(b, a, claim);
        return forth.excess() >= back.excess() ? forth : back;
    }

    private Verdict direction(Cells[] p, Cells[] q, Claim claim) {
        Verdict worst = new Verdict("histogram", Double.NEGATIVE_INFINITY, "no set");
        double error = Binomial.TYPE_ONE / (4 * epsilons.length);
        for (double epsilon : epsilons) {
            Set<String> event = new HashSet<>();
            p[0].counts.forEach((cell, count) -> {
                if (count > Math.exp(epsilon) * q[0].counts.getOrDefault(cell, 0)) {
                    event.add(cell);
                }
            });
            double most = Binomial.lower(p[1].count(event), p[1].total, error);
            double least = Binomial.upper(q[1].count(event), q[1].total, error);
            double excess = most - Math.exp(epsilon) * least - claim.delta().applyAsDouble(epsilon);
            if (excess > worst.excess()) {
                worst = new Verdict(
                        "histogram",
                        excess,
                        event.size() + " cells at epsilon " + epsilon + ": " + most + " against " + least + ", claimed "
                                + claim.text());
            }
        }
        return worst;
    }

    private Cells[] halves(double[][] outputs) {
        Cells[] halves = {new Cells(), new Cells()};
        for (int i = 0; i < outputs.length; i++) {
            halves[i < outputs.length / 2 ? 0 : 1].add(cell(outputs[i]));
        }
        return halves;
    }

    private String cell(double[] features) {
        StringBuilder cell = new StringBuilder();
        for (double feature : features) {
            cell.append((long) Math.floor(feature / width)).append(' ');
        }
        return cell.toString();
    }

    private static final class Cells {
        private final Map<String, Integer> counts = new HashMap<>();
        private int total;

        void add(String cell) {
            counts.merge(cell, 1, Integer::sum);
            total++;
        }

        long count(Set<String> event) {
            return event.stream()
                    .mapToLong(cell -> counts.getOrDefault(cell, 0))
                    .sum();
        }
    }
}
