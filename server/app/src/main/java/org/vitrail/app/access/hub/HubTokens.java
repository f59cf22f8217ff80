package org.vitrail.app.access.hub;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.vitrail.app.access.Caller;
import org.vitrail.app.access.Role;
import org.vitrail.app.access.SignedIn;
import org.vitrail.app.access.TokenSource;
import org.vitrail.app.access.Tokens;
import org.vitrail.app.access.web.WebGet;
import org.vitrail.contract.wire.Json;

/// Tokens that a JupyterHub knows: asks it whose they are. The last of the kinds, for it says yes or no to any text.
public final class HubTokens implements TokenSource {
    private static final int KEPT_MAX = 10_000;
    /// How long a token that was good is asked about first, whatever others send.
    private static final Duration REMEMBERED = Duration.ofDays(1);

    private final HubSettings settings;
    private final WebGet web;
    private final InstantSource clock;
    /// How many tokens it may have denied within the time that its answers are used, before others are not asked about.
    static final int DENIED_MAX = 500;

    private final SequencedMap<String, Kept> kept = new LinkedHashMap<>();
    private final SequencedMap<String, Kept> denied = new LinkedHashMap<>(); // apart: they push no user out

    /// Tokens of that Hub.
    ///
    /// @param clock tells how old its answers are
    public HubTokens(HubSettings settings, WebGet web, InstantSource clock) {
        this.settings = settings;
        this.web = web;
        this.clock = clock;
    }

    /// An answer and until when it is used.
    private record Kept(SignedIn answer, Instant until) {}

    @Override
    public Optional<SignedIn> check(String token) {
        String digest = Tokens.digest(token);
        Instant now = clock.instant();
        synchronized (kept) {
            Kept known = kept.get(digest);
            if (known != null && now.isBefore(known.until())) {
                return Optional.of(known.answer());
            }
            Kept no = denied.get(digest);
            if (no != null && now.isBefore(no.until())) {
                return Optional.of(no.answer());
            }
            denied.values().removeIf(old -> !now.isBefore(old.until()));
            if (known == null && denied.size() >= DENIED_MAX) { // whom it knew not long ago is asked about
                return Optional.of(new SignedIn.Unavailable("the server asks its JupyterHub about no new tokens for up"
                        + " to " + settings.keep().toSeconds() + " s, because it denied " + denied.size()
                        + " in that time; call again then"));
            }
        }
        SignedIn answer = ask(token);
        if (!(answer instanceof SignedIn.Unavailable)) {
            keep(digest, answer, now);
        }
        return Optional.of(answer);
    }

    private void keep(String digest, SignedIn answer, Instant now) {
        synchronized (kept) {
            if (answer instanceof SignedIn.Rejected) {
                kept.remove(digest);
                denied.put(digest, new Kept(answer, now.plus(settings.keep())));
                return;
            }
            kept.values().removeIf(old -> now.isAfter(old.until().plus(REMEMBERED)));
            denied.remove(digest);
            if (kept.size() >= KEPT_MAX) {
                kept.pollFirstEntry();
            }
            kept.put(digest, new Kept(answer, now.plus(settings.keep())));
        }
    }

    private SignedIn ask(String token) {
        try {
            WebGet.Answer answer = web.get(settings.user(), Map.of("authorization", "token " + token));
            return switch (answer.status()) {
                case 200 -> signedIn(Json.read(answer.body(), JsonNode.class));
                case 401, 403, 404 ->
                    new SignedIn.Rejected("neither this server nor its JupyterHub knows this bearer token, or it has"
                            + " expired; get a new one from the Hub's token page");
                default -> unavailable("its answer has the status " + answer.status());
            };
        } catch (IOException e) {
            return unavailable(String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            return unavailable("its answer is not of the expected form");
        }
    }

    private SignedIn signedIn(JsonNode model) {
        List<String> scopes = texts(model.path("scopes"));
        String base = settings.scope().replaceAll("!.*", "");
        if (!model.path("kind").asText("user").equals("user")) {
            return new SignedIn.Rejected("this bearer token is a JupyterHub service's; use one of a user");
        }
        if (!scopes.contains(settings.scope()) && !scopes.contains(base)) {
            return new SignedIn.Rejected("this JupyterHub token must have the scope " + settings.scope()
                    + "; ask the Hub's administrator to add it to your role and to the role 'server'");
        }
        if (!model.path("groups").isArray()) {
            return new SignedIn.Rejected("this JupyterHub token must have the scope read:users:groups!user, or your"
                    + " role is not known; ask the Hub's administrator to add it");
        }
        List<String> groups = texts(model.path("groups"));
        Set<Role> roles = settings.roles().of(groups);
        List<String> projects = settings.project()
                .map(List::of)
                .orElseGet(() -> List.copyOf(settings.projects().of(groups)));
        if (roles.isEmpty()) {
            return new SignedIn.Rejected("none of your JupyterHub groups has a role here"
                    + " (vitrail.jupyterhub.role-map); ask the Hub's administrator for one");
        }
        if (projects.size() != 1) {
            return new SignedIn.Rejected("your JupyterHub groups must name one project"
                    + " (vitrail.jupyterhub.project-map), they name " + projects.size()
                    + "; ask the Hub's administrator");
        }
        return new SignedIn.Accepted(
                new Caller(model.path("name").asText(), roles, projects.getFirst()), Optional.empty());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static SignedIn unavailable(String why) {
        return new SignedIn.Unavailable("the server's JupyterHub does not answer as expected (" + why
                + "), so nobody can tell whether this token is good; call again in a few seconds");
    }
}
