package org.vitrail.app.access;

import java.util.Optional;

/// One kind of token.
@FunctionalInterface
public interface TokenSource {
    /// What a token is worth; empty if it is not of this kind. Called for every call, by many threads.
    Optional<SignedIn> check(String token);
}
