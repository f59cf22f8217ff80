package org.vitrail.privacy.accounting.composition;

import java.math.BigDecimal;
import java.util.Optional;
import org.vitrail.privacy.accounting.Accountant;
import org.vitrail.privacy.accounting.GaussianAccountant;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.Require;
import org.vitrail.privacy.accounting.Term;
import org.vitrail.privacy.accounting.UnsupportedEventException;

/// Gaussian events only, exactly: μ² adds up (Dong, Roth, Su 2022, Cor. 3.3).
///
/// Example: σ = 1 used once at δ = 1e-5 is ε = 4.37718, where Rényi orders give 4.72851.
public final class GdpAccountant implements Accountant {
    /// An accountant without state.
    public GdpAccountant() {}

    @Override
    public String name() {
        return "gdp";
    }

    @Override
    public Optional<String> unsupported(PrivacyEvent event, NeighbouringRelation relation) {
        for (Term term : Term.of(event)) {
            if (one(term).isEmpty()) {
                return Optional.of("GDP: " + term.event() + " is not Gaussian");
            }
        }
        return Optional.empty();
    }

    /// A sampled event in which everybody takes part is the event.
    private static PrivacyEvent whole(PrivacyEvent event) {
        return event instanceof PrivacyEvent.PoissonSampled sampled && sampled.samplingProbability() == 1
                ? sampled.event()
                : event;
    }

    private static Optional<BigDecimal> one(Term term) {
        return switch (whole(term.event())) {
            case PrivacyEvent.Gaussian gaussian ->
                Optional.of(GaussianAccountant.muSquared(gaussian.noiseMultiplier(), term.count()));
            case PrivacyEvent.GaussianDp known ->
                Optional.of(
                        BigDecimal.valueOf(known.muSquared().pico(), 12).multiply(BigDecimal.valueOf(term.count())));
            case PrivacyEvent.DiscreteGaussian _,
                    PrivacyEvent.Laplace _,
                    PrivacyEvent.DiscreteLaplace _,
                    PrivacyEvent.ExponentialMechanism _,
                    PrivacyEvent.PermuteAndFlip _,
                    PrivacyEvent.RandomizedResponse _,
                    PrivacyEvent.SparseVector _,
                    PrivacyEvent.ApproximateDp _,
                    PrivacyEvent.PoissonSampled _,
                    PrivacyEvent.TruncatedPoissonSampled _,
                    PrivacyEvent.SampledWithoutReplacement _,
                    PrivacyEvent.TreeAggregation _,
                    PrivacyEvent.RepeatAndSelect _,
                    PrivacyEvent.Composed _,
                    PrivacyEvent.SelfComposed _ -> Optional.empty();
        };
    }

    @Override
    public double epsilon(PrivacyEvent event, NeighbouringRelation relation, double delta) {
        BigDecimal total = muSquared(event);
        if (total.signum() == 0) {
            return 0;
        }
        return delta == 0 ? Double.POSITIVE_INFINITY : GaussianAccountant.epsilon(delta, total);
    }

    @Override
    public double delta(PrivacyEvent event, NeighbouringRelation relation, double epsilon) {
        Require.notNegative("epsilon", epsilon);
        return GaussianAccountant.delta(epsilon, muSquared(event));
    }

    /// μ² of Gaussian events, rounded up in 70 digits.
    ///
    /// @throws UnsupportedEventException if an event is not Gaussian
    public static BigDecimal muSquared(PrivacyEvent event) {
        BigDecimal total = BigDecimal.ZERO;
        for (Term term : Term.of(event)) {
            total = total.add(one(term)
                    .orElseThrow(() -> new UnsupportedEventException("GDP: " + term.event() + " is not Gaussian")));
        }
        return total;
    }
}
