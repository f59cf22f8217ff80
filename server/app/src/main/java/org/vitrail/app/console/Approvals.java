package org.vitrail.app.console;

import java.util.List;
import org.vitrail.app.access.Caller;
import org.vitrail.contract.RefusedException;

/// Where proposals to raise a cap wait for an officer.
public interface Approvals {
    /// The proposals that the caller may see, open ones first, then the newest.
    List<Views.Proposal> list(Caller caller);

    /// Approves or rejects an open proposal, once.
    ///
    /// @throws RefusedException if the caller proposed it himself, if it was decided already, or if there is none of
    ///     that id that he may see
    Views.Proposal decide(Caller caller, String id, boolean approve);
}
