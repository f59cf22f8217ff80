package org.vitrail.app.access.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTTokenParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.ParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jspecify.annotations.Nullable;
import org.vitrail.app.access.Caller;
import org.vitrail.app.access.Role;
import org.vitrail.app.access.SignedIn;
import org.vitrail.app.access.TokenSource;
import org.vitrail.app.access.web.WebGet;
import org.vitrail.contract.wire.Json;

/// Tokens of one issuer. The header is only read to choose among the issuer's own keys: it can name no other key, no
/// address, and no algorithm but these two, each bound to its kind of key.
public final class OidcTokens implements TokenSource {
    static final String RSA = "RS256";
    static final String CURVE = "ES256";

    private static final int KEY_ID_LENGTH_MAX = 256;
    private static final Map<String, SignatureAlgorithm> ALGORITHMS =
            Map.of(RSA, SignatureAlgorithm.RS256, CURVE, SignatureAlgorithm.ES256);

    private final OidcSettings settings;
    private final IssuerKeys keys;

    /// Tokens of that issuer.
    ///
    /// @param clock tells how old its keys are
    public OidcTokens(OidcSettings settings, WebGet web, InstantSource clock) {
        this.settings = settings;
        this.keys = new IssuerKeys(settings, web, clock);
    }

    /// What a token's unverified header says.
    private record Header(String algorithm, String keyId) {}

    @Override
    public Optional<SignedIn> check(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3 || !token.startsWith("eyJ")) {
            return Optional.empty();
        }
        try {
            Header header = header(parts[0]);
            PublicKey key = keys.key(header.keyId(), header.algorithm())
                    .orElseThrow(() -> new IllegalArgumentException("it names a key that its issuer does not publish"));
            return Optional.of(accepted(verified(token, header, key)));
        } catch (IOException e) {
            return Optional.of(new SignedIn.Unavailable("the keys of the issuer " + settings.issuer()
                    + " cannot be read now (" + e.getMessage() + "), so nobody can tell whether this token is good;"
                    + " call again in a few seconds, or ask the server's administrator"));
        } catch (IllegalArgumentException e) {
            return Optional.of(rejected(String.valueOf(e.getMessage())));
        }
    }

    private static Header header(String part) {
        try {
            JsonNode header =
                    Json.read(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8), JsonNode.class);
            String algorithm = header.path("alg").asText();
            if (!ALGORITHMS.containsKey(algorithm)) {
                throw new IllegalArgumentException("it must be signed with RS256 or ES256");
            }
            String keyId = header.path("kid").asText();
            if (header.has("crit") || keyId.isEmpty() || keyId.length() > KEY_ID_LENGTH_MAX) {
                throw new IllegalArgumentException("its header must name one key (kid) and nothing critical");
            }
            return new Header(algorithm, keyId);
        } catch (IllegalArgumentException e) {
            String said = String.valueOf(e.getMessage());
            throw new IllegalArgumentException(said.startsWith("it") ? said : "its header is not JSON in base64url");
        }
    }

    private JwtClaims verified(String token, Header header, PublicKey key) {
        JWTAuthContextInfo expected = new JWTAuthContextInfo(key, settings.issuer());
        expected.setSignatureAlgorithm(Set.of(ALGORITHMS.get(header.algorithm())));
        expected.setExpectedAudience(Set.of(settings.audience()));
        expected.setClockSkew((int) settings.clockSkew().toSeconds());
        expected.setRequireNamedPrincipal(false); // the claim that names the user is a setting
        expected.setRequiredClaims(Set.of("exp"));
        try {
            return new DefaultJWTTokenParser().parse(token, expected).getJwtClaims();
        } catch (ParseException e) {
            throw new IllegalArgumentException(Faults.line(e, settings));
        }
    }

    private SignedIn accepted(JwtClaims claims) {
        try {
            NumericDate end = claims.getExpirationTime();
            List<String> users = words(claims, settings.userClaim());
            Set<Role> roles = settings.roles().of(words(claims, settings.rolesClaim()));
            List<String> projects = settings.projectClaim()
                    .map(claim -> words(claims, claim))
                    .orElseGet(() -> settings.project().stream().toList());
            if (users.size() != 1) {
                throw new IllegalArgumentException(
                        "its claim '" + settings.userClaim() + "' must name one user, it names " + users.size());
            }
            if (projects.size() != 1) {
                throw new IllegalArgumentException("its claim '"
                        + settings.projectClaim().orElse("") + "' must name one project, it names " + projects.size());
            }
            if (roles.isEmpty()) {
                throw new IllegalArgumentException("its claim '" + settings.rolesClaim()
                        + "' holds none of the groups that have a role here (vitrail.oidc.role-map)");
            }
            return new SignedIn.Accepted(
                    new Caller(users.getFirst(), roles, projects.getFirst()),
                    Optional.of(Instant.ofEpochSecond(end.getValue()).plus(settings.clockSkew())));
        } catch (MalformedClaimException e) {
            throw new IllegalArgumentException("its claim 'exp' is not a time");
        }
    }

    private SignedIn rejected(String why) {
        return new SignedIn.Rejected("this token of an issuer is not accepted: " + why + "; get a new one from "
                + settings.issuer() + " for the audience '" + settings.audience() + "'");
    }

    /// The texts of a claim: of that very name, or at the end of a path.
    private static List<String> words(JwtClaims claims, String claim) {
        @Nullable Object value = claims.getClaimValue(claim);
        if (value == null) {
            value = claims.getClaimsMap();
            for (String step : claim.split("/", -1)) {
                value = value instanceof Map<?, ?> map ? map.get(step) : null;
            }
        }
        return switch (value) {
            case String text -> text.isBlank() ? List.of() : List.of(text);
            case Collection<?> many ->
                many.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toList();
            case null, default -> List.of();
        };
    }
}
