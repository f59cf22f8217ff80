package org.vitrail.privacy.accounting.composition;

import java.util.Optional;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.Require;
import org.vitrail.privacy.accounting.Term;
import org.vitrail.privacy.accounting.numeric.Outward;

/// An (ε, δ) that one event satisfies; pure where δ is 0.
///
/// Example: Laplace noise of scale 2 is (0.5, 0).
///
/// @param epsilon finite, >= 0
/// @param delta in [0, 1]
public record EpsilonDelta(double epsilon, double delta) {
    /// Nothing.
    public static final EpsilonDelta NOTHING = new EpsilonDelta(0, 0);

    public EpsilonDelta {
        Require.notNegative("epsilon", epsilon);
        Require.probability("delta", delta);
    }

    /// What one event costs, rounded up; empty if no (ε, δ) of it is known without choosing a δ.
    public static Optional<EpsilonDelta> of(PrivacyEvent event, NeighbouringRelation relation) {
        return switch (event) {
            case PrivacyEvent.Laplace laplace -> pure(Outward.up(1 / laplace.scale(), 1));
            case PrivacyEvent.DiscreteLaplace laplace ->
                pure(Outward.up(laplace.inverseScale() * laplace.sensitivity(), 2));
            case PrivacyEvent.ExponentialMechanism exponential -> pure(exponential.epsilon());
            case PrivacyEvent.PermuteAndFlip flip -> pure(flip.epsilon());
            case PrivacyEvent.SparseVector vector -> pure(vector.epsilon());
            case PrivacyEvent.RandomizedResponse response -> response(response, relation);
            case PrivacyEvent.ApproximateDp known -> Optional.of(new EpsilonDelta(known.epsilon(), known.delta()));
            case PrivacyEvent.PoissonSampled sampled ->
                relation != NeighbouringRelation.ADD_OR_REMOVE_ONE
                        ? Optional.empty()
                        : of(sampled.event(), relation).map(whole -> whole.sampled(sampled.samplingProbability()));
            case PrivacyEvent.SampledWithoutReplacement sampled ->
                relation != NeighbouringRelation.REPLACE_ONE
                        ? Optional.empty()
                        : of(sampled.event(), relation)
                                .map(whole -> whole.sampled(
                                        Math.min(1, Outward.up(sampled.batchSize() / (double) sampled.units(), 2))));
            case PrivacyEvent.RepeatAndSelect repeated -> repeated(repeated, relation);
            case PrivacyEvent.Composed composed -> sum(composed, relation);
            case PrivacyEvent.SelfComposed composed -> sum(composed, relation);
            case PrivacyEvent.Gaussian none -> Optional.empty();
            case PrivacyEvent.GaussianDp none -> Optional.empty();
            case PrivacyEvent.DiscreteGaussian none -> Optional.empty();
            case PrivacyEvent.TruncatedPoissonSampled none -> Optional.empty();
            case PrivacyEvent.TreeAggregation none -> Optional.empty();
        };
    }

    private static Optional<EpsilonDelta> pure(double epsilon) {
        return epsilon <= Double.MAX_VALUE ? Optional.of(new EpsilonDelta(epsilon, 0)) : Optional.empty();
    }

    /// Basic composition (Dwork, Roth 2014, Thm 3.16).
    static Optional<EpsilonDelta> sum(PrivacyEvent event, NeighbouringRelation relation) {
        EpsilonDelta sum = NOTHING;
        for (Term term : Term.of(event)) {
            Optional<EpsilonDelta> one = of(term.event(), relation);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            double epsilon = Outward.sum(sum.epsilon, Outward.times(term.count(), one.get().epsilon));
            if (!(epsilon <= Double.MAX_VALUE)) {
                return Optional.empty();
            }
            double delta = Outward.sum(sum.delta, Outward.times(term.count(), one.get().delta));
            sum = new EpsilonDelta(epsilon, Math.min(1, delta));
        }
        return Optional.of(sum);
    }

    /// Likelihood ratios of one answer: of two true buckets under replace-one; of a true bucket and the uniform
    /// answer
    /// of a special record under zero-out.
    private static Optional<EpsilonDelta> response(
            PrivacyEvent.RandomizedResponse response, NeighbouringRelation relation) {
        double p = response.noise();
        double k = response.buckets();
        return switch (relation) {
            case ADD_OR_REMOVE_ONE -> Optional.empty(); // the number of answers would differ
            case REPLACE_ONE -> pure(Outward.up(Math.log1p((1 - p) * k / p), 6));
            case ZERO_OUT -> pure(Outward.up(Math.max(Math.log1p((1 - p) * (k - 1)), -Math.log(p)), 6));
        };
    }

    /// Truncated negative binomial repetitions of a pure mechanism: (2 + shape) ε (Papernot, Steinke 2021, Thm 2 at
    /// infinite orders).
    private static Optional<EpsilonDelta> repeated(
            PrivacyEvent.RepeatAndSelect repeated, NeighbouringRelation relation) {
        Optional<EpsilonDelta> one = of(repeated.event(), relation);
        return one.filter(cost -> cost.delta == 0 && Double.isFinite(repeated.shape()))
                .flatMap(cost -> pure(Outward.up((2 + repeated.shape()) * cost.epsilon, 3)));
    }

    /// Privacy amplification: ε' = log(1 + q(e^ε − 1)), δ' = qδ (Balle, Barthe, Gaboardi 2018, Thm 8 for Poisson
    /// under
    /// add-or-remove, Thm 9 without replacement under replace-one).
    ///
    /// @param q in [0, 1]
    EpsilonDelta sampled(double q) {
        if (q == 0) {
            return NOTHING;
        }
        double less =
                epsilon < 700 ? Math.log1p(q * Math.expm1(epsilon)) : Math.min(epsilon, Math.log(q) + epsilon + 1);
        return new EpsilonDelta(
                q == 1 ? epsilon : Math.min(epsilon, Outward.up(less, 8)), Math.min(delta, Outward.up(q * delta, 1)));
    }
}
