package org.vitrail.contract.governance;

import java.util.List;
import java.util.Optional;

/// What may be asked of a dataset.
///
/// @param dataset registered name
/// @param epsilonMax largest ε of one request, at the request's own δ; finite, > 0; empty: no limit but the caps
/// @param deltaMax largest δ of one request; in (0, 1); empty: no limit
/// @param mechanisms engines that may be used, as in `--engine`; empty: all
public record DatasetRules(
        String dataset, Optional<Double> epsilonMax, Optional<Double> deltaMax, List<String> mechanisms) {
    public DatasetRules {
        epsilonMax = epsilonMax == null ? Optional.empty() : epsilonMax;
        deltaMax = deltaMax == null ? Optional.empty() : deltaMax;
        mechanisms = mechanisms == null ? List.of() : List.copyOf(mechanisms);
        if (epsilonMax.isPresent() && (!(epsilonMax.get() > 0) || !Double.isFinite(epsilonMax.get()))) {
            throw new IllegalArgumentException(
                    "the largest epsilon of a request must be finite and > 0, got " + epsilonMax.get());
        }
        if (deltaMax.isPresent() && !(deltaMax.get() > 0 && deltaMax.get() < 1)) {
            throw new IllegalArgumentException(
                    "the largest delta of a request must be in (0, 1), got " + deltaMax.get());
        }
    }

    /// No rule but the caps.
    public static DatasetRules none(String dataset) {
        return new DatasetRules(dataset, Optional.empty(), Optional.empty(), List.of());
    }
}
