package org.vitrail.contract.session;

import java.util.Optional;

/// Opens or resumes a notebook's accountant, a sub-allocation of the dataset's cap.
///
/// @param dataset registered name
/// @param notebook the notebook's durable name; with the user it identifies the session
/// @param epsilon cap; finite, > 0; empty: resume only
/// @param delta cap; in (0, 1); empty: resume only
/// @param guaranteed whether the accounts above keep the cap for this session until it expires
/// @param expiresSeconds after how many seconds the session takes no more charges; 1 to 3650 days; empty:
///     never
/// @param pacCapPicoNats most that all PAC answers of this session may tell, in units of 1e-12 nat; fixed
///     once it is opened; empty: as the accounts above
public record OpenSession(
        String dataset,
        String notebook,
        Optional<Double> epsilon,
        Optional<Double> delta,
        boolean guaranteed,
        Optional<Long> expiresSeconds,
        Optional<Long> pacCapPicoNats) {
    /// With the PAC cap of the accounts above.
    public OpenSession(
            String dataset,
            String notebook,
            Optional<Double> epsilon,
            Optional<Double> delta,
            boolean guaranteed,
            Optional<Long> expiresSeconds) {
        this(dataset, notebook, epsilon, delta, guaranteed, expiresSeconds, Optional.empty());
    }

    public OpenSession {
        pacCapPicoNats = pacCapPicoNats == null ? Optional.empty() : pacCapPicoNats;
        if (pacCapPicoNats.isPresent() && pacCapPicoNats.get() < 1) {
            throw new IllegalArgumentException(
                    "a session's PAC cap must be at least 1e-12 nat, got " + pacCapPicoNats.get() + "e-12");
        }
        expiresSeconds = expiresSeconds == null ? Optional.empty() : expiresSeconds;
        if (expiresSeconds.isPresent() && (expiresSeconds.get() < 1 || expiresSeconds.get() > LONGEST)) {
            throw new IllegalArgumentException(
                    "a session must expire after 1 s to 3650 days, got " + expiresSeconds.get() + " s");
        }
        epsilon = epsilon == null ? Optional.empty() : epsilon;
        delta = delta == null ? Optional.empty() : delta;
        if (dataset.isBlank() || notebook.isBlank()) {
            throw new IllegalArgumentException("a session needs a dataset and a notebook name, got an empty one");
        }
        if (epsilon.isPresent() != delta.isPresent()) {
            throw new IllegalArgumentException("epsilon and delta must be given together, or neither to resume");
        }
        if (epsilon.isPresent() && !(epsilon.get() > 0 && epsilon.get() <= 1e6)) {
            throw new IllegalArgumentException("epsilon must be > 0 and at most 1e6, got " + epsilon.get());
        }
        if (delta.isPresent() && !(delta.get() > 0 && delta.get() < 1)) {
            throw new IllegalArgumentException("delta must be in (0, 1), got " + delta.get());
        }
    }

    private static final long LONGEST = 3650L * 24 * 3600;

    /// A session without a guarantee that never expires.
    public static OpenSession of(String dataset, String notebook, Optional<Double> epsilon, Optional<Double> delta) {
        return new OpenSession(dataset, notebook, epsilon, delta, false, Optional.empty());
    }
}
