package org.vitrail.contract.dataset;

import org.vitrail.contract.table.PrivacyUnit;

/// What an owner pays for the domains of columns that no schema declares.
///
/// @param epsilon ε to spend, at the dataset's whole δ; > 0
/// @param delta the part of the dataset's δ that is set aside, once and for all, for categories that nobody
///     listed; in [0, 1); 0: columns of text are not inferred
/// @param unit whom the guarantee protects, then and in all later releases
public record Inference(double epsilon, double delta, PrivacyUnit unit) {
    public Inference {
        if (!(epsilon > 0) || !Double.isFinite(epsilon)) {
            throw new IllegalArgumentException(
                    "the epsilon of the inference budget must be finite and > 0, got " + epsilon);
        }
        if (!(delta >= 0 && delta < 1)) {
            throw new IllegalArgumentException("the delta of the inference budget must be in [0, 1), got " + delta);
        }
    }
}
