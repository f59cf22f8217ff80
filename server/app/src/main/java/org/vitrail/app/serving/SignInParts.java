package org.vitrail.app.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrail.app.access.SignIn;
import org.vitrail.app.access.TokenSource;
import org.vitrail.app.access.Tokens;
import org.vitrail.app.access.hub.HubSettings;
import org.vitrail.app.access.hub.HubTokens;
import org.vitrail.app.access.oidc.OidcSettings;
import org.vitrail.app.access.oidc.OidcTokens;
import org.vitrail.app.access.web.WebGet;
import org.vitrail.app.config.VitrailConfig;
import org.vitrail.contract.wire.TokenFile;

/// The kinds of tokens that the configuration asks for.
///
/// @param web asks issuers and Hubs
record SignInParts(SignIn signIn, WebGet web) implements AutoCloseable {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

    /// Reads the settings and the token file; asks nobody yet.
    static SignInParts of(VitrailConfig config, ServerFolder folder) throws StartFailure {
        WebGet web = new WebGet(ANSWER_MAX);
        try {
            Tokens file = tokens(config, folder);
            InstantSource clock = InstantSource.system();
            List<TokenSource> others = new ArrayList<>();
            OidcSettings.of(config.oidc()).ifPresent(issuer -> others.add(new OidcTokens(issuer, web, clock)));
            HubSettings.of(config.jupyterhub()).ifPresent(hub -> others.add(new HubTokens(hub, web, clock)));
            return new SignInParts(new SignIn(file, others, clock), web);
        } catch (StartFailure e) {
            web.close();
            throw e;
        } catch (IllegalArgumentException e) {
            web.close();
            throw new StartFailure(StartFailure.CONFIGURATION, String.valueOf(e.getMessage()));
        }
    }

    private static Tokens tokens(VitrailConfig config, ServerFolder folder) throws StartFailure {
        Optional<Path> configured = config.tokenFile();
        try {
            if (configured.isEmpty()) {
                return Tokens.readOrCreate(folder.path().resolve(TokenFile.NAME), System.getProperty("user.name"));
            }
            if (!Files.isReadable(configured.get())) {
                throw new StartFailure(
                        StartFailure.CONFIGURATION,
                        "vitrail.token-file must be a file this user may read, got '" + configured.get() + "'");
            }
            return Tokens.read(configured.get(), InstantSource.system());
        } catch (IOException e) {
            throw new StartFailure(StartFailure.CONFIGURATION, "the token file cannot be read or written");
        }
    }

    @Override
    public void close() {
        web.close();
    }
}
