package org.vitrail.mechanism;

import java.util.List;
import org.vitrail.contract.table.TableSchema;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.accounting.PrivacyEvent;

/// Everything that was decided without private data.
public interface Plan {
    /// The worst-case charge: what is reserved and what the run's gate allows.
    MuSquared charge();

    /// What will touch the data, for accounts that are kept in other measures too: unless a mechanism
    /// says more, what Gaussian differential privacy of `charge` says.
    default PrivacyEvent event() {
        return new PrivacyEvent.GaussianDp(charge());
    }

    /// The columns of the product.
    TableSchema product();

    /// What noise is added to what, one line each, with its standard deviation.
    List<String> noise();

    /// The mechanism in words, with author and year.
    String mechanism();

    /// The expected error in words, with its source.
    String expectedError();

    /// Rough running time in seconds.
    double secondsExpected();

    /// What the guarantee takes as public.
    List<String> assumedPublic();
}
