package org.vitrail.privacy.blackbox;

import java.util.Arrays;

/// Looks for a half-line {x > t} or {x <= t} of the first feature whose probability on one input passes e^ε
/// times that on the other plus δ.
///
/// Thresholds come from half of the runs, bounds from the other half: for each ε and direction one event is
/// chosen and two probabilities are bounded, each with its share of the type-I error. **Power.** An excess of δ
/// by 0.01 is found from 400,000 runs where e^ε Q(S) is below 1.
public final class HockeyStickTester {
    private final double[] epsilons;
    private final int runs;

    /// @param runs of each input
    /// @param epsilons at which the claim is tested
    public HockeyStickTester(int runs, double... epsilons) {
        this.runs = runs;
        this.epsilons = epsilons.clone();
    }

    /// Tests the claim in both directions.
    public Verdict test(Outputs one, Outputs other, Claim claim) {
        double[][] a = halves(one.run(runs));
        double[][] b = halves(other.run(runs));
        Verdict forth = direction(a, b, claim);
        Verdict back = direction(b, a, claim);
        return forth.excess() >= back.excess() ? forth : back;
    }

    private Verdict direction(double[][] p, double[][] q, Claim claim) {
        Verdict worst = new Verdict("hockey-stick", Double.NEGATIVE_INFINITY, "no event");
        double error = Binomial.TYPE_ONE / (4 * epsilons.length);
        for (double epsilon : epsilons) {
            HalfLine event = best(p[0], q[0], Math.exp(epsilon));
            double most = Binomial.lower(event.count(p[1]), p[1].length, error);
            double least = Binomial.upper(event.count(q[1]), q[1].length, error);
            double excess = most - Math.exp(epsilon) * least - claim.delta().applyAsDouble(epsilon);
            if (excess > worst.excess()) {
                worst = new Verdict(
                        "hockey-stick",
                        excess,
                        event + " at epsilon " + epsilon + ": " + most + " against " + least + ", claimed "
                                + claim.text());
            }
        }
        return worst;
    }

    /// The half-line with the largest share(p) − factor · share(q) on the runs given.
    private static HalfLine best(double[] p, double[] q, double factor) {
        double[] sortedP = sorted(p);
        double[] sortedQ = sorted(q);
        HalfLine best = new HalfLine(sortedP[0], true);
        double most = Double.NEGATIVE_INFINITY;
        int step = Math.max(1, p.length / 4096);
        for (int i = 0; i < 2 * sortedP.length; i += step) {
            double threshold = i < sortedP.length ? sortedP[i] : sortedQ[i - sortedP.length];
            for (boolean above : new boolean[] {true, false}) {
                HalfLine line = new HalfLine(threshold, above);
                double value =
                        (double) line.countSorted(sortedP) / p.length - factor * line.countSorted(sortedQ) / q.length;
                if (value > most) {
                    most = value;
                    best = line;
                }
            }
        }
        return best;
    }

    private record HalfLine(double threshold, boolean above) {
        long count(double[] values) {
            return Arrays.stream(values).filter(x -> (x > threshold) == above).count();
        }

        long countSorted(double[] values) {
            int low = 0;
            int high = values.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (values[middle] > threshold) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return above ? values.length - low : low;
        }
    }

    private static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static double[][] halves(double[][] outputs) {
        double[] first = Arrays.stream(outputs).mapToDouble(row -> row[0]).toArray();
        int half = first.length / 2;
        return new double[][] {Arrays.copyOf(first, half), Arrays.copyOfRange(first, half, first.length)};
    }
}
