package org.vitrail.privacy.accounting;

import java.util.List;

/// What touched the data, said so completely that an accountant can price it without seeing the mechanism.
///
/// Sensitivities are those under the relation the event is priced with; an event's meaning never changes, a new
/// meaning is a new record. An accountant that cannot price an event refuses it by name.
public sealed interface PrivacyEvent {
    /// Continuous Gaussian noise.
    ///
    /// @param noiseMultiplier standard deviation / L2 sensitivity; finite, > 0
    record Gaussian(double noiseMultiplier) implements PrivacyEvent {
        public Gaussian {
            Require.positive("noiseMultiplier", noiseMultiplier);
        }
    }

    /// Integer noise with mass proportional to exp(-x² / (2 deviation²)) (Canonne, Kamath, Steinke 2020).
    ///
    /// @param deviation the scale in units of the query, not divided by the sensitivity; finite, > 0
    /// @param sensitivity of the integer query; >= 1
    record DiscreteGaussian(double deviation, long sensitivity) implements PrivacyEvent {
        public DiscreteGaussian {
            Require.positive("deviation", deviation);
            Require.atLeast("sensitivity", sensitivity, 1);
        }
    }

    /// Continuous Laplace noise.
    ///
    /// @param scale scale / L1 sensitivity; finite, > 0
    record Laplace(double scale) implements PrivacyEvent {
        public Laplace {
            Require.positive("scale", scale);
        }
    }

    /// Integer noise with mass tanh(a/2) exp(-a |x|).
    ///
    /// @param inverseScale a; finite, > 0
    /// @param sensitivity of the integer query; >= 1
    record DiscreteLaplace(double inverseScale, long sensitivity) implements PrivacyEvent {
        public DiscreteLaplace {
            Require.positive("inverseScale", inverseScale);
            Require.atLeast("sensitivity", sensitivity, 1);
        }
    }

    /// The exponential mechanism, or report-noisy-max with Gumbel noise: privacy loss of range at most `epsilon`
    /// (Durfee, Rogers 2019).
    ///
    /// @param epsilon the bounded range; finite, > 0
    record ExponentialMechanism(double epsilon) implements PrivacyEvent {
        public ExponentialMechanism {
            Require.positive("epsilon", epsilon);
        }
    }

    /// Permute-and-flip, or report-noisy-max with exponential noise (McKenna, Sheldon 2020).
    ///
    /// @param epsilon of pure privacy; finite, > 0
    record PermuteAndFlip(double epsilon) implements PrivacyEvent {
        public PermuteAndFlip {
            Require.positive("epsilon", epsilon);
        }
    }

    /// With probability `noise` a uniform bucket of `buckets`, else the true one.
    ///
    /// @param noise in (0, 1]
    /// @param buckets >= 2
    record RandomizedResponse(double noise, long buckets) implements PrivacyEvent {
        public RandomizedResponse {
            Require.probability("noise", noise);
            Require.positive("noise", noise);
            Require.atLeast("buckets", buckets, 2);
        }
    }

    /// One whole run of the sparse vector technique, charged when it opens (Dwork, Roth 2014, Thm 3.25; Lyu, Su, Li
    /// 2017, Alg. 1).
    ///
    /// @param epsilon of pure privacy of the whole run, thresholds and answers together; finite, > 0
    record SparseVector(double epsilon) implements PrivacyEvent {
        public SparseVector {
            Require.positive("epsilon", epsilon);
        }
    }

    /// Any mechanism known only by its (ε, δ).
    ///
    /// @param epsilon finite, >= 0
    /// @param delta in [0, 1]
    record ApproximateDp(double epsilon, double delta) implements PrivacyEvent {
        public ApproximateDp {
            Require.notNegative("epsilon", epsilon);
            Require.probability("delta", delta);
        }
    }

    /// Any mechanism known only by its Gaussian differential privacy: no easier to attack than one value
    /// of N(0, 1) against N(μ, 1) (Dong, Roth, Su 2022, Def. 2.6, Thm 2.10), whose Rényi divergence αμ²/2
    /// it has at most.
    ///
    /// @param muSquared μ² of all of it
    record GaussianDp(MuSquared muSquared) implements PrivacyEvent {}

    /// Every unit takes part independently with the same probability. Under replace-one the contributions of a unit
    /// before and after are each at most half of the sensitivity, as clipping to a norm makes them.
    ///
    /// @param samplingProbability in [0, 1]
    record PoissonSampled(double samplingProbability, PrivacyEvent event) implements PrivacyEvent {
        public PoissonSampled {
            Require.probability("samplingProbability", samplingProbability);
        }
    }

    /// Poisson sampling cut to a largest batch (Ganesh 2025, arXiv 2508.15089).
    ///
    /// @param units in the data set; >= 1
    /// @param samplingProbability in [0, 1]
    /// @param batchSizeMax >= 1
    record TruncatedPoissonSampled(long units, double samplingProbability, long batchSizeMax, PrivacyEvent event)
            implements PrivacyEvent {
        public TruncatedPoissonSampled {
            Require.atLeast("units", units, 1);
            Require.probability("samplingProbability", samplingProbability);
            Require.atLeast("batchSizeMax", batchSizeMax, 1);
        }
    }

    /// A uniformly chosen batch of a fixed size.
    ///
    /// @param units in the data set; >= 1
    /// @param batchSize in [0, units]
    record SampledWithoutReplacement(long units, long batchSize, PrivacyEvent event) implements PrivacyEvent {
        public SampledWithoutReplacement {
            Require.atLeast("units", units, 1);
            Require.atLeast("batchSize", batchSize, 0);
            if (batchSize > units) {
                throw new IllegalArgumentException("batchSize must be <= units " + units + ", got " + batchSize);
            }
        }
    }

    /// Prefix sums of one epoch by a binary tree with Gaussian noise on every node (Kairouz et al. 2021, App. D).
    ///
    /// @param noiseMultiplier of a node; finite, > 0
    /// @param steps leaves; >= 1
    record TreeAggregation(double noiseMultiplier, long steps) implements PrivacyEvent {
        public TreeAggregation {
            Require.positive("noiseMultiplier", noiseMultiplier);
            Require.atLeast("steps", steps, 1);
        }
    }

    /// A mechanism run a random number of times, of which the best output is kept (Papernot, Steinke 2021).
    ///
    /// @param mean expected number of runs; >= 1
    /// @param shape of the truncated negative binomial; 1 is geometric, 0 logarithmic; infinite is Poisson
    record RepeatAndSelect(PrivacyEvent event, double mean, double shape) implements PrivacyEvent {
        public RepeatAndSelect {
            if (!(mean >= 1 && mean <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException("mean must be finite and >= 1, got " + mean);
            }
            if (!(shape >= 0)) {
                throw new IllegalArgumentException("shape must be >= 0, got " + shape);
            }
        }
    }

    /// Several events on the same data, one after the other, each free to look at the answers before it.
    record Composed(List<PrivacyEvent> events) implements PrivacyEvent {
        public Composed {
            events = List.copyOf(events);
        }
    }

    /// The same event `count` times.
    ///
    /// @param count >= 0
    record SelfComposed(PrivacyEvent event, long count) implements PrivacyEvent {
        public SelfComposed {
            Require.atLeast("count", count, 0);
        }
    }
}
