package org.vitrail.privacy.blackbox;

import java.util.Arrays;

/// The attack of Mironov (2012): are sums with noise on a grid for both inputs alike?
///
/// The event is fixed beforehand, "the first feature is no multiple of 2^-53", so two bounds suffice.
/// **Power.** A naive sum of doubles leaves the grid in 7 to 27 % of the runs for the count 0 and never for the
/// count 1: 1,000 runs show it.
public final class LatticeTester {
    private final int runs;

    /// @param runs of each input
    public LatticeTester(int runs) {
        this.runs = runs;
    }

    /// Tests (ε, δ) in both directions. Excess is in δ.
    public Verdict test(Outputs one, Outputs other, double epsilon, double delta) {
        long a = off(one.run(runs));
        long b = off(other.run(runs));
        double excess = Math.max(excess(a, b, epsilon, delta), excess(b, a, epsilon, delta));
        return new Verdict("lattice", excess, "off the grid " + a + " and " + b + " times of " + runs);
    }

    private double excess(long p, long q, double epsilon, double delta) {
        double error = Binomial.TYPE_ONE / 4;
        return Binomial.lower(p, runs, error) - Math.exp(epsilon) * Binomial.upper(q, runs, error) - delta;
    }

    private static long off(double[][] outputs) {
        return Arrays.stream(outputs)
                .filter(row -> row[0] * 0x1p53 != Math.rint(row[0] * 0x1p53))
                .count();
    }
}
