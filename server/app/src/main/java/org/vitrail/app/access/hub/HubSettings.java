package org.vitrail.app.access.hub;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.vitrail.app.access.GroupMap;
import org.vitrail.app.access.Role;
import org.vitrail.app.access.web.WebGet;
import org.vitrail.app.config.VitrailConfig;

/// Which Hub is trusted, and what its groups mean here.
///
/// @param user where a token's user is asked for
/// @param scope that a token must have
/// @param roles of the groups
/// @param projects of the groups; empty: `project` for everybody
/// @param keep for how long an answer is used
public record HubSettings(
        URI user,
        String scope,
        GroupMap<Role> roles,
        GroupMap<String> projects,
        Optional<String> project,
        Duration keep) {
    private static final String PREFIX = "vitrail.jupyterhub.";
    private static final Duration KEEP_MAX = Duration.ofSeconds(60);

    /// Reads the settings; empty if no Hub is set.
    ///
    /// @throws IllegalArgumentException one line: what is missing or wrong
    public static Optional<HubSettings> of(VitrailConfig.JupyterHub config) {
        if (config.apiUrl().isEmpty()) {
            return Optional.empty();
        }
        String base = config.apiUrl().get().replaceAll("/$", "");
        GroupMap<Role> roles =
                GroupMap.parse(PREFIX + "role-map", config.roleMap().orElse(List.of()), Role::of);
        if (roles.meanings().isEmpty()) {
            throw new IllegalArgumentException(
                    PREFIX + "api-url needs " + PREFIX + "role-map (GROUP=ROLE,..) beside it, got none");
        }
        if (config.project().isPresent() == config.projectMap().isPresent()) {
            throw new IllegalArgumentException("exactly one of " + PREFIX + "project and " + PREFIX
                    + "project-map (GROUP=PROJECT,..) must be set beside " + PREFIX + "api-url");
        }
        if (config.keep().isNegative() || config.keep().compareTo(KEEP_MAX) > 0) {
            throw new IllegalArgumentException(PREFIX + "keep must be 0 to 60 seconds, got " + config.keep());
        }
        return Optional.of(new HubSettings(
                WebGet.requireSafe(PREFIX + "api-url", base + "/user", config.plainHttp()),
                config.scope(),
                roles,
                GroupMap.parse(PREFIX + "project-map", config.projectMap().orElse(List.of()), name -> name),
                config.project(),
                config.keep()));
    }
}
