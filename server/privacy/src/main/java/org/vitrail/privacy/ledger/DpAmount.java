package org.vitrail.privacy.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vitrail.privacy.accounting.MuSquared;

/// An amount of differential privacy in one or several measures side by side. A total is within a cap if it is within
/// it in at least one measure (the measures share the cap's δ, so any of them may accept: accounting.filter); a
/// measure
/// of several parts, named `measure.part`, only if it is in all of them.
///
/// Its units: `gdp` (μ² in 1e-12), `zcdp` (ρ in 1e-12), `pure` (ε in 1e-12), `sums.epsilon` (ε in 1e-12),
/// `sums.delta`
/// (δ in 1e-18), `renyi-ORDER` (divergence in 1e-12); charges rounded up, caps down; `Long.MAX_VALUE` where the
/// charge
/// has no finite amount in that measure.
public final class DpAmount implements Amount<DpAmount> {
    /// The unit of Gaussian differential privacy.
    public static final String GDP = "gdp";

    private static final Pattern NAME = Pattern.compile("gdp|zcdp|pure|sums\\.epsilon|sums\\.delta|renyi-[0-9.]+");
    private static final List<String> ONLY_GDP = List.of(GDP);

    private final List<String> names; // in order, so that the parts of a measure stand together
    private final long[] values;

    private DpAmount(List<String> names, long[] values) {
        this.names = names;
        this.values = values;
    }

    /// The amount of those units.
    ///
    /// @throws IllegalArgumentException if there is none, one has no such name, or one is negative
    public DpAmount(SortedMap<String, Long> units) {
        if (units.isEmpty()) {
            throw new IllegalArgumentException("a DP amount needs at least one measure, got none");
        }
        TreeMap<String, Long> sorted = new TreeMap<>(units);
        sorted.forEach((name, amount) -> {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("a DP measure must be gdp, zcdp, pure, sums.epsilon, sums.delta or"
                        + " renyi-ORDER, got '" + name + "'");
            }
            Units.positive(name, amount);
        });
        if (sorted.containsKey("sums.epsilon") != sorted.containsKey("sums.delta")) {
            throw new IllegalArgumentException(
                    "sums.epsilon and sums.delta are one measure, got only one of them; a pure epsilon is named pure");
        }
        this.names = sorted.size() == 1 && sorted.containsKey(GDP) ? ONLY_GDP : List.copyOf(sorted.keySet());
        this.values = sorted.values().stream().mapToLong(Long::longValue).toArray();
    }

    /// Gaussian differential privacy alone.
    public static DpAmount of(MuSquared amount) {
        return new DpAmount(ONLY_GDP, new long[] {amount.pico()});
    }

    /// How much of one unit it is; `Long.MAX_VALUE`: without bound.
    ///
    /// @throws IllegalArgumentException if this amount is not kept in it
    public long in(String unit) {
        int place = names.indexOf(unit);
        if (place < 0) {
            throw new IllegalArgumentException("expected one of the units " + names + ", got '" + unit + "'");
        }
        return values[place];
    }

    /// Whether it has no finite amount in that unit.
    public boolean unbounded(String unit) {
        return in(unit) == Units.UNBOUNDED;
    }

    @Override
    public DpAmount plus(DpAmount other) {
        return with(other, Units::plus);
    }

    @Override
    public DpAmount minus(DpAmount other) {
        return with(other, Units::minus);
    }

    @Override
    public DpAmount left(DpAmount total) {
        return with(total, Units::left);
    }

    private DpAmount with(DpAmount other, LongBinaryOperator operation) {
        requireSame(other);
        long[] result = new long[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = operation.applyAsLong(values[i], other.values[i]);
        }
        return new DpAmount(names, result);
    }

    private void requireSame(DpAmount other) {
        if (!names.equals(other.names)) {
            throw new IllegalArgumentException("expected an amount in " + names + ", got one in " + other.names);
        }
    }

    @Override
    public boolean allows(DpAmount total) {
        requireSame(total);
        int place = 0;
        while (place < values.length) {
            String measure = measure(names.get(place));
            boolean within = true;
            for (; place < values.length && measure(names.get(place)).equals(measure); place++) {
                within &= total.values[place] != Units.UNBOUNDED && total.values[place] <= values[place];
            }
            if (within) {
                return true;
            }
        }
        return false;
    }

    private static String measure(String name) {
        int dot = name.startsWith("sums.") ? name.indexOf('.') : -1;
        return dot < 0 ? name : name.substring(0, dot);
    }

    @Override
    public DpAmount none() {
        return new DpAmount(names, new long[values.length]);
    }

    @Override
    public SortedMap<String, Long> units() {
        TreeMap<String, Long> units = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
            units.put(names.get(i), values[i]);
        }
        return units;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DpAmount that && names.equals(that.names) && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * names.hashCode() + Arrays.hashCode(values);
    }

    /// Such as `{gdp=7}`.
    @Override
    public String toString() {
        Map<String, Long> units = units();
        return units.toString();
    }
}
