package org.vitrail.mechanism.schema;

import org.vitrail.mechanism.port.CellSource;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.privacy.release.Gate;
import org.vitrail.privacy.release.Released;
import org.vitrail.privacy.release.Sensitive;

/// Buys the domains of columns that nobody declared.
public final class SchemaInference {
    private SchemaInference() {}

    /// Measures what the plan allows and decides from that alone.
    ///
    /// @param rows one row of each unit, by the plan's columns; it may throw when it cannot be read
    public static Released<InferredSchema> run(SchemaPlan plan, Sensitive<CellSource> rows, Progress progress) {
        Gate gate = Gate.open(plan.charge(), plan.delta());
        return gate.seal(new InferenceRun(plan, rows, gate, progress).columns());
    }
}
