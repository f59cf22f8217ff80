package org.vitrail.mechanism.schema;

import java.util.List;
import org.vitrail.privacy.accounting.MuSquared;

/// Everything about an inference that was decided without private data.
///
/// @param columns whose domains are bought; at least one
/// @param charge μ² of all measurements together
/// @param delta for categories that nobody listed: the probability that one alone of a unit comes out,
///     over all columns; 0: no such category comes out
public record SchemaPlan(List<UnknownColumn> columns, MuSquared charge, double delta) {
    private static final long LEAST_PICO = 1_000_000;

    public SchemaPlan {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException(
                    "a schema can be inferred for at least 1 column, got 0: every column is declared; leave the"
                            + " inference budget out");
        }
        if (charge.pico() < LEAST_PICO) {
            throw new IllegalArgumentException("the inference budget allows mu^2 " + charge
                    + ", too little to measure anything; raise its epsilon");
        }
        if (!(delta >= 0 && delta < 1)) {
            throw new IllegalArgumentException("the inference's delta must be in [0, 1), got " + delta);
        }
    }

    /// μ² of the first measurement: how many cells of each column are missing, text, whole or fractional.
    MuSquared classCharge() {
        return charge.share(1, 4);
    }
}
