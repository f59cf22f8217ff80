package org.vitrail.privacy.accounting.composition;

import java.util.Optional;
import java.util.OptionalDouble;
import org.vitrail.privacy.accounting.Accountant;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.Require;
import org.vitrail.privacy.accounting.Term;
import org.vitrail.privacy.accounting.UnsupportedEventException;
import org.vitrail.privacy.accounting.numeric.Outward;

/// Zero-concentrated differential privacy: Rényi divergence at most ρα at every order (Bun, Steinke 2016).
///
/// Example: ρ = 0.5 and δ = 1e-6 give ε = 5.2215, where the common formula ρ + 2 sqrt(ρ log(1/δ)) gives 5.7565.
public final class ZcdpAccountant implements Accountant {
    private static final int STEPS = 200;
    private static final double TIGHT = 1e-13;

    /// An accountant without state.
    public ZcdpAccountant() {}

    @Override
    public String name() {
        return "zcdp";
    }

    @Override
    public Optional<String> unsupported(PrivacyEvent event, NeighbouringRelation relation) {
        for (Term term : Term.of(event)) {
            if (one(term.event(), relation).isEmpty()) {
                return Optional.of("zCDP: no rho is known for " + term.event() + " under " + relation);
            }
        }
        return Optional.empty();
    }

    @Override
    public double epsilon(PrivacyEvent event, NeighbouringRelation relation, double delta) {
        return epsilon(rho(event, relation), delta);
    }

    @Override
    public double delta(PrivacyEvent event, NeighbouringRelation relation, double epsilon) {
        return delta(rho(event, relation), epsilon);
    }

    /// ρ of the whole event, rounded up.
    ///
    /// @return >= 0; infinite if above 1.8e308
    public static double rho(PrivacyEvent event, NeighbouringRelation relation) {
        double sum = 0;
        for (Term term : Term.of(event)) {
            double rho = one(term.event(), relation)
                    .orElseThrow(() -> new UnsupportedEventException(
                            "zCDP: no rho is known for " + term.event() + " under " + relation));
            sum = Outward.sum(sum, Outward.times(term.count(), rho));
        }
        return sum;
    }

    private static OptionalDouble one(PrivacyEvent event, NeighbouringRelation relation) {
        return switch (event) {
            case PrivacyEvent.Gaussian gaussian -> OptionalDouble.of(gaussian(1, gaussian.noiseMultiplier()));
            case PrivacyEvent.GaussianDp known ->
                OptionalDouble.of(Outward.up(known.muSquared().pico() * 0.5e-12, 4));
            case PrivacyEvent.DiscreteGaussian gaussian -> // Canonne, Kamath, Steinke 2020, Prop. 5
                OptionalDouble.of(gaussian((double) gaussian.sensitivity(), gaussian.deviation()));
            case PrivacyEvent.ExponentialMechanism exponential -> // bounded range: Cesar, Rogers 2021, Lemma 3.4
                OptionalDouble.of(Outward.up(exponential.epsilon() * exponential.epsilon() / 8, 2));
            case PrivacyEvent.TreeAggregation tree ->
                relation == NeighbouringRelation.ZERO_OUT
                        ? OptionalDouble.of(Outward.times(depth(tree.steps()), gaussian(1, tree.noiseMultiplier())))
                        : OptionalDouble.empty();
            case PrivacyEvent.Laplace other -> pure(other, relation);
            case PrivacyEvent.DiscreteLaplace other -> pure(other, relation);
            case PrivacyEvent.PermuteAndFlip other -> pure(other, relation);
            case PrivacyEvent.RandomizedResponse other -> pure(other, relation);
            case PrivacyEvent.SparseVector other -> pure(other, relation);
            case PrivacyEvent.ApproximateDp other -> pure(other, relation);
            case PrivacyEvent.PoissonSampled other -> pure(other, relation);
            case PrivacyEvent.SampledWithoutReplacement other -> pure(other, relation);
            case PrivacyEvent.RepeatAndSelect other -> pure(other, relation);
            case PrivacyEvent.TruncatedPoissonSampled other -> pure(other, relation);
            case PrivacyEvent.Composed other -> pure(other, relation);
            case PrivacyEvent.SelfComposed other -> pure(other, relation);
        };
    }

    private static OptionalDouble pure(PrivacyEvent event, NeighbouringRelation relation) {
        Optional<EpsilonDelta> cost = EpsilonDelta.of(event, relation).filter(known -> known.delta() == 0);
        return cost.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        Outward.up(cost.get().epsilon() * cost.get().epsilon() / 2, 2)); // Bun, Steinke 2016, Prop. 1.4
    }

    private static double gaussian(double sensitivity, double deviation) {
        double mu = sensitivity / deviation;
        return Outward.up(mu * mu / 2, 6);
    }

    /// Nodes on the way from a leaf to the root: ⌈log2(steps + 1)⌉ (Kairouz et al. 2021, App. D).
    ///
    /// @param steps >= 1
    public static int depth(long steps) {
        return Long.SIZE - Long.numberOfLeadingZeros(steps);
    }

    /// Upper bound of ε for ρ-zCDP: the minimum over real α > 1 of ρα + log(1 − 1/α) − log(δα)/(α − 1) (Canonne,
    /// Kamath, Steinke 2020, Prop. 12 with the curve ρα). Any α gives a bound, so only the last evaluation is
    /// rounded.
    ///
    /// @param rho >= 0
    /// @param delta in [0, 1)
    public static double epsilon(double rho, double delta) {
        if (!(rho >= 0)) {
            throw new IllegalArgumentException("rho must be >= 0, got " + rho);
        }
        if (!(delta >= 0 && delta < 1)) {
            throw new IllegalArgumentException("delta must be in [0, 1), got " + delta);
        }
        if (rho == 0) {
            return 0;
        }
        if (delta == 0 || Double.isInfinite(rho)) {
            return Double.POSITIVE_INFINITY;
        }
        // d/dα is ρ + (log(δ) + log(α)) / (α − 1)², which rises: bisect for its root in x = log(α − 1)
        double low = -35;
        double high = 700;
        for (int i = 0; i < STEPS; i++) {
            double middle = (low + high) / 2;
            double less = Math.exp(middle);
            if (rho * less * less + Math.log(delta) + Math.log1p(less) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double less = Math.exp(high);
        double shift = -Math.log1p(1 / less); // log(1 − 1/α)
        double value = rho * (1 + less) + shift - (Math.log(delta) + Math.log1p(less)) / less;
        double size = rho * (1 + less) - shift + (Math.log1p(less) - Math.log(delta)) / less;
        return Math.max(0, Outward.up(value, size, 12));
    }

    /// Upper bound of δ for ρ-zCDP at `epsilon`: δ = min over α of e^((α−1)(αρ − ε) + α log(1 − 1/α)) / (α − 1).
    ///
    /// @param rho >= 0
    /// @param epsilon >= 0, finite
    public static double delta(double rho, double epsilon) {
        Require.notNegative("epsilon", epsilon);
        if (rho == 0) {
            return 0;
        }
        double low = -35;
        double high = Math.log((epsilon + 1) / (2 * rho) + 2);
        for (int i = 0; i < STEPS; i++) {
            double middle = (low + high) / 2;
            double less = Math.exp(middle);
            if ((1 + 2 * less) * rho - epsilon - Math.log1p(1 / less) < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double less = Math.exp(high);
        double exponent = less * ((1 + less) * rho - epsilon) + (1 + less) * -Math.log1p(1 / less);
        double log = exponent - Math.log(less);
        double size =
                less * ((1 + less) * rho + epsilon) + 1 + (1 + less) * Math.log1p(1 / less) + Math.abs(Math.log(less));
        return Math.min(1, Outward.up(Math.exp(Outward.up(log, size, 12)), 2) + Double.MIN_VALUE);
    }

    /// The largest ρ, within 1e-13 relatively, whose δ at `epsilon` is at most `delta`.
    ///
    /// @param epsilon > 0, finite
    /// @param delta in (0, 1)
    public static double cap(double epsilon, double delta) {
        double safe = 0;
        double unsafe = 1;
        while (delta(unsafe, epsilon) <= delta) {
            safe = unsafe;
            unsafe *= 2;
        }
        while (unsafe - safe > TIGHT * unsafe) {
            double middle = safe + (unsafe - safe) / 2;
            if (delta(middle, epsilon) <= delta) {
                safe = middle;
            } else {
                unsafe = middle;
            }
        }
        return safe;
    }

    /// ρ + 2 sqrt(ρ log(1/δ)), the formula of Bun, Steinke (2016), Prop. 1.3, for comparison; rounded up.
    public static double looseEpsilon(double rho, double delta) {
        return Outward.up(rho + 2 * Math.sqrt(-rho * Math.log(delta)), 6);
    }
}
