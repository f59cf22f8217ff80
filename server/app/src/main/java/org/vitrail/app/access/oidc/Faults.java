package org.vitrail.app.access.oidc;

import io.smallrye.jwt.auth.principal.ParseException;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jspecify.annotations.Nullable;

/// What is wrong with a token, in words that quote nothing of it.
final class Faults {
    private Faults() {}

    static String line(ParseException failure, OidcSettings settings) {
        for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof InvalidJwtException invalid) {
                return line(invalid, settings);
            }
        }
        return "it is not a signed JSON Web Token";
    }

    private static String line(InvalidJwtException invalid, OidcSettings settings) {
        if (invalid.hasErrorCode(ErrorCodes.EXPIRED)) {
            return "it has expired";
        }
        if (invalid.hasErrorCode(ErrorCodes.NOT_YET_VALID)) {
            return "it is not valid yet";
        }
        if (invalid.hasErrorCode(ErrorCodes.ISSUER_INVALID) || invalid.hasErrorCode(ErrorCodes.ISSUER_MISSING)) {
            return "it was issued by somebody else than '" + settings.issuer() + "'";
        }
        if (invalid.hasErrorCode(ErrorCodes.AUDIENCE_INVALID) || invalid.hasErrorCode(ErrorCodes.AUDIENCE_MISSING)) {
            return "it was not issued for the audience '" + settings.audience() + "'";
        }
        if (invalid.hasErrorCode(ErrorCodes.EXPIRATION_MISSING)) {
            return "it says no time at which it expires";
        }
        if (invalid.hasErrorCode(ErrorCodes.SIGNATURE_INVALID)) {
            return "its signature is not its issuer's";
        }
        return "it is not a signed JSON Web Token with the claims iss, aud, iat and exp";
    }
}
