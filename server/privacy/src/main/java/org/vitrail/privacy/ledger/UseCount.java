package org.vitrail.privacy.ledger;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How often something without a formal guarantee was used. Nothing follows from it but that it happened.
///
/// @param uses >= 0
public record UseCount(long uses) implements Amount<UseCount> {
    /// The unit's name.
    public static final String USES = "uses";

    public UseCount {
        Units.positive(USES, uses);
    }

    @Override
    public UseCount plus(UseCount other) {
        return new UseCount(Units.plus(uses, other.uses));
    }

    @Override
    public UseCount minus(UseCount other) {
        return new UseCount(Units.minus(uses, other.uses));
    }

    @Override
    public boolean allows(UseCount total) {
        return total.uses != Units.UNBOUNDED && total.uses <= uses;
    }

    @Override
    public UseCount left(UseCount total) {
        return new UseCount(Units.left(uses, total.uses));
    }

    @Override
    public UseCount none() {
        return new UseCount(0);
    }

    @Override
    public SortedMap<String, Long> units() {
        return new TreeMap<>(Map.of(USES, uses));
    }
}
