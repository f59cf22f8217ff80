package org.vitrail.mechanism;

import org.vitrail.privacy.accounting.MuSquared;

/// Everything that was decided without private data, at a price of differential privacy.
public interface Plan extends Offer {
    /// The worst-case charge: what is reserved and what the run's gate allows.
    MuSquared charge();
}
