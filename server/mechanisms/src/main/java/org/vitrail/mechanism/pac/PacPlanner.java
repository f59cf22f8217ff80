package org.vitrail.mechanism.pac;

import org.vitrail.contract.pac.PacSpec;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.mechanism.port.PublicFacts;

/// Prices queries from public facts; has no way to reach a row.
public interface PacPlanner {
    /// Decides everything that can be decided without private data.
    ///
    /// @throws IllegalArgumentException one line: why the query is not answered, and what to do
    PacPlan plan(PacSpec spec, PublicFacts facts, PacTerms terms);

    /// The version of planner and engine; part of the fingerprint, changed whenever results may change.
    String version();
}
