package org.vitrail.privacy.accounting.rdp;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.vitrail.privacy.accounting.Accountant;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.Term;
import org.vitrail.privacy.accounting.UnsupportedEventException;
import org.vitrail.privacy.accounting.composition.EpsilonDelta;
import org.vitrail.privacy.accounting.composition.GdpAccountant;
import org.vitrail.privacy.accounting.composition.ZcdpAccountant;
import org.vitrail.privacy.accounting.numeric.Outward;

/// Rényi differential privacy of events, at the orders given.
///
/// Example: 10000 steps of a Gaussian with noise multiplier 4, sampled at 0.01, cost ε = 1.0355 at δ = 1e-5.
public final class RdpAccountant implements Accountant {
    private static final MathContext DIGITS = new MathContext(40, RoundingMode.HALF_EVEN);
    private static final long ATOMS_MAX = 100_000;

    private final List<Double> orders;

    /// @param orders each finite and > 1, ascending; [Orders#STANDARD] or [Orders#FINE]
    public RdpAccountant(List<Double> orders) {
        this.orders = List.copyOf(orders);
    }

    @Override
    public String name() {
        return "rdp";
    }

    @Override
    public double epsilon(PrivacyEvent event, NeighbouringRelation relation, double delta) {
        return curve(event, relation).epsilon(delta).value();
    }

    @Override
    public double delta(PrivacyEvent event, NeighbouringRelation relation, double epsilon) {
        return curve(event, relation).delta(epsilon).value();
    }

    @Override
    public Optional<String> unsupported(PrivacyEvent event, NeighbouringRelation relation) {
        for (Term term : Term.of(event)) {
            Optional<String> reason = reason(term.event(), relation);
            if (reason.isPresent()) {
                return Optional.of(
                        "RDP: " + term.event() + " under " + relation + " is not supported: " + reason.get());
            }
        }
        return Optional.empty();
    }

    /// Upper bounds of the Rényi divergence of the whole event.
    ///
    /// @throws UnsupportedEventException if an event cannot be priced
    public RdpCurve curve(PrivacyEvent event, NeighbouringRelation relation) {
        Optional<String> reason = unsupported(event, relation);
        if (reason.isPresent()) {
            throw new UnsupportedEventException(reason.get());
        }
        RdpCurve sum = RdpCurve.nothing(orders);
        for (Term term : Term.of(event)) {
            sum = sum.plus(one(term.event(), relation).times(term.count()));
        }
        return sum;
    }

    private Optional<String> reason(PrivacyEvent event, NeighbouringRelation relation) {
        return switch (event) {
            case PrivacyEvent.Gaussian known -> Optional.empty();
            case PrivacyEvent.GaussianDp known -> Optional.empty();
            case PrivacyEvent.DiscreteGaussian known -> Optional.empty();
            case PrivacyEvent.Laplace known -> Optional.empty();
            case PrivacyEvent.DiscreteLaplace known -> Optional.empty();
            case PrivacyEvent.ExponentialMechanism known -> Optional.empty();
            case PrivacyEvent.PermuteAndFlip known -> Optional.empty();
            case PrivacyEvent.SparseVector known -> Optional.empty();
            case PrivacyEvent.ApproximateDp known -> Optional.empty();
            case PrivacyEvent.RandomizedResponse known ->
                relation == NeighbouringRelation.ADD_OR_REMOVE_ONE
                        ? Optional.of("the number of answers would differ; use REPLACE_ONE or ZERO_OUT")
                        : Optional.empty();
            case PrivacyEvent.PoissonSampled sampled -> sampledReason(sampled, relation);
            case PrivacyEvent.SampledWithoutReplacement sampled ->
                relation != NeighbouringRelation.REPLACE_ONE
                        ? Optional.of("sampling without replacement is priced under REPLACE_ONE only")
                        : isGaussian(sampled.event())
                                        || EpsilonDelta.of(sampled, relation).isPresent()
                                ? Optional.empty()
                                : Optional.of("only Gaussian and (epsilon, delta) events can be sampled so");
            case PrivacyEvent.TruncatedPoissonSampled sampled ->
                Optional.of("no Rényi bound for a truncated batch is known; the PLD accountant prices it");
            case PrivacyEvent.TreeAggregation tree ->
                relation == NeighbouringRelation.ZERO_OUT
                        ? Optional.empty()
                        : Optional.of("tree aggregation is priced under ZERO_OUT only");
            case PrivacyEvent.RepeatAndSelect repeated ->
                unsupported(repeated.event(), relation)
                        .or(() -> one(repeated.event(), relation).failure() > 0
                                ? Optional.of("the event that is repeated may fail with a delta of its own")
                                : Optional.empty());
            case PrivacyEvent.Composed composed -> unsupported(composed, relation);
            case PrivacyEvent.SelfComposed composed -> unsupported(composed, relation);
        };
    }

    private static Optional<String> sampledReason(PrivacyEvent.PoissonSampled sampled, NeighbouringRelation relation) {
        if (relation == NeighbouringRelation.REPLACE_ONE) {
            return Optional.of("Poisson sampling is priced under ADD_OR_REMOVE_ONE or ZERO_OUT only");
        }
        if (isGaussian(sampled.event())) {
            return Optional.empty();
        }
        if (relation == NeighbouringRelation.ZERO_OUT) {
            return Optional.of("under ZERO_OUT only a Gaussian can be sampled");
        }
        return EpsilonDelta.of(sampled.event(), relation).isPresent()
                ? Optional.empty()
                : Optional.of("only Gaussian, Laplace and (epsilon, delta) events can be sampled");
    }

    private static boolean isGaussian(PrivacyEvent event) {
        return Term.of(event).stream().allMatch(term -> term.event() instanceof PrivacyEvent.Gaussian);
    }

    /// The noise multiplier of several Gaussian answers on the same data, rounded down: μ² adds up.
    private static double combined(PrivacyEvent event) {
        if (event instanceof PrivacyEvent.Gaussian single) {
            return single.noiseMultiplier();
        }
        BigDecimal root = GdpAccountant.muSquared(event).sqrt(DIGITS);
        return root.signum() == 0
                ? Double.MAX_VALUE
                : Math.nextDown(BigDecimal.ONE.divide(root, DIGITS).doubleValue());
    }

    private RdpCurve one(PrivacyEvent event, NeighbouringRelation relation) {
        return switch (event) {
            case PrivacyEvent.Gaussian gaussian ->
                at(order -> SampledGaussian.whole(gaussian.noiseMultiplier(), order));
            case PrivacyEvent.GaussianDp known -> zcdp(known, relation);
            case PrivacyEvent.DiscreteGaussian gaussian -> zcdp(gaussian, relation);
            case PrivacyEvent.TreeAggregation tree -> zcdp(tree, relation);
            case PrivacyEvent.Laplace laplace -> at(order -> SampledLaplace.whole(laplace.scale(), order));
            case PrivacyEvent.PermuteAndFlip flip -> // its loss is that of Laplace noise (McKenna, Sheldon 2020)
                at(order -> SampledLaplace.whole(Outward.down(1 / flip.epsilon(), 1), order));
            case PrivacyEvent.DiscreteLaplace laplace ->
                laplace.sensitivity() > ATOMS_MAX
                        ? pure(laplace, relation)
                        : atoms(
                                LossAtoms.discreteLaplace(laplace.inverseScale(), laplace.sensitivity()),
                                laplace,
                                relation);
            case PrivacyEvent.ExponentialMechanism exponential ->
                at(order -> BoundedRange.divergence(exponential.epsilon(), order));
            case PrivacyEvent.RandomizedResponse response -> response(response, relation);
            case PrivacyEvent.SparseVector vector -> pure(vector, relation);
            case PrivacyEvent.ApproximateDp known -> pure(known, relation);
            case PrivacyEvent.PoissonSampled sampled -> sampled(sampled, relation);
            case PrivacyEvent.SampledWithoutReplacement sampled -> batch(sampled, relation);
            case PrivacyEvent.RepeatAndSelect repeated ->
                RepeatAndSelectCurve.of(curve(repeated.event(), relation), repeated.mean(), repeated.shape());
            case PrivacyEvent.Composed composed -> curve(composed, relation);
            case PrivacyEvent.SelfComposed composed -> curve(composed, relation);
            case PrivacyEvent.TruncatedPoissonSampled sampled ->
                throw new UnsupportedEventException("RDP: " + sampled + " is not supported");
        };
    }

    private RdpCurve zcdp(PrivacyEvent event, NeighbouringRelation relation) {
        double rho = ZcdpAccountant.rho(event, relation);
        return at(order -> Outward.up(rho * order, 2));
    }

    private RdpCurve pure(PrivacyEvent event, NeighbouringRelation relation) {
        EpsilonDelta cost = EpsilonDelta.of(event, relation).orElseThrow();
        if (cost.epsilon() == 0) {
            return new RdpCurve(orders, RdpCurve.nothing(orders).divergences(), cost.delta());
        }
        RdpCurve whole = atoms(LossAtoms.pure(cost.epsilon()), event, relation);
        return new RdpCurve(orders, whole.divergences(), cost.delta());
    }

    private RdpCurve atoms(LossAtoms atoms, PrivacyEvent event, NeighbouringRelation relation) {
        double most = EpsilonDelta.of(event, relation).orElseThrow().epsilon();
        return at(order -> Math.min(most, atoms.divergence(order)));
    }

    private RdpCurve response(PrivacyEvent.RandomizedResponse response, NeighbouringRelation relation) {
        if (response.noise() == 1) {
            return RdpCurve.nothing(orders);
        }
        LossAtoms atoms = relation == NeighbouringRelation.REPLACE_ONE
                ? LossAtoms.response(response.noise(), response.buckets())
                : LossAtoms.responseToNobody(response.noise(), response.buckets());
        return atoms(atoms, response, relation);
    }

    private RdpCurve sampled(PrivacyEvent.PoissonSampled sampled, NeighbouringRelation relation) {
        double q = sampled.samplingProbability();
        if (q == 0 || Term.of(sampled.event()).isEmpty()) {
            return RdpCurve.nothing(orders);
        }
        if (q == 1) {
            return curve(sampled.event(), relation);
        }
        if (isGaussian(sampled.event())) {
            return at(new SampledGaussian(q, combined(sampled.event()))::divergence);
        }
        if (sampled.event() instanceof PrivacyEvent.Laplace laplace) {
            return at(order -> SampledLaplace.sampled(q, laplace.scale(), order));
        }
        EpsilonDelta whole = EpsilonDelta.of(sampled.event(), relation).orElseThrow();
        if (whole.delta() > 0) {
            return pure(sampled, relation); // the pair of the theorem, sampled, is not one with a failure
        }
        double most = EpsilonDelta.of(sampled, relation).orElseThrow().epsilon();
        LossAtoms atoms = LossAtoms.pure(whole.epsilon());
        return at(order -> Math.min(most, atoms.sampled(q, order)));
    }

    private RdpCurve batch(PrivacyEvent.SampledWithoutReplacement sampled, NeighbouringRelation relation) {
        if (Term.of(sampled.event()).isEmpty() || sampled.batchSize() == 0) {
            return RdpCurve.nothing(orders);
        }
        if (!isGaussian(sampled.event())) {
            return pure(sampled, relation);
        }
        double q = sampled.batchSize() / (double) sampled.units();
        WithoutReplacement gaussian = new WithoutReplacement(q == 1 ? 1 : Math.nextUp(q), combined(sampled.event()));
        return at(gaussian::divergence);
    }

    private RdpCurve at(DoubleUnaryOperator divergence) {
        List<Double> values = new ArrayList<>();
        for (double order : orders) {
            values.add(divergence.applyAsDouble(order));
        }
        return new RdpCurve(orders, values, 0);
    }
}
