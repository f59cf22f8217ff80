package org.vitrail.privacy.accounting.filter;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.PrivacyEvent;
import org.vitrail.privacy.accounting.Require;

/// The gate of a session: several filters side by side, of which any may accept. Proof in the package's text.
///
/// Example: (1, 1e-6) over Gaussian sums and two Rényi orders, each with a third of δ:
/// ```java
/// SessionFilter session = SessionFilter.equalShares(
///         ADD_OR_REMOVE_ONE, 1, 1e-6, List.of(new Measure.Gdp(), new Measure.Renyi(8), new Measure.Renyi(16)));
/// boolean mayRun = session.request(new PrivacyEvent.Gaussian(20));
/// ```
public final class SessionFilter {
    private final NeighbouringRelation relation;
    private final Map<Measure, Optional<SumFilter>> filters = new LinkedHashMap<>();

    /// @param relation of every request
    /// @param epsilon > 0, finite
    /// @param delta in \[0, 1); the shares must not sum to more, exactly
    /// @param shares of δ, one for each measure; 0 exactly for [Measure.Pure]
    public SessionFilter(NeighbouringRelation relation, double epsilon, double delta, Map<Measure, Double> shares) {
        Require.positive("epsilon", epsilon);
        Require.probability("delta", delta);
        this.relation = relation;
        Rational sum = Rational.NOTHING;
        for (Map.Entry<Measure, Double> entry : shares.entrySet()) {
            double share = entry.getValue();
            boolean pure = entry.getKey() instanceof Measure.Pure;
            if (pure ? share != 0 : !(share > 0 && share < 1)) {
                throw new IllegalArgumentException(
                        "share of " + entry.getKey() + " must be " + (pure ? "0" : "in (0, 1)") + ", got " + share);
            }
            sum = sum.plus(Rational.of(share));
            filters.put(entry.getKey(), Optional.of(new SumFilter(entry.getKey().caps(epsilon, share))));
        }
        if (filters.isEmpty() || sum.compareTo(Rational.of(delta)) > 0) {
            throw new IllegalArgumentException("shares must be at least 1 and sum to at most delta " + delta + ", got "
                    + filters.size() + " with a sum of " + sum);
        }
    }

    /// A session in which every measure but [Measure.Pure] has the same share, rounded down.
    public static SessionFilter equalShares(
            NeighbouringRelation relation, double epsilon, double delta, List<Measure> measures) {
        return new SessionFilter(relation, epsilon, delta, equalShares(delta, measures));
    }

    /// δ in equal shares, rounded down; none for [Measure.Pure].
    public static Map<Measure, Double> equalShares(double delta, List<Measure> measures) {
        long sharing =
                measures.stream().filter(m -> !(m instanceof Measure.Pure)).count();
        Map<Measure, Double> shares = new LinkedHashMap<>();
        for (Measure measure : measures) {
            shares.put(measure, measure instanceof Measure.Pure ? 0 : share(delta, sharing));
        }
        return shares;
    }

    private static double share(double delta, long sharing) {
        double share = delta / sharing;
        Rational whole = Rational.of(delta);
        while (new Rational(
                                Rational.of(share).numerator().multiply(BigInteger.valueOf(sharing)),
                                Rational.of(share).denominator())
                        .compareTo(whole)
                > 0) {
            share = Math.nextDown(share);
        }
        return share;
    }

    /// Whether `event` may run. If so it is charged, in every measure; if not, nothing changes.
    public synchronized boolean request(PrivacyEvent event) {
        Map<Measure, Optional<List<Rational>>> charges = new LinkedHashMap<>();
        filters.keySet().forEach(measure -> charges.put(measure, measure.charge(event, relation)));
        return decide(charges);
    }

    /// The same for a request to each part of a public partition, which costs what its costliest part does.
    ///
    /// @throws IllegalArgumentException unless the relation is ADD_OR_REMOVE_ONE
    public synchronized boolean request(PublicPartition partition) {
        if (relation != NeighbouringRelation.ADD_OR_REMOVE_ONE) {
            throw new IllegalArgumentException("relation must be ADD_OR_REMOVE_ONE for parallel composition, got "
                    + relation + ": a unit that is replaced may move between parts");
        }
        Map<Measure, Optional<List<Rational>>> charges = new LinkedHashMap<>();
        filters.keySet().forEach(measure -> charges.put(measure, costliest(measure, partition)));
        return decide(charges);
    }

    /// What has been charged in a measure; empty if it can accept nothing any more, because a request had no finite
    /// charge in it.
    public synchronized Optional<List<Rational>> spent(Measure measure) {
        return filters.getOrDefault(measure, Optional.empty()).map(SumFilter::spent);
    }

    private Optional<List<Rational>> costliest(Measure measure, PublicPartition partition) {
        List<Rational> most = null;
        for (PrivacyEvent part : partition.parts()) {
            Optional<List<Rational>> charge = measure.charge(part, relation);
            if (charge.isEmpty()) {
                return Optional.empty();
            }
            most = most == null ? charge.get() : larger(most, charge.get());
        }
        return most == null ? measure.charge(new PrivacyEvent.Composed(List.of()), relation) : Optional.of(most);
    }

    private static List<Rational> larger(List<Rational> a, List<Rational> b) {
        List<Rational> larger = new ArrayList<>();
        for (int i = 0; i < a.size(); i++) {
            larger.add(a.get(i).max(b.get(i)));
        }
        return List.copyOf(larger);
    }

    private boolean decide(Map<Measure, Optional<List<Rational>>> charges) {
        boolean accepted = filters.entrySet().stream()
                .anyMatch(entry -> entry.getValue()
                        .filter(filter -> charges.getOrDefault(entry.getKey(), Optional.empty())
                                .filter(filter::fits)
                                .isPresent())
                        .isPresent());
        if (accepted) {
            filters.replaceAll((measure, filter) -> {
                Optional<List<Rational>> charge = charges.getOrDefault(measure, Optional.empty());
                if (filter.isEmpty() || charge.isEmpty()) {
                    return Optional.empty();
                }
                filter.get().advance(charge.get());
                return filter;
            });
        }
        return accepted;
    }
}
