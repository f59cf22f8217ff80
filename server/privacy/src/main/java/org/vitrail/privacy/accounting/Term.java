package org.vitrail.privacy.accounting;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One event that is no composition, and how often it happened.
///
/// @param event neither `Composed` nor `SelfComposed`
/// @param count >= 1
public record Term(PrivacyEvent event, long count) {
    public Term {
        Require.atLeast("count", count, 1);
    }

    /// The terms of `event`: compositions opened, equal events counted together, in an order that does not depend
    /// on
    /// the order of composition. Empty for nothing.
    ///
    /// @throws IllegalArgumentException if an event happened more than 9.2e18 times
    public static List<Term> of(PrivacyEvent event) {
        Map<String, Term> terms = new TreeMap<>();
        collect(event, 1, terms);
        return new ArrayList<>(terms.values());
    }

    private static void collect(PrivacyEvent event, long times, Map<String, Term> terms) {
        if (times == 0) {
            return;
        }
        switch (event) {
            case PrivacyEvent.Composed composed -> composed.events().forEach(part -> collect(part, times, terms));
            case PrivacyEvent.SelfComposed self -> collect(self.event(), exact(times, self.count()), terms);
            case PrivacyEvent.Gaussian leaf -> add(leaf, times, terms);
            case PrivacyEvent.DiscreteGaussian leaf -> add(leaf, times, terms);
            case PrivacyEvent.Laplace leaf -> add(leaf, times, terms);
            case PrivacyEvent.DiscreteLaplace leaf -> add(leaf, times, terms);
            case PrivacyEvent.ExponentialMechanism leaf -> add(leaf, times, terms);
            case PrivacyEvent.PermuteAndFlip leaf -> add(leaf, times, terms);
            case PrivacyEvent.RandomizedResponse leaf -> add(leaf, times, terms);
            case PrivacyEvent.SparseVector leaf -> add(leaf, times, terms);
            case PrivacyEvent.ApproximateDp leaf -> add(leaf, times, terms);
            case PrivacyEvent.GaussianDp leaf -> add(leaf, times, terms);
            case PrivacyEvent.PoissonSampled leaf -> add(leaf, times, terms);
            case PrivacyEvent.TruncatedPoissonSampled leaf -> add(leaf, times, terms);
            case PrivacyEvent.SampledWithoutReplacement leaf -> add(leaf, times, terms);
            case PrivacyEvent.TreeAggregation leaf -> add(leaf, times, terms);
            case PrivacyEvent.RepeatAndSelect leaf -> add(leaf, times, terms);
        }
    }

    private static void add(PrivacyEvent leaf, long times, Map<String, Term> terms) {
        terms.merge(leaf.toString(), new Term(leaf, times), (old, more) -> {
            long sum = old.count + more.count;
            if (sum < 0) {
                throw tooMany();
            }
            return new Term(leaf, sum);
        });
    }

    private static long exact(long times, long count) {
        if (Math.multiplyHigh(times, count) != 0 || times * count < 0) {
            throw tooMany();
        }
        return times * count;
    }

    private static IllegalArgumentException tooMany() {
        return new IllegalArgumentException("count must be <= " + Long.MAX_VALUE + " for one event, got more");
    }
}
