package org.vitrail.mechanism.synthesis.marginals;

import java.util.List;
import org.vitrail.mechanism.Product;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.port.Table;
import org.vitrail.mechanism.synthesis.engine.Engine;
import org.vitrail.mechanism.synthesis.engine.EngineTask;
import org.vitrail.mechanism.synthesis.engine.Forecast;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.release.Gate;
import org.vitrail.privacy.release.Sensitive;

/// Shape only; the engine follows.
public final class MarginalsEngine implements Engine {
    @Override
    public Forecast forecast(EngineTask task, MuSquared allowance) {
        return new Forecast("marginals", List.of(), "", 1, List.of());
    }

    @Override
    public Product synthesize(
            EngineTask task, MuSquared allowance, Gate gate, Sensitive<Table> rows, Progress progress) {
        throw new UnsupportedOperationException("shape only");
    }
}
