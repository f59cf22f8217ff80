package org.vitrail.mechanism.pac;

import org.vitrail.contract.pac.PacRequest;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.mechanism.port.PublicFacts;

/// Prices queries and learning from public facts; has no way to reach a row.
public interface PacPlanner {
    /// Decides everything that can be decided without private data.
    ///
    /// @throws IllegalArgumentException one line: why the query is not answered, and what to do
    PacPlan plan(PacRequest request, PublicFacts facts, PacTerms terms);

    /// The version of planner and engine; part of the fingerprint, changed whenever results may change.
    String version(PacRequest request);
}
