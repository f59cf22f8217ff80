package org.vitrail.privacy.ledger;

import java.util.SortedMap;

/// The kind of a ledger: what its amounts mean.
///
/// @param <A> its amounts
public sealed interface Kind<A extends Amount<A>> {
    /// Differential privacy.
    Kind<DpAmount> DP = new Dp();
    /// PAC privacy.
    Kind<PacAmount> PAC = new Pac();
    /// No formal guarantee.
    Kind<UseCount> NONE = new None();

    /// As stored.
    String word();

    /// The amount of those units.
    ///
    /// @throws IllegalArgumentException if they are not of this kind
    A amount(SortedMap<String, Long> units);

    /// The kind of that word.
    static Kind<?> of(String word) {
        return switch (word) {
            case "dp" -> DP;
            case "pac" -> PAC;
            case "none" -> NONE;
            default -> throw new IllegalArgumentException("a ledger must be dp, pac or none, got '" + word + "'");
        };
    }

    /// Differential privacy.
    record Dp() implements Kind<DpAmount> {
        @Override
        public String word() {
            return "dp";
        }

        @Override
        public DpAmount amount(SortedMap<String, Long> units) {
            return new DpAmount(units);
        }
    }

    /// PAC privacy.
    record Pac() implements Kind<PacAmount> {
        @Override
        public String word() {
            return "pac";
        }

        @Override
        public PacAmount amount(SortedMap<String, Long> units) {
            return new PacAmount(one(units, PacAmount.NATS));
        }
    }

    /// No formal guarantee.
    record None() implements Kind<UseCount> {
        @Override
        public String word() {
            return "none";
        }

        @Override
        public UseCount amount(SortedMap<String, Long> units) {
            return new UseCount(one(units, UseCount.USES));
        }
    }

    private static long one(SortedMap<String, Long> units, String name) {
        Long amount = units.get(name);
        if (amount == null || units.size() != 1) {
            throw new IllegalArgumentException("expected an amount of " + name + " alone, got " + units.keySet());
        }
        return amount;
    }
}
