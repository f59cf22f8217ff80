package org.vitrail.privacy.accounting.pld;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;

/// An event as the loss laws of its steps.
///
/// Sensitivities are those under the relation, as [PrivacyEvent] says: nothing is doubled here. A sampled Gaussian
/// under
/// `REPLACE_ONE` has two contributions that pull in opposite directions, each half of that sensitivity.
final class Steps {
    /// A law and how often it is met.
    record Counted(LossLaw law, long count) {}

    private static final long COUNT_MAX = 1_000_000_000L;

    private final NeighbouringRelation relation;
    private final boolean added;
    private final Map<PrivacyEvent, Long> counts = new LinkedHashMap<>();

    private Steps(NeighbouringRelation relation, boolean added) {
        this.relation = relation;
        this.added = added;
    }

    /// Why this event has no loss law here, or nothing if it has one.
    static Optional<String> unsupported(PrivacyEvent event, NeighbouringRelation relation) {
        return switch (event) {
            case PrivacyEvent.Gaussian _,
                    PrivacyEvent.GaussianDp _,
                    PrivacyEvent.DiscreteGaussian _,
                    PrivacyEvent.Laplace _,
                    PrivacyEvent.DiscreteLaplace _,
                    PrivacyEvent.ExponentialMechanism _,
                    PrivacyEvent.PermuteAndFlip _,
                    PrivacyEvent.SparseVector _,
                    PrivacyEvent.ApproximateDp _ -> Optional.empty();
            case PrivacyEvent.RandomizedResponse _ ->
                relation == NeighbouringRelation.ADD_OR_REMOVE_ONE
                        ? refusal("randomized response needs REPLACE_ONE or ZERO_OUT, got " + relation)
                        : Optional.empty();
            case PrivacyEvent.PoissonSampled sampled -> unsupportedSample(sampled, relation);
            case PrivacyEvent.TruncatedPoissonSampled truncated ->
                truncated.event() instanceof PrivacyEvent.Gaussian && relation != NeighbouringRelation.REPLACE_ONE
                        ? Optional.empty()
                        : refusal(
                                "truncated Poisson sampling needs a Gaussian under ADD_OR_REMOVE_ONE or ZERO_OUT, got "
                                        + name(truncated.event()) + " under " + relation);
            case PrivacyEvent.SampledWithoutReplacement _,
                    PrivacyEvent.TreeAggregation _,
                    PrivacyEvent.RepeatAndSelect _ -> refusal(name(event) + " has no loss distribution; use its RDP");
            case PrivacyEvent.Composed(List<PrivacyEvent> events) ->
                events.stream()
                        .map(part -> unsupported(part, relation))
                        .flatMap(Optional::stream)
                        .findFirst();
            case PrivacyEvent.SelfComposed(PrivacyEvent part, long _) -> unsupported(part, relation);
        };
    }

    private static Optional<String> unsupportedSample(
            PrivacyEvent.PoissonSampled sampled, NeighbouringRelation relation) {
        boolean replaced = relation == NeighbouringRelation.REPLACE_ONE;
        return switch (sampled.event()) {
            case PrivacyEvent.Gaussian _ -> Optional.empty();
            case PrivacyEvent.DiscreteGaussian _,
                    PrivacyEvent.Laplace _,
                    PrivacyEvent.DiscreteLaplace _,
                    PrivacyEvent.ExponentialMechanism _,
                    PrivacyEvent.PermuteAndFlip _,
                    PrivacyEvent.SparseVector _,
                    PrivacyEvent.ApproximateDp _ ->
                replaced
                        ? refusal("Poisson sampling under REPLACE_ONE needs a Gaussian, got " + name(sampled.event()))
                        : Optional.empty();
            case PrivacyEvent.PoissonSampled inner -> unsupportedSample(inner, relation);
            case PrivacyEvent.RandomizedResponse _,
                    PrivacyEvent.TruncatedPoissonSampled _,
                    PrivacyEvent.GaussianDp _,
                    PrivacyEvent.SampledWithoutReplacement _,
                    PrivacyEvent.TreeAggregation _,
                    PrivacyEvent.RepeatAndSelect _,
                    PrivacyEvent.Composed _,
                    PrivacyEvent.SelfComposed _ ->
                refusal("Poisson sampling needs a single noise mechanism, got " + name(sampled.event()));
        };
    }

    private static Optional<String> refusal(String reason) {
        return Optional.of(reason);
    }

    private static String name(PrivacyEvent event) {
        return event.getClass().getSimpleName();
    }

    /// The laws in one direction.
    ///
    /// @param added whether Q has the unit; under `REPLACE_ONE` both directions are the same
    static List<Counted> of(PrivacyEvent event, NeighbouringRelation relation, boolean added) {
        Steps steps = new Steps(relation, added);
        steps.count(event, 1);
        return steps.laws();
    }

    private void count(PrivacyEvent event, long times) {
        if (times == 0) {
            return;
        }
        switch (event) {
            case PrivacyEvent.Composed(List<PrivacyEvent> events) -> events.forEach(part -> count(part, times));
            case PrivacyEvent.SelfComposed(PrivacyEvent part, long count) -> count(part, product(times, count));
            case PrivacyEvent.PoissonSampled(double probability, PrivacyEvent inner)
            when inner instanceof PrivacyEvent.PoissonSampled(double second, PrivacyEvent innermost) ->
                count(new PrivacyEvent.PoissonSampled(up(probability * second), innermost), times);
            case PrivacyEvent.PoissonSampled(double probability, PrivacyEvent inner)
            when probability == 1 -> count(inner, times);
            case PrivacyEvent.PoissonSampled(double probability, PrivacyEvent _) when probability == 0 -> {}
            case PrivacyEvent.RandomizedResponse(double noise, long _) when noise == 1 -> {}
            case PrivacyEvent.Gaussian _,
                    PrivacyEvent.DiscreteGaussian _,
                    PrivacyEvent.Laplace _,
                    PrivacyEvent.DiscreteLaplace _,
                    PrivacyEvent.ExponentialMechanism _,
                    PrivacyEvent.PermuteAndFlip _,
                    PrivacyEvent.RandomizedResponse _,
                    PrivacyEvent.SparseVector _,
                    PrivacyEvent.ApproximateDp _,
                    PrivacyEvent.PoissonSampled _,
                    PrivacyEvent.TruncatedPoissonSampled _,
                    PrivacyEvent.GaussianDp _,
                    PrivacyEvent.SampledWithoutReplacement _,
                    PrivacyEvent.TreeAggregation _,
                    PrivacyEvent.RepeatAndSelect _ -> {
                long total = counts.merge(event, times, Long::sum);
                if (total > COUNT_MAX) {
                    throw tooMany((double) total);
                }
            }
        }
    }

    private static long product(long times, long count) {
        if (count > 0 && times > COUNT_MAX / count) {
            throw tooMany((double) times * count);
        }
        return times * count;
    }

    /// The laws of the directions that differ: one if no event is sampled or the relation is symmetric, else removal
    /// and
    /// addition. Empty lists where nothing touches the data.
    static List<List<Counted>> directions(PrivacyEvent event, NeighbouringRelation relation) {
        List<Counted> removed = of(event, relation, false);
        boolean symmetric = relation == NeighbouringRelation.REPLACE_ONE || !oneSided(event);
        return symmetric ? List.of(removed) : List.of(removed, of(event, relation, true));
    }

    /// Whether removal and addition differ: of samples, and of randomized response under `ZERO_OUT`.
    private static boolean oneSided(PrivacyEvent event) {
        return switch (event) {
            case PrivacyEvent.Composed(List<PrivacyEvent> events) ->
                events.stream().anyMatch(Steps::oneSided);
            case PrivacyEvent.SelfComposed(PrivacyEvent part, long _) -> oneSided(part);
            case PrivacyEvent.PoissonSampled _,
                    PrivacyEvent.TruncatedPoissonSampled _,
                    PrivacyEvent.RandomizedResponse _ -> true;
            case PrivacyEvent.Gaussian _,
                    PrivacyEvent.DiscreteGaussian _,
                    PrivacyEvent.Laplace _,
                    PrivacyEvent.DiscreteLaplace _,
                    PrivacyEvent.ExponentialMechanism _,
                    PrivacyEvent.PermuteAndFlip _,
                    PrivacyEvent.SparseVector _,
                    PrivacyEvent.ApproximateDp _,
                    PrivacyEvent.GaussianDp _,
                    PrivacyEvent.SampledWithoutReplacement _,
                    PrivacyEvent.TreeAggregation _,
                    PrivacyEvent.RepeatAndSelect _ -> false;
        };
    }

    private static IllegalArgumentException tooMany(double count) {
        return new IllegalArgumentException("an event may be composed at most " + COUNT_MAX + " times, got " + count);
    }

    private static double up(double probability) {
        return Math.min(1, Math.nextUp(probability));
    }

    private List<Counted> laws() {
        List<Counted> laws = new ArrayList<>();
        double square = 0;
        for (Map.Entry<PrivacyEvent, Long> entry : counts.entrySet()) {
            if (entry.getKey() instanceof PrivacyEvent.Gaussian(double noiseMultiplier)) {
                double mu = 1 / noiseMultiplier;
                square += entry.getValue() * (mu * mu) * (1 + 0x1p-50); // each sum and product rounds by 2^-53
            } else if (entry.getKey() instanceof PrivacyEvent.GaussianDp(MuSquared known)) {
                square += entry.getValue() * (known.pico() * 1e-12) * (1 + 0x1p-50);
            } else {
                laws.add(new Counted(law(entry.getKey()), entry.getValue()));
            }
        }
        if (square > 0) {
            laws.add(new Counted(GaussianLaw.plain(Math.nextUp(Math.sqrt(square))), 1));
        }
        laws.sort(Comparator.comparingLong(Counted::count).reversed());
        return laws;
    }

    private LossLaw law(PrivacyEvent event) {
        return switch (event) {
            case PrivacyEvent.PoissonSampled(double probability, PrivacyEvent inner) -> sampled(inner, probability);
            case PrivacyEvent.TruncatedPoissonSampled truncated -> truncated(truncated);
            case PrivacyEvent.Gaussian _,
                    PrivacyEvent.DiscreteGaussian _,
                    PrivacyEvent.Laplace _,
                    PrivacyEvent.DiscreteLaplace _,
                    PrivacyEvent.ExponentialMechanism _,
                    PrivacyEvent.PermuteAndFlip _,
                    PrivacyEvent.RandomizedResponse _,
                    PrivacyEvent.SparseVector _,
                    PrivacyEvent.ApproximateDp _,
                    PrivacyEvent.GaussianDp _,
                    PrivacyEvent.SampledWithoutReplacement _,
                    PrivacyEvent.TreeAggregation _,
                    PrivacyEvent.RepeatAndSelect _,
                    PrivacyEvent.Composed _,
                    PrivacyEvent.SelfComposed _ -> sampled(event, 1);
        };
    }

    private LossLaw sampled(PrivacyEvent event, double probability) {
        Sampling sampling = new Sampling(probability, added);
        return switch (event) {
            case PrivacyEvent.Gaussian(double noiseMultiplier) -> gaussian(1 / noiseMultiplier, probability);
            case PrivacyEvent.Laplace(double scale) -> new LaplaceLaw(1 / scale, sampling);
            case PrivacyEvent.PermuteAndFlip(double epsilon) -> new LaplaceLaw(epsilon, sampling);
            case PrivacyEvent.DiscreteLaplace(double inverseScale, long sensitivity) ->
                AtomicLaw.discreteLaplace(inverseScale, sensitivity, sampling);
            case PrivacyEvent.DiscreteGaussian(double deviation, long sensitivity) ->
                AtomicLaw.discreteGaussian(deviation, sensitivity, sampling);
            case PrivacyEvent.ExponentialMechanism(double epsilon) -> AtomicLaw.approximate(epsilon, 0, sampling);
            case PrivacyEvent.SparseVector(double epsilon) -> AtomicLaw.approximate(epsilon, 0, sampling);
            case PrivacyEvent.ApproximateDp(double epsilon, double delta) ->
                AtomicLaw.approximate(epsilon, delta, sampling);
            case PrivacyEvent.RandomizedResponse(double noise, long buckets) ->
                relation == NeighbouringRelation.ZERO_OUT
                        ? AtomicLaw.responseToNobody(noise, buckets, added)
                        : AtomicLaw.randomizedResponse(noise, buckets, sampling);
            case PrivacyEvent.PoissonSampled _,
                    PrivacyEvent.TruncatedPoissonSampled _,
                    PrivacyEvent.GaussianDp _,
                    PrivacyEvent.SampledWithoutReplacement _,
                    PrivacyEvent.TreeAggregation _,
                    PrivacyEvent.RepeatAndSelect _,
                    PrivacyEvent.Composed _,
                    PrivacyEvent.SelfComposed _ -> throw new IllegalArgumentException("no loss law of " + event);
        };
    }

    private LossLaw gaussian(double mu, double probability) {
        if (relation == NeighbouringRelation.REPLACE_ONE) {
            return GaussianLaw.replaced(mu / 2, probability);
        }
        return added ? GaussianLaw.added(mu, probability) : GaussianLaw.removed(mu, probability);
    }

    /// A cut batch says less about who was sampled but more about who was not: where the cut falls, the unit counts as
    /// replaced at twice the distance (Ganesh 2025, arXiv 2508.15089). Probabilities are rounded up.
    private LossLaw truncated(PrivacyEvent.TruncatedPoissonSampled event) {
        double mu = 1 / ((PrivacyEvent.Gaussian) event.event()).noiseMultiplier();
        long units = event.units();
        double q = event.samplingProbability();
        long cap = event.batchSizeMax();
        double up = 1 + 2 * BinomialTail.ERROR;
        double cut = Math.min(1, BinomialTail.atLeast(units - 1, q, cap) * up);
        LossLaw uncut = gaussian(mu, q);
        if (cut < Double.MIN_NORMAL) {
            return uncut;
        }
        double chosen = Math.min(1, BinomialTail.atLeast(units, q, cap + 1) * up * up / cut * ((double) cap / units));
        return new MixedLaw(cut, GaussianLaw.replaced(2 * mu, chosen), uncut);
    }
}
