package org.vitrail.app.access;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// From a token to its caller: the one way in, for Flight and for HTTP, asked again for every call. The token file
/// first, then the other kinds in order; the first that knows the token's kind decides.
public final class SignIn {
    private static final String SCHEME = "Bearer ";
    private static final int LENGTH_MAX = 16_384;

    private final TokenSource file;
    private final List<TokenSource> others;
    private final InstantSource clock;

    /// Signs in by these kinds of tokens.
    ///
    /// @param clock tells which have expired
    public SignIn(TokenSource file, List<TokenSource> others, InstantSource clock) {
        this.file = file;
        this.others = List.copyOf(others);
        this.clock = clock;
    }

    /// What the value of an `authorization` header is worth.
    public SignedIn header(@Nullable String value) {
        if (value == null || !value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return new SignedIn.Rejected("a bearer token is required; connect with %vitrail URL --token-file FILE");
        }
        return token(value.substring(SCHEME.length()));
    }

    /// What a token is worth.
    public SignedIn token(String token) {
        if (token.isEmpty() || token.length() > LENGTH_MAX || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            return new SignedIn.Rejected(
                    "a bearer token of 1 to " + LENGTH_MAX + " printable characters is expected, got another text;"
                            + " connect with %vitrail URL --token-file FILE");
        }
        return switch (decided(token)) {
            case SignedIn.Accepted accepted
            when !accepted.validAt(clock.instant()) ->
                new SignedIn.Rejected("this bearer token has expired; get a new one");
            case SignedIn decided -> decided;
        };
    }

    private SignedIn decided(String token) {
        Optional<SignedIn> known = file.check(token);
        if (known.isPresent() && known.get() instanceof SignedIn.Accepted accepted) {
            return accepted;
        }
        for (TokenSource other : others) {
            Optional<SignedIn> decided = other.check(token);
            if (decided.isPresent()) {
                return decided.get();
            }
        }
        return known.orElseGet(
                () -> new SignedIn.Rejected("this bearer token is not known to the server; ask its owner for one"));
    }
}
