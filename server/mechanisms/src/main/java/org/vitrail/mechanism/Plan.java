package org.vitrail.mechanism;

import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.accounting.PrivacyEvent;

/// Everything that was decided without private data, at a price of differential privacy.
public interface Plan extends Offer {
    /// The worst-case charge: what is reserved and what the run's gate allows.
    MuSquared charge();

    /// What will touch the data, for accounts that are kept in other measures too: unless a mechanism
    /// says more, what Gaussian differential privacy of `charge` says.
    default PrivacyEvent event() {
        return new PrivacyEvent.GaussianDp(charge());
    }
}
