package org.vitrail.contract.synthesis;

import java.util.List;
import java.util.Optional;
import org.vitrail.contract.MechanismSpec;

/// A request for synthetic rows.
///
/// @param dataset registered name of the private table
/// @param rows how many synthetic rows; 1 to 10,000,000; public
/// @param epsilon the whole request's ε; finite, > 0
/// @param delta the whole request's δ; in (0, 1)
/// @param engine which engine
/// @param label the column to be predicted from the others, if there is one: its dependencies are kept first
/// @param columns the columns to synthesize, in order; empty: all
/// @param coverage whether the evolution engine selects survivors by coverage instead of rank
/// @param seed for everything that is not noise; the same seed with the same noise gives the same rows
public record SynthesisSpec(
        String dataset,
        int rows,
        double epsilon,
        double delta,
        EngineChoice engine,
        Optional<String> label,
        List<String> columns,
        boolean coverage,
        long seed)
        implements MechanismSpec {
    /// The largest number of synthetic rows of one request.
    public static final int ROWS_MAX = 10_000_000;

    public SynthesisSpec {
        label = label == null ? Optional.empty() : label;
        columns = columns == null ? List.of() : List.copyOf(columns);
        if (dataset.isBlank()) {
            throw new IllegalArgumentException("dataset must be a registered name, got an empty one");
        }
        if (rows < 1 || rows > ROWS_MAX) {
            throw new IllegalArgumentException("rows must be in [1, " + ROWS_MAX + "], got " + rows);
        }
        if (!(epsilon > 0) || !Double.isFinite(epsilon)) {
            throw new IllegalArgumentException("epsilon must be finite and > 0, got " + epsilon);
        }
        if (!(delta > 0 && delta < 1)) {
            throw new IllegalArgumentException("delta must be in (0, 1), got " + delta);
        }
    }
}
