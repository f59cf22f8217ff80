package org.vitrail.mechanism.synthesis;

import org.vitrail.contract.synthesis.EngineChoice;
import org.vitrail.mechanism.synthesis.engine.Engine;
import org.vitrail.mechanism.synthesis.marginals.MarginalsEngine;

/// Which engine serves which choice.
final class Engines {
    private Engines() {}

    static Engine of(EngineChoice choice) {
        return switch (choice) {
            case AUTO, MARGINALS -> new MarginalsEngine();
            case EVOLUTION ->
                throw new IllegalArgumentException("engine EVOLUTION is not available here; use AUTO or MARGINALS");
        };
    }
}
