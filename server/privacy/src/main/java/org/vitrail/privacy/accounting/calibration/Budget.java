package org.vitrail.privacy.accounting.calibration;

import org.vitrail.privacy.accounting.NeighbouringRelation;
import org.vitrail.privacy.accounting.Require;

/// What may be spent.
///
/// @param epsilon finite, > 0
/// @param delta in [0, 1)
public record Budget(double epsilon, double delta, NeighbouringRelation relation) {
    public Budget {
        Require.positive("epsilon", epsilon);
        if (!(delta >= 0 && delta < 1)) {
            throw new IllegalArgumentException("delta must be in [0, 1), got " + delta);
        }
    }
}
