package org.vitrail.privacy.ledger;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// An amount of PAC privacy: mutual information between secret and answers, which adds up over adaptive answers
/// (chain
/// rule; Xiao, Devadas 2023). It says nothing about ε.
///
/// @param picoNats mutual information in units of 1e-12 nats, charges rounded up, caps down; >= 0
public record PacAmount(long picoNats) implements Amount<PacAmount> {
    /// The unit's name.
    public static final String NATS = "mi";

    public PacAmount {
        Units.positive(NATS, picoNats);
    }

    @Override
    public PacAmount plus(PacAmount other) {
        return new PacAmount(Units.plus(picoNats, other.picoNats));
    }

    @Override
    public PacAmount minus(PacAmount other) {
        return new PacAmount(Units.minus(picoNats, other.picoNats));
    }

    @Override
    public boolean allows(PacAmount total) {
        return total.picoNats != Units.UNBOUNDED && total.picoNats <= picoNats;
    }

    @Override
    public PacAmount left(PacAmount total) {
        return new PacAmount(Units.left(picoNats, total.picoNats));
    }

    @Override
    public PacAmount none() {
        return new PacAmount(0);
    }

    @Override
    public SortedMap<String, Long> units() {
        return new TreeMap<>(Map.of(NATS, picoNats));
    }
}
