package org.vitrail.app.console;

import org.vitrail.app.access.Caller;
import org.vitrail.contract.RefusedException;

/// Where certificates come from.
@FunctionalInterface
public interface CertificateSource {
    /// The signed certificate of a release, as its file.
    ///
    /// @throws RefusedException if there is no such release that the caller may see
    String file(Caller caller, String releaseId);
}
