package org.vitrail.privacy.blackbox;

/// Bounds for a probability from counts (Chernoff 1952, in the form of Hoeffding 1963, Thm 1): valid for every
/// sample size, a little wider than Clopper and Pearson's.
public final class Binomial {
    /// Probability that a tester calls a sound mechanism unsound.
    public static final double TYPE_ONE = 1e-6;

    private static final int HALVINGS = 60;

    private Binomial() {}

    /// A number that is above the true probability with probability at most `error`.
    public static double lower(long hits, long trials, double error) {
        double share = (double) hits / trials;
        double outside = 0;
        double inside = share;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (outside + inside) / 2;
            if (trials * divergence(share, middle) > -Math.log(error)) {
                outside = middle;
            } else {
                inside = middle;
            }
        }
        return outside;
    }

    /// A number that is below the true probability with probability at most `error`.
    public static double upper(long hits, long trials, double error) {
        return 1 - lower(trials - hits, trials, error);
    }

    /// KL(share ‖ p).
    private static double divergence(double share, double p) {
        return term(share, p) + term(1 - share, 1 - p);
    }

    private static double term(double share, double p) {
        return share == 0 ? 0 : share * Math.log(share / p);
    }
}
