package org.vitrail.contract.pac;

import org.vitrail.contract.MechanismSpec;

/// A request for an answer of PAC privacy: computed on a secret half of the units and with noise.
public sealed interface PacRequest extends MechanismSpec permits PacSpec, PacLearningSpec {
    /// What all numbers of the answer together may tell about the secret half, in units of 1e-12 nat; > 0.
    long picoNats();

    /// Refuses an amount that allows nothing.
    static void requireAmount(long picoNats) {
        if (picoNats < 1) {
            throw new IllegalArgumentException(
                    "an answer must be allowed to tell at least 1e-12 nat, got " + picoNats + "e-12");
        }
    }
}
