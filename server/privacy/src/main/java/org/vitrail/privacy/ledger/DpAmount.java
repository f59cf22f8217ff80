package org.vitrail.privacy.ledger;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;
import org.vitrail.privacy.accounting.MuSquared;

/// An amount of differential privacy in one or several measures side by side. A total is within a cap if it is within
/// it in at least one measure (the measures share the cap's δ, so any of them may accept: accounting.filter); a measure
/// of several parts, named `measure.part`, only if it is in all of them.
///
/// @param units by `gdp` (μ² in 1e-12), `zcdp` (ρ in 1e-12), `pure` (ε in 1e-12), `sums.epsilon` (ε in 1e-12),
///     `sums.delta` (δ in 1e-18), `renyi-ORDER` (divergence in 1e-12); charges rounded up, caps down;
///     `Long.MAX_VALUE` where the charge has no finite amount in that measure
public record DpAmount(SortedMap<String, Long> units) implements Amount<DpAmount> {
    /// The unit of Gaussian differential privacy.
    public static final String GDP = "gdp";

    public DpAmount {
        if (units.isEmpty()) {
            throw new IllegalArgumentException("a DP amount needs at least one measure, got none");
        }
        units.forEach((name, amount) -> {
            if (!name.matches("gdp|zcdp|pure|sums\\.epsilon|sums\\.delta|renyi-[0-9.]+")) {
                throw new IllegalArgumentException("a DP measure must be gdp, zcdp, pure, sums.epsilon, sums.delta or"
                        + " renyi-ORDER, got '" + name + "'");
            }
            Units.positive(name, amount);
        });
        units = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(units));
    }

    /// Gaussian differential privacy alone.
    public static DpAmount of(MuSquared amount) {
        return new DpAmount(new TreeMap<>(Map.of(GDP, amount.pico())));
    }

    /// The part in Gaussian differential privacy.
    ///
    /// @throws IllegalStateException if this amount is not kept in it, or is unbounded there
    public MuSquared muSquared() {
        Long pico = units.get(GDP);
        if (pico == null || pico == Units.UNBOUNDED) {
            throw new IllegalStateException("this amount has no value in mu^2");
        }
        return new MuSquared(pico);
    }

    /// Whether one measure alone decides.
    public boolean single() {
        return units.size() == 1;
    }

    @Override
    public DpAmount plus(DpAmount other) {
        return with(other, Units::plus);
    }

    @Override
    public DpAmount minus(DpAmount other) {
        return with(other, Units::minus);
    }

    private DpAmount with(DpAmount other, LongBinaryOperator operation) {
        if (!units.keySet().equals(other.units.keySet())) {
            throw new IllegalArgumentException(
                    "expected an amount in " + units.keySet() + ", got one in " + other.units.keySet());
        }
        TreeMap<String, Long> result = new TreeMap<>();
        units.forEach((name, amount) ->
                result.put(name, operation.applyAsLong(amount, other.units.getOrDefault(name, Units.UNBOUNDED))));
        return new DpAmount(result);
    }

    @Override
    public boolean allows(DpAmount total) {
        return units.keySet().stream()
                .map(DpAmount::measure)
                .distinct()
                .anyMatch(measure -> units.entrySet().stream()
                        .filter(entry -> measure(entry.getKey()).equals(measure))
                        .allMatch(entry ->
                                within(total.units.getOrDefault(entry.getKey(), Units.UNBOUNDED), entry.getValue())));
    }

    private static boolean within(long total, long cap) {
        return total != Units.UNBOUNDED && total <= cap;
    }

    private static String measure(String name) {
        int dot = name.indexOf('.');
        return dot < 0 || name.startsWith("renyi") ? name : name.substring(0, dot);
    }

    @Override
    public DpAmount none() {
        TreeMap<String, Long> nothing = new TreeMap<>();
        units.keySet().forEach(name -> nothing.put(name, 0L));
        return new DpAmount(nothing);
    }
}
