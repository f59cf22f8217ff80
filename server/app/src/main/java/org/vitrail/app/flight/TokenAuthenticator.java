package org.vitrail.app.flight;

import org.apache.arrow.flight.CallHeaders;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.auth2.CallHeaderAuthenticator;
import org.vitrail.app.access.SignIn;
import org.vitrail.app.access.SignedIn;
import org.vitrail.app.telemetry.Telemetry;
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
            case SignedIn.Rejected(String line) -> {
                Telemetry.unauthenticated();
                throw unauthenticated(line);
            }
            // Not UNAVAILABLE: without the refusal beside it, which this early nobody sends, that means a lost server.
            case SignedIn.Unavailable(String line) -> throw unauthenticated(line);
        };
    }

    private static FlightRuntimeException unauthenticated(String line) {
        return CallStatus.UNAUTHENTICATED.withDescription(line).toRuntimeException();
    }
}
