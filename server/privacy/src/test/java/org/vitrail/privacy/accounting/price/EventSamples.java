package org.vitrail.privacy.accounting.price;

import static org.vitrail.privacy.accounting.NeighbouringRelation.ADD_OR_REMOVE_ONE;
import static org.vitrail.privacy.accounting.NeighbouringRelation.REPLACE_ONE;
import static org.vitrail.privacy.accounting.NeighbouringRelation.ZERO_OUT;

import java.util.List;
import java.util.function.DoubleFunction;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;

/// One plan for each type of event, as a function of how much noise it has: 1 is usual, more costs less.
record EventSamples(String name, NeighbouringRelation relation, DoubleFunction<PrivacyEvent> noisy) {
    static final List<EventSamples> EVERY_TYPE = List.of(
            new EventSamples("gaussian", ADD_OR_REMOVE_ONE, x -> new PrivacyEvent.Gaussian(7 * x)),
            new EventSamples(
                    "gaussian dp",
                    ADD_OR_REMOVE_ONE,
                    x -> new PrivacyEvent.GaussianDp(new MuSquared((long) (2e10 / (x * x))))),
            new EventSamples("discrete gaussian", ADD_OR_REMOVE_ONE, x -> new PrivacyEvent.DiscreteGaussian(9 * x, 2)),
            new EventSamples("laplace", ADD_OR_REMOVE_ONE, x -> new PrivacyEvent.Laplace(6 * x)),
            new EventSamples("discrete laplace", ADD_OR_REMOVE_ONE, x -> new PrivacyEvent.DiscreteLaplace(0.1 / x, 3)),
            new EventSamples("exponential", ADD_OR_REMOVE_ONE, x -> new PrivacyEvent.ExponentialMechanism(0.3 / x)),
            new EventSamples("permute and flip", ADD_OR_REMOVE_ONE, x -> new PrivacyEvent.PermuteAndFlip(0.3 / x)),
            new EventSamples("sparse vector", ADD_OR_REMOVE_ONE, x -> new PrivacyEvent.SparseVector(0.4 / x)),
            new EventSamples("eps delta", ADD_OR_REMOVE_ONE, x -> new PrivacyEvent.ApproximateDp(0.2 / x, 1e-9)),
            new EventSamples(
                    "randomized response", REPLACE_ONE, x -> new PrivacyEvent.RandomizedResponse(1 - 0.4 / x, 5)),
            new EventSamples(
                    "sampled gaussian",
                    ADD_OR_REMOVE_ONE,
                    x -> new PrivacyEvent.PoissonSampled(0.05, new PrivacyEvent.Gaussian(1.2 * x))),
            new EventSamples(
                    "sampled laplace",
                    ADD_OR_REMOVE_ONE,
                    x -> new PrivacyEvent.PoissonSampled(0.1, new PrivacyEvent.Laplace(2 * x))),
            new EventSamples(
                    "sampled exponential",
                    ADD_OR_REMOVE_ONE,
                    x -> new PrivacyEvent.PoissonSampled(0.1, new PrivacyEvent.ExponentialMechanism(0.5 / x))),
            new EventSamples(
                    "without replacement",
                    REPLACE_ONE,
                    x -> new PrivacyEvent.SampledWithoutReplacement(100, 3, new PrivacyEvent.Gaussian(2 * x))),
            new EventSamples("tree", ZERO_OUT, x -> new PrivacyEvent.TreeAggregation(12 * x, 100)),
            new EventSamples(
                    "repeat and select",
                    ADD_OR_REMOVE_ONE,
                    x -> new PrivacyEvent.RepeatAndSelect(new PrivacyEvent.Gaussian(9 * x), 4, 1)),
            new EventSamples(
                    "truncated",
                    ADD_OR_REMOVE_ONE,
                    x -> new PrivacyEvent.TruncatedPoissonSampled(1000, 0.01, 20, new PrivacyEvent.Gaussian(2 * x))));

    PrivacyEvent event() {
        return noisy.apply(1);
    }
}
