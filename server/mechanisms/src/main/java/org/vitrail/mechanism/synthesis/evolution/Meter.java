package org.vitrail.mechanism.synthesis.evolution;

import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.release.Sensitive;

/// Releases integer counts with Gaussian noise; in the product always the run's gate.
@FunctionalInterface
interface Meter {
    /// The counts with noise.
    ///
    /// @param squaredSensitivity square of the L2 sensitivity in units of the counts
    long[] release(Sensitive<long[]> counts, long squaredSensitivity, MuSquared charge);
}
