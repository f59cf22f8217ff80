package org.vitrail.app.flight;

import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.auth2.CallHeaderAuthenticator;
import org.vitrail.app.access.SignIn;
import org.vitrail.app.access.SignedIn;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.wire.WireNames;

/// Lets calls in that carry a good bearer token, and no others; asked anew for every call. What goes on is who calls,
/// never the token.
final class TokenAuthenticator implements CallHeaderAuthenticator {
    private final SignIn signIn;

    TokenAuthenticator(SignIn signIn) {
        this.signIn = signIn;
    }

    @Override
    public AuthResult authenticate(CallHeaders headers) {
        return switch (signIn.header(headers.get(WireNames.AUTHORIZATION_HEADER))) {
            case SignedIn.Accepted accepted -> {
                String identity = Identity.text(accepted.caller());
                yield () -> identity;
            }
            case SignedIn.Rejected(String line) ->
                throw CallStatus.UNAUTHENTICATED.withDescription(line).toRuntimeException();
            case SignedIn.Unavailable(String line) -> throw FlightRefusals.status(new Refusal.Unavailable(line));
        };
    }
}
