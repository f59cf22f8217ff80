package org.vitrail.app.access;

import java.time.Instant;
import java.util.Optional;

/// What became of a token.
public sealed interface SignedIn {
    /// It is good.
    ///
    /// @param expires from when on it is not; no call may begin later
    record Accepted(Caller caller, Optional<Instant> expires) implements SignedIn {
        /// Whether it is good at that moment.
        public boolean validAt(Instant now) {
            return expires.map(now::isBefore).orElse(true);
        }
    }

    /// It is not; the line says what was expected and what to do, and never quotes it.
    record Rejected(String line) implements SignedIn {}

    /// Nobody can tell now, because who could does not answer; the line says what to do.
    record Unavailable(String line) implements SignedIn {}
}
