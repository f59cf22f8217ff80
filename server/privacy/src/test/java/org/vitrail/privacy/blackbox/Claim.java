package org.vitrail.privacy.blackbox;

import java.util.function.DoubleUnaryOperator;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.MuSquared;

/// What a mechanism promises about two neighbouring inputs, in both directions.
///
/// @param text for messages
/// @param delta δ as a function of ε >= 0
/// @param renyi Rényi divergence as a function of the order > 1
public record Claim(String text, DoubleUnaryOperator delta, DoubleUnaryOperator renyi) {
    /// Gaussian differential privacy.
    public static Claim gaussian(MuSquared total) {
        return new Claim(
                "mu^2 " + total,
                epsilon -> GaussianAccountant.delta(epsilon, total),
                order -> order * total.approximate() / 2);
    }

    /// Pure differential privacy. Rényi: the divergence of two values (Mironov 2017, Prop. 3, tight form).
    public static Claim pure(double epsilon) {
        double p = 1 / (1 + Math.exp(-epsilon));
        return new Claim(
                "pure " + epsilon,
                at -> at >= epsilon ? 0 : (Math.exp(epsilon) - Math.exp(at)) / (1 + Math.exp(epsilon)),
                order -> Math.log(Math.pow(p, order) * Math.pow(1 - p, 1 - order)
                                + Math.pow(1 - p, order) * Math.pow(p, 1 - order))
                        / (order - 1));
    }

    /// One point (ε, δ) with a bound on δ at this ε only; no promise about Rényi divergences.
    public static Claim point(double epsilon, double delta) {
        return new Claim(
                "(" + epsilon + ", " + delta + ")", at -> at >= epsilon ? delta : 1, order -> Double.POSITIVE_INFINITY);
    }

    /// This claim, but for outputs of probability at most `share`; no promise about Rényi divergences.
    public Claim orElse(double share) {
        return new Claim(
                text + ", or else " + share,
                epsilon -> Math.min(1, delta.applyAsDouble(epsilon) + share),
                order -> Double.POSITIVE_INFINITY);
    }
}
