package org.vitrail.contract.pac;

import java.math.BigDecimal;
import org.vitrail.contract.MechanismSpec;

/// A request for an answer of PAC privacy: computed on a secret half of the units and with noise.
public sealed interface PacRequest extends MechanismSpec permits PacSpec, PacLearningSpec {
    /// What all numbers of the answer together may tell about the secret half, in units of 1e-12 nat; > 0.
    long picoNats();

    /// Least charge of an answer, in units of 1e-12 nat: 1e-4 nat. What noise does not hide, as whether a group is
    /// large enough, would cost nothing else.
    long LEAST = 100_000_000;

    /// Refuses an amount below [#LEAST].
    static void requireAmount(long picoNats) {
        if (picoNats < LEAST) {
            throw new IllegalArgumentException("an answer of a server must be allowed to tell at least 0.0001 nat"
                    + " (50.8 %), got " + BigDecimal.valueOf(picoNats, 12).stripTrailingZeros());
        }
    }
}
