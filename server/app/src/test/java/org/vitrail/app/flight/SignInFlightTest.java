package org.vitrail.app.flight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.arrow.flight.FlightRuntimeException;
import org.apache.arrow.flight.FlightStatusCode;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.vitrail.app.access.SignedIn;
import org.vitrail.app.kit.LocalHub;
import org.vitrail.app.kit.LocalIssuer;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.ServerFixture;
import org.vitrail.app.kit.TestClient;
import org.vitrail.app.kit.TestServer;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.ServerView;

/// One server with all three kinds of tokens: each opens Flight, and the same text opens what HTTP asks.
class SignInFlightTest extends ServerFixture {
    private static final String HUB_TOKEN = "5f1ac6a2b0f94a3a8f0e";

    private final LocalIssuer issuer;
    private final LocalHub hub;

    SignInFlightTest() throws Exception {
        issuer = new LocalIssuer();
        hub = new LocalHub();
    }

    @Override
    protected Map<String, String> settings() {
        return Map.of(
                "vitrail.oidc.issuer", issuer.url(),
                "vitrail.oidc.audience", LocalIssuer.AUDIENCE,
                "vitrail.oidc.project-claim", "project",
                "vitrail.oidc.role-map", "dp-analysts=analyst,dp-officers=officer",
                "vitrail.jupyterhub.api-url", hub.api(),
                "vitrail.jupyterhub.role-map", "dp-auditors=auditor",
                "vitrail.jupyterhub.project", "clinic");
    }

    @AfterEach
    void end() {
        issuer.close();
        hub.close();
    }

    private ServerView hello(String token) {
        try (TestClient client = server.client(token)) {
            return client.call(ActionName.HELLO, "", ServerView.class);
        }
    }

    private FlightRuntimeException refusedHello(String token) {
        return refused(() -> hello(token));
    }

    @Test
    void eachKindOfToken_opensFlightAndHttpAsTheSameCaller() throws Exception {
        PublicJsonWebKey key = issuer.rsa("one", 2048);
        String jwt = issuer.token(key);
        hub.users.put(HUB_TOKEN, LocalHub.user("hana", "[\"dp-auditors\"]", "[\"access:services!service=vitrail\"]"));
        assertThat(hello(TestServer.OWNER)).isEqualTo(new ServerView("test", "olga", List.of("owner"), "clinic"));
        assertThat(hello(jwt)).isEqualTo(new ServerView("test", "uma", List.of("analyst"), "clinic"));
        assertThat(hello(HUB_TOKEN)).isEqualTo(new ServerView("test", "hana", List.of("auditor"), "clinic"));
        for (String token : List.of(jwt, HUB_TOKEN)) {
            SignedIn.Accepted same = (SignedIn.Accepted) server.signIn().header("Bearer " + token);
            assertThat(same.caller().user()).isEqualTo(hello(token).user());
        }
        try (TestClient uma = server.client(jwt)) {
            String session = uma.open(Requests.session("adult", "uma", 0.5)).sessionId();
            assertThat(uma.release(Requests.job(session, Requests.spec("adult", 0.1)))
                            .rows())
                    .isEqualTo(20);
            assertThat(refused(() -> uma.upload(Requests.register("mine", 1), new byte[] {1}))
                            .status()
                            .code())
                    .isEqualTo(FlightStatusCode.UNAUTHORIZED);
        }
        assertThat(hub.asked).hasValue(1); // a JSON Web Token is never shown to the Hub
    }

    @Test
    void badToken_ofEachKind_isUnauthenticatedAndSaysWhy() throws Exception {
        PublicJsonWebKey key = issuer.rsa("one", 2048);
        FlightRuntimeException other = refusedHello(issuer.token(key, c -> c.setAudience("another")));
        assertThat(other.status().code()).isEqualTo(FlightStatusCode.UNAUTHENTICATED);
        assertThat(other).hasMessageContaining("it was not issued for the audience 'vitrail'");
        assertThat(refusedHello(HUB_TOKEN)).hasMessageContaining("neither this server nor its JupyterHub knows");
    }

    @Test
    void issuer_thatIsDown_isSaidSoAndTheFilesTokensGoOn() throws Exception {
        PublicJsonWebKey key = issuer.rsa("one", 2048);
        issuer.status = 503;
        FlightRuntimeException down = refusedHello(issuer.token(key));
        assertThat(down.status().code()).isEqualTo(FlightStatusCode.UNAUTHENTICATED);
        assertThat(down).hasMessageContaining("cannot be read now (its answer has the status 503)");
        assertThat(olga.call(ActionName.HELLO, "", ServerView.class).user()).isEqualTo("olga");
    }
}
