package org.vitrail.engine.pac;

import org.vitrail.contract.pac.PacLearningSpec;
import org.vitrail.contract.pac.PacRequest;
import org.vitrail.contract.pac.PacSpec;
import org.vitrail.contract.pac.PacTerms;
import org.vitrail.mechanism.pac.PacPlan;
import org.vitrail.mechanism.pac.PacPlanner;
import org.vitrail.mechanism.port.PublicFacts;

/// Plans everything that PAC privacy can be asked for.
public final class PacPlanners implements PacPlanner {
    private final SqlPlanner queries = new SqlPlanner();
    private final LearningPlanner learning = new LearningPlanner();

    /// Stateless.
    public PacPlanners() {}

    @Override
    public PacPlan plan(PacRequest request, PublicFacts facts, PacTerms terms) {
        return switch (request) {
            case PacSpec spec -> queries.plan(spec, facts, terms);
            case PacLearningSpec spec -> learning.plan(spec, facts, terms);
        };
    }

    @Override
    public String version(PacRequest request) {
        return switch (request) {
            case PacSpec _ -> SqlPlanner.VERSION;
            case PacLearningSpec _ -> LearningPlanner.VERSION;
        };
    }
}
