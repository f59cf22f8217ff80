package org.vitrail.contract.session;

import java.util.Optional;

/// Opens or resumes a notebook's accountant, a sub-allocation of the dataset's cap.
///
/// @param dataset registered name
/// @param notebook the notebook's durable name; with the user it identifies the session
/// @param epsilon cap; finite, > 0; empty: resume only
/// @param delta cap; in (0, 1); empty: resume only
public record OpenSession(String dataset, String notebook, Optional<Double> epsilon, Optional<Double> delta) {
    public OpenSession {
        epsilon = epsilon == null ? Optional.empty() : epsilon;
        delta = delta == null ? Optional.empty() : delta;
        if (dataset.isBlank() || notebook.isBlank()) {
            throw new IllegalArgumentException("a session needs a dataset and a notebook name, got an empty one");
        }
        if (epsilon.isPresent() != delta.isPresent()) {
            throw new IllegalArgumentException("epsilon and delta must be given together, or neither to resume");
        }
        if (epsilon.isPresent() && (!(epsilon.get() > 0) || !Double.isFinite(epsilon.get()))) {
            throw new IllegalArgumentException("epsilon must be finite and > 0, got " + epsilon.get());
        }
        if (delta.isPresent() && !(delta.get() > 0 && delta.get() < 1)) {
            throw new IllegalArgumentException("delta must be in (0, 1), got " + delta.get());
        }
    }
}
