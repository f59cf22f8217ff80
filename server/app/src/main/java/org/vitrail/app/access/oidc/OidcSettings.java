package org.vitrail.app.access.oidc;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vitrail.app.access.GroupMap;
import org.vitrail.app.access.Role;
import org.vitrail.app.access.web.WebGet;
import org.vitrail.app.config.VitrailConfig;

/// Which issuer is trusted, and what its claims mean here.
///
/// @param issuer exactly as in the tokens
/// @param audience that a token must name
/// @param jwks where the keys are; empty: where the issuer's discovery document says
/// @param userClaim a claim, or a path to one (`a/b`)
/// @param rolesClaim the same; its groups are looked up in `roles`
/// @param projectClaim the same; empty: `project` for everybody
/// @param clockSkew how far the clocks may be apart
/// @param keysRefresh for how long keys are used without asking again
public record OidcSettings(
        String issuer,
        String audience,
        Optional<URI> jwks,
        String userClaim,
        String rolesClaim,
        GroupMap<Role> roles,
        Optional<String> projectClaim,
        Optional<String> project,
        Duration clockSkew,
        Duration keysRefresh) {
    private static final String PREFIX = "vitrail.oidc.";
    private static final Duration SKEW_MAX = Duration.ofMinutes(5);

    /// Reads the settings; empty if no issuer is set.
    ///
    /// @throws IllegalArgumentException one line: what is missing or wrong
    public static Optional<OidcSettings> of(VitrailConfig.Oidc config) {
        if (config.issuer().isEmpty()) {
            return Optional.empty();
        }
        String issuer = config.issuer().get();
        WebGet.requireSafe(PREFIX + "issuer", issuer, false);
        GroupMap<Role> roles =
                GroupMap.parse(PREFIX + "role-map", config.roleMap().orElse(List.of()), Role::of);
        if (config.audience().isEmpty() || roles.meanings().isEmpty()) {
            throw new IllegalArgumentException(PREFIX + "issuer needs " + PREFIX + "audience and " + PREFIX
                    + "role-map (GROUP=ROLE,..) beside it, got none");
        }
        if (config.project().isPresent() == config.projectClaim().isPresent()) {
            throw new IllegalArgumentException("exactly one of " + PREFIX + "project and " + PREFIX
                    + "project-claim must be set beside " + PREFIX + "issuer");
        }
        if (config.clockSkew().isNegative() || config.clockSkew().compareTo(SKEW_MAX) > 0) {
            throw new IllegalArgumentException(PREFIX + "clock-skew must be 0 to 5 minutes, got " + config.clockSkew());
        }
        if (config.keysRefresh().compareTo(Duration.ofSeconds(1)) < 0
                || config.keysRefresh().compareTo(IssuerKeys.AGE_MAX) > 0) {
            throw new IllegalArgumentException(
                    PREFIX + "keys-refresh must be 1 second to 15 minutes, got " + config.keysRefresh());
        }
        return Optional.of(new OidcSettings(
                issuer,
                config.audience().get(),
                config.jwksUrl().map(url -> WebGet.requireSafe(PREFIX + "jwks-url", url, false)),
                config.userClaim(),
                config.rolesClaim(),
                roles,
                config.projectClaim(),
                config.project(),
                config.clockSkew(),
                config.keysRefresh()));
    }
}
