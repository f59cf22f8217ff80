package org.vitrail.privacy.blackbox;

import java.util.Arrays;

/// Bounds the Rényi divergence of the first feature from below and compares it with the claim.
///
/// Outputs are cut at quantiles of half of the runs; by data processing the divergence of the cells is a lower
/// bound, D >= ln(Σ p_i^α q_i^(1−α)) / (α − 1), and so it stays with each p_i at its lower and each q_i at its
/// upper bound, all bounds together failing with at most the type-I error. **Power.** Noise of half the
/// deviation at μ = 1 is found from 200,000 runs.
public final class RenyiTester {
    private static final int CELLS = 12;
    private final int runs;
    private final double[] orders;

    /// @param runs of each input
    /// @param orders at which the claim is tested, > 1
    public RenyiTester(int runs, double... orders) {
        this.runs = runs;
        this.orders = orders.clone();
    }

    /// Tests the claim in both directions.
    public Verdict test(Outputs one, Outputs other, Claim claim) {
        double[] a = first(one.run(runs));
        double[] b = first(other.run(runs));
        double[] cuts = cuts(Arrays.copyOf(a, runs / 2), Arrays.copyOf(b, runs / 2));
        long[] p = counts(a, cuts);
        long[] q = counts(b, cuts);
        Verdict worst = new Verdict("Renyi", Double.NEGATIVE_INFINITY, "no order");
        for (double order : orders) {
            double bound = Math.max(bound(p, q, order), bound(q, p, order));
            double excess = bound - claim.renyi().applyAsDouble(order);
            if (excess > worst.excess()) {
                worst = new Verdict(
                        "Renyi",
                        excess,
                        "order " + order + ": divergence at least " + bound + ", claimed " + claim.text());
            }
        }
        return worst;
    }

    private static double bound(long[] p, long[] q, double order) {
        double error = Binomial.TYPE_ONE / (4.0 * p.length);
        long trialsP = Arrays.stream(p).sum();
        long trialsQ = Arrays.stream(q).sum();
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            double most = Binomial.lower(p[i], trialsP, error);
            double least = Binomial.upper(q[i], trialsQ, error);
            sum += Math.pow(most, order) * Math.pow(least, 1 - order);
        }
        return Math.log(sum) / (order - 1);
    }

    /// Upper ends of all cells but the last, from both inputs' quantiles.
    private static double[] cuts(double[] a, double[] b) {
        double[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        Arrays.sort(all);
        double[] cuts = new double[CELLS - 1];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = all[(int) ((long) all.length * (i + 1) / CELLS)];
        }
        return Arrays.stream(cuts).distinct().toArray();
    }

    /// Counts of the second half of the runs, in the cells (−∞, c0], (c0, c1], …, (last, ∞).
    private long[] counts(double[] values, double[] cuts) {
        long[] counts = new long[cuts.length + 1];
        for (int i = runs / 2; i < values.length; i++) {
            int place = Arrays.binarySearch(cuts, values[i]);
            counts[place < 0 ? -place - 1 : place]++;
        }
        return counts;
    }

    private static double[] first(double[][] outputs) {
        return Arrays.stream(outputs).mapToDouble(row -> row[0]).toArray();
    }
}
