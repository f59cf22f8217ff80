package org.vitrail.mechanism.synthesis.engine;

import org.vitrail.mechanism.Product;
import org.vitrail.mechanism.port.Progress;
import org.vitrail.mechanism.port.Table;
import org.vitrail.privacy.accounting.MuSquared;
import org.vitrail.privacy.release.Gate;
import org.vitrail.privacy.release.Sensitive;

/// One way to make synthetic rows. Stateless: one instance serves every request.
public interface Engine {
    /// What would happen, from public facts alone.
    ///
    /// @param allowance μ² that this engine may charge in all
    /// @throws IllegalArgumentException one line: what about the task this engine cannot do, and what to do
    Forecast forecast(EngineTask task, MuSquared allowance);

    /// Makes the rows.
    ///
    /// @param allowance μ² that this engine may charge to `gate` in all; the gate may hold more, for other stages
    /// @param rows columns in the order of `task.product()`; where the unit is a person, `persons()` is
    ///     present and
    ///     holds at most `task.rowsPerUnit()` rows of each
    /// @return `task.spec().rows()` rows with the schema `task.product()`, and public facts by name
    Product synthesize(EngineTask task, MuSquared allowance, Gate gate, Sensitive<Table> rows, Progress progress);
}
