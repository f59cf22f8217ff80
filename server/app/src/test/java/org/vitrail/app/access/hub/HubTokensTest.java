package org.vitrail.app.access.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vitrail.app.access.Caller;
import org.vitrail.app.access.Role;
import org.vitrail.app.access.SignIn;
import org.vitrail.app.access.SignedIn;
import org.vitrail.app.access.web.WebGet;
import org.vitrail.app.kit.LocalHub;
import org.vitrail.app.kit.TestServer;

/// Tokens that a Hub on loopback knows.
class HubTokensTest {
    private static final String TOKEN = "5f1ac6a2b0f94a3a8f0e";
    private static final String SCOPES = "[\"access:services!service=vitrail\",\"read:users:groups!user=hana\"]";

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final WebGet web = new WebGet(Duration.ofSeconds(20));
    private LocalHub hub;
    private SignIn signIn;

    @BeforeEach
    void start() throws Exception {
        hub = new LocalHub();
        signIn = signIn(Map.of());
    }

    @AfterEach
    void stop() {
        hub.close();
        web.close();
    }

    private Optional<HubSettings> settings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "vitrail.jupyterhub.api-url", hub.api(),
                "vitrail.jupyterhub.role-map", "dp-analysts=analyst,dp-owners=owner",
                "vitrail.jupyterhub.project-map", "clinic=clinic,lab=lab"));
        all.putAll(more);
        all.values().removeIf(String::isEmpty);
        return HubSettings.of(TestServer.config(all).jupyterhub());
    }

    private SignIn signIn(Map<String, String> more) {
        HubTokens tokens = new HubTokens(settings(more).orElseThrow(), web, now::get);
        return new SignIn(_ -> Optional.empty(), List.of(tokens), now::get);
    }

    private void rejects(String why) {
        assertThat(signIn.token(TOKEN))
                .isInstanceOfSatisfying(
                        SignedIn.Rejected.class,
                        no -> assertThat(no.line()).contains(why).doesNotContain(TOKEN));
        now.updateAndGet(t -> t.plusSeconds(31));
    }

    @Test
    void token_ofAUserWithTheScope_isThatUserOfTheGroupsProject() {
        hub.users.put(TOKEN, LocalHub.user("hana", "[\"dp-analysts\",\"clinic\",\"other\"]", SCOPES));
        assertThat(signIn.header("Bearer " + TOKEN))
                .isEqualTo(new SignedIn.Accepted(new Caller("hana", Set.of(Role.ANALYST), "clinic"), Optional.empty()));
        signIn = signIn(Map.of("vitrail.jupyterhub.project-map", "", "vitrail.jupyterhub.project", "all"));
        assertThat(signIn.token(TOKEN))
                .isInstanceOfSatisfying(
                        SignedIn.Accepted.class,
                        yes -> assertThat(yes.caller().project()).isEqualTo("all"));
    }

    @Test
    void token_withoutScopeGroupRoleOrProject_isRejectedInOneLine() {
        rejects("neither this server nor its JupyterHub knows this bearer token");
        hub.users.put(TOKEN, LocalHub.user("hana", "[\"dp-analysts\",\"clinic\"]", "[\"access:servers!user=hana\"]"));
        rejects("must have the scope access:services!service=vitrail");
        hub.users.put(
                TOKEN, LocalHub.user("hana", "[\"dp-analysts\",\"clinic\"]", "[\"access:services!service=another\"]"));
        rejects("must have the scope access:services!service=vitrail");
        hub.users.put(TOKEN, "{\"name\":\"hana\",\"kind\":\"user\",\"scopes\":" + SCOPES + "}");
        rejects("must have the scope read:users:groups!user");
        hub.users.put(TOKEN, LocalHub.user("hana", "[\"clinic\"]", SCOPES));
        rejects("none of your JupyterHub groups has a role here");
        hub.users.put(TOKEN, LocalHub.user("hana", "[\"dp-owners\",\"clinic\",\"lab\"]", SCOPES));
        rejects("must name one project (vitrail.jupyterhub.project-map), they name 2");
        hub.users.put(
                TOKEN,
                LocalHub.user("hana", "[\"dp-owners\",\"clinic\"]", SCOPES).replace("user\",\"ad", "service\",\"ad"));
        rejects("is a JupyterHub service's");
        hub.users.put(TOKEN, LocalHub.user("hana", "[\"dp-owners\",\"clinic\"]", "[\"access:services\"]"));
        assertThat(signIn.token(TOKEN)).isInstanceOf(SignedIn.Accepted.class); // wider than needed
    }

    @Test
    void answer_ofTheHub_isUsedForItsTimeAndNotLonger() {
        hub.users.put(TOKEN, LocalHub.user("hana", "[\"dp-analysts\",\"clinic\"]", SCOPES));
        for (int i = 0; i < 50; i++) {
            assertThat(signIn.token(TOKEN)).isInstanceOf(SignedIn.Accepted.class);
        }
        assertThat(hub.asked).hasValue(1);
        hub.users.clear(); // revoked
        now.updateAndGet(t -> t.plusSeconds(29));
        assertThat(signIn.token(TOKEN)).isInstanceOf(SignedIn.Accepted.class);
        now.updateAndGet(t -> t.plusSeconds(1));
        assertThat(signIn.token(TOKEN)).isInstanceOf(SignedIn.Rejected.class);
        assertThat(hub.asked).hasValue(2);
    }

    @Test
    void tokens_thatNobodyKnows_doNotMakeTheServerAskForEachForEver() {
        hub.users.put(TOKEN, LocalHub.user("hana", "[\"dp-analysts\",\"clinic\"]", SCOPES));
        assertThat(signIn.token(TOKEN)).isInstanceOf(SignedIn.Accepted.class);
        int asked = HubTokens.DENIED_MAX + 1;
        for (int i = 0; i < HubTokens.DENIED_MAX + 50; i++) {
            assertThat(signIn.token("guess-" + i)).isNotInstanceOf(SignedIn.Accepted.class);
        }
        assertThat(hub.asked).hasValue(asked);
        assertThat(signIn.token("guess-0")).isInstanceOf(SignedIn.Rejected.class); // known to be wrong
        assertThat(signIn.token("another"))
                .isInstanceOfSatisfying(
                        SignedIn.Unavailable.class, no -> assertThat(no.line()).contains("about no new tokens"));
        assertThat(signIn.token(TOKEN)).isInstanceOf(SignedIn.Accepted.class); // who is in, stays in
        assertThat(hub.asked).hasValue(asked);
        now.updateAndGet(t -> t.plusSeconds(31));
        assertThat(signIn.token(TOKEN)).isInstanceOf(SignedIn.Accepted.class);
        assertThat(hub.asked).hasValue(asked + 1);
        now.updateAndGet(t -> t.plusSeconds(31));
        for (int i = 0; i < HubTokens.DENIED_MAX + 50; i++) {
            signIn.token("other-guess-" + i);
        }
        assertThat(signIn.token(TOKEN))
                .isInstanceOf(SignedIn.Accepted.class); // whoever shouts longest locks nobody out
        hub.users.remove(TOKEN);
        now.updateAndGet(t -> t.plusSeconds(31));
        assertThat(signIn.token(TOKEN)).isInstanceOf(SignedIn.Rejected.class); // what the Hub says counts
    }

    @Test
    void hub_thatDoesNotAnswerOrAnswersNonsense_isSaidSo() {
        hub.users.put(TOKEN, "<html>");
        assertThat(signIn.token(TOKEN))
                .isInstanceOfSatisfying(
                        SignedIn.Unavailable.class,
                        no -> assertThat(no.line())
                                .contains("its answer is not of the expected form")
                                .contains("call again in a few seconds"));
        hub.close();
        assertThat(signIn.token(TOKEN))
                .isInstanceOfSatisfying(
                        SignedIn.Unavailable.class, no -> assertThat(no.line()).contains("no answer within"));
    }

    @Test
    void settings_thatDoNotFit_areRefusedInOneLine() {
        for (Map.Entry<Map<String, String>, String> wrong : Map.of(
                        Map.of("vitrail.jupyterhub.api-url", "http://hub:8081/hub/api"), "api-url must be an address",
                        Map.of("vitrail.jupyterhub.role-map", ""), "needs vitrail.jupyterhub.role-map",
                        Map.of("vitrail.jupyterhub.project", "p"), "exactly one of vitrail.jupyterhub.project and",
                        Map.of("vitrail.jupyterhub.keep", "61s"), "keep must be 0 to 60 seconds")
                .entrySet()) {
            assertThatThrownBy(() -> settings(wrong.getKey()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(wrong.getValue())
                    .hasMessageNotContaining("\n");
        }
        assertThat(settings(Map.of(
                        "vitrail.jupyterhub.api-url",
                        "http://hub:8081/hub/api",
                        "vitrail.jupyterhub.plain-http",
                        "true")))
                .isPresent();
    }
}
