package org.vitrail.contract.pac;

/// What a dataset's owner allows of PAC privacy.
///
/// @param capPicoNats most that all answers together may tell about the secret half, in units of 1e-12 nat; > 0
/// @param unitsMin groups of fewer units are not shown; 2 to 1,000,000
public record PacTerms(long capPicoNats, int unitsMin) {
    /// The smallest group, if nothing else is said.
    public static final int UNITS_MIN = 10;

    public PacTerms {
        if (capPicoNats < 1) {
            throw new IllegalArgumentException(
                    "the PAC cap must be at least 1e-12 nat, got " + capPicoNats + "e-12; leave it out for none");
        }
        if (unitsMin < 2 || unitsMin > 1_000_000) {
            throw new IllegalArgumentException("a group must have 2 to 1,000,000 units at least, got " + unitsMin);
        }
    }
}
