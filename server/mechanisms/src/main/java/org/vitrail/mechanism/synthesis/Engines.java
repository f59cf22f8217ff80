package org.vitrail.mechanism.synthesis;

import org.vitrail.contract.synthesis.EngineChoice;
import org.vitrail.mechanism.synthesis.auto.AutoEngine;
import org.vitrail.mechanism.synthesis.engine.Engine;
import org.vitrail.mechanism.synthesis.evolution.EvolutionEngine;
import org.vitrail.mechanism.synthesis.marginals.MarginalsEngine;

/// Which engine serves which choice.
final class Engines {
    private Engines() {}

    static Engine of(EngineChoice choice) {
        return switch (choice) {
            case AUTO -> new AutoEngine(new MarginalsEngine(), new EvolutionEngine());
            case MARGINALS -> new MarginalsEngine();
            case EVOLUTION -> new EvolutionEngine();
        };
    }
}
