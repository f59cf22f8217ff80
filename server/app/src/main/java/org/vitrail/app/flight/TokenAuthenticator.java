package org.vitrail.app.flight;

import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.auth2.CallHeaderAuthenticator;
import org.vitrail.app.access.Tokens;
import org.vitrail.contract.wire.WireNames;

/// Lets calls in that carry a known bearer token, and no others.
final class TokenAuthenticator implements CallHeaderAuthenticator {
    private static final String BEARER = "Bearer ";

    private final Tokens tokens;

    TokenAuthenticator(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public AuthResult authenticate(CallHeaders headers) {
        String value = headers.get(WireNames.AUTHORIZATION_HEADER);
        if (value == null || !value.startsWith(BEARER)) {
            throw CallStatus.UNAUTHENTICATED
                    .withDescription("a bearer token is required; connect with %vitrail URL --token-file FILE")
                    .toRuntimeException();
        }
        String key = tokens.key(value.substring(BEARER.length()))
                .orElseThrow(() -> CallStatus.UNAUTHENTICATED
                        .withDescription("this bearer token is not known to the server; ask its owner for one")
                        .toRuntimeException());
        return () -> key;
    }
}
