package org.vitrail.app.access.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vitrail.app.access.Caller;
import org.vitrail.app.access.Role;
import org.vitrail.app.access.SignIn;
import org.vitrail.app.access.SignedIn;
import org.vitrail.app.access.web.WebGet;
import org.vitrail.app.kit.LocalIssuer;
import org.vitrail.app.kit.TestServer;

/// Tokens of an issuer that runs here, good ones and every kind of bad one.
class OidcTokensTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final WebGet web = new WebGet(Duration.ofSeconds(20));
    private LocalIssuer issuer;
    private PublicJsonWebKey key;
    private SignIn signIn;

    @BeforeEach
    void start() throws Exception {
        issuer = new LocalIssuer();
        key = issuer.rsa("first", 2048);
        signIn = signIn(Map.of());
    }

    @AfterEach
    void stop() {
        issuer.close();
        web.close();
    }

    private SignIn signIn(Map<String, String> more) {
        OidcSettings settings = settings(more).orElseThrow();
        return new SignIn(_ -> Optional.empty(), List.of(new OidcTokens(settings, web, now::get)), now::get);
    }

    private Optional<OidcSettings> settings(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "vitrail.oidc.issuer",
                issuer.url(),
                "vitrail.oidc.audience",
                LocalIssuer.AUDIENCE,
                "vitrail.oidc.project-claim",
                "project",
                "vitrail.oidc.role-map",
                "dp-analysts=analyst,dp-owners=owner,dp-owners=auditor"));
        all.putAll(more);
        all.values().removeIf(String::isEmpty);
        return OidcSettings.of(TestServer.config(all).oidc());
    }

    private static Caller accepted(SignedIn answer) {
        assertThat(answer).isInstanceOf(SignedIn.Accepted.class);
        return ((SignedIn.Accepted) answer).caller();
    }

    private void rejects(String token, String why) {
        assertThat(signIn.token(token))
                .isInstanceOfSatisfying(
                        SignedIn.Rejected.class,
                        no -> assertThat(no.line())
                                .contains(why)
                                .doesNotContain("\n")
                                .doesNotContain(token.length() > 20 ? token.substring(10, 20) : token));
    }

    @Test
    void goodToken_ofEitherAlgorithm_isItsUserWithTheMappedRoles() throws Exception {
        assertThat(accepted(signIn.header("Bearer " + issuer.token(key))))
                .isEqualTo(new Caller("uma", Set.of(Role.ANALYST), "clinic"));
        PublicJsonWebKey curve = issuer.curve("second");
        now.updateAndGet(t -> t.plusSeconds(6));
        String owner = issuer.token(curve, c -> c.setStringListClaim("groups", List.of("dp-owners")));
        assertThat(accepted(signIn.token(owner)))
                .isEqualTo(new Caller("uma", Set.of(Role.OWNER, Role.AUDITOR), "clinic"));
    }

    @Test
    void claims_atAPathOrUnderAUrl_areFound() {
        signIn = signIn(Map.of(
                "vitrail.oidc.user-claim", "preferred_username",
                "vitrail.oidc.roles-claim", "realm_access/roles",
                "vitrail.oidc.project-claim", "https://example.org/project"));
        String token = issuer.token(key, c -> {
            c.setClaim("realm_access", Map.of("roles", List.of("dp-analysts")));
            c.setClaim("https://example.org/project", "p2");
            c.setClaim("preferred_username", "uma@example.org");
        });
        assertThat(accepted(signIn.token(token))).isEqualTo(new Caller("uma@example.org", Set.of(Role.ANALYST), "p2"));
    }

    @Test
    void token_ofOtherClaims_isRejectedInOneLine() {
        rejects(issuer.token(key, c -> c.setAudience("another")), "not issued for the audience 'vitrail'");
        rejects(issuer.token(key, c -> c.unsetClaim("aud")), "not issued for the audience 'vitrail'");
        rejects(issuer.token(key, c -> c.setIssuer("https://evil.example")), "issued by somebody else");
        rejects(issuer.token(key, c -> c.setIssuer(issuer.url() + "/")), "issued by somebody else");
        rejects(issuer.token(key, c -> c.setExpirationTime(past(120))), "it has expired");
        rejects(issuer.token(key, c -> c.unsetClaim("exp")), "no time at which it expires");
        rejects(issuer.token(key, c -> c.setNotBeforeMinutesInThePast(-5)), "it is not valid yet");
        rejects(issuer.token(key, c -> c.unsetClaim("sub")), "must name one user, it names 0");
        rejects(issuer.token(key, c -> c.setStringListClaim("project", "a", "b")), "one project, it names 2");
        rejects(issuer.token(key, c -> c.unsetClaim("groups")), "none of the groups that have a role here");
        rejects(issuer.token(key, c -> c.setStringListClaim("groups", "owner")), "none of the groups");
        rejects(issuer.token(key, c -> c.setSubject("u\nma")), "a user must have");
    }

    private static NumericDate past(long seconds) {
        return NumericDate.fromSeconds(NumericDate.now().getValue() - seconds);
    }

    @Test
    void token_thatExpiredWithinTheSkew_isGoodForTheRestOfIt() {
        signIn = signIn(Map.of("vitrail.oidc.clock-skew", "5m"));
        String token = issuer.token(key, c -> {
            c.setIssuedAt(past(200));
            c.setExpirationTime(past(100));
        });
        assertThat(accepted(signIn.token(token)).user()).isEqualTo("uma");
        now.updateAndGet(t -> t.plusSeconds(201)); // its end and the skew are over by now, by this clock
        assertThat(signIn.token(token)).isInstanceOf(SignedIn.Rejected.class);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void header_thatPicksTheAlgorithmOrTheKey_isRejected() throws Exception {
        String claims = issuer.claims().toJson();
        for (String algorithm : List.of("none", "None", "NONE", "", "RS512", "PS256", "ES384", "HS256")) {
            String header = "{\"alg\":\"" + algorithm + "\",\"kid\":\"first\"}";
            rejects(encoded(header) + "." + encoded(claims) + ".", "must be signed with RS256 or ES256");
            rejects(encoded(header) + "." + encoded(claims) + ".AAAA", "must be signed with RS256 or ES256");
        }
        JsonWebSignature confused = new JsonWebSignature(); // the public key as an HMAC's secret
        confused.setPayload(claims);
        confused.setKey(new HmacKey(key.getPublicKey().getEncoded()));
        confused.setKeyIdHeaderValue("first");
        confused.setAlgorithmHeaderValue("HS256");
        rejects(confused.getCompactSerialization(), "must be signed with RS256 or ES256");
        String[] good = issuer.token(key).split("\\.", -1);
        rejects(encoded("{\"alg\":\"RS256\"}") + "." + good[1] + "." + good[2], "must name one key");
        rejects(
                encoded("{\"alg\":\"RS256\",\"kid\":\"first\",\"crit\":[\"exp\"]}") + "." + good[1] + "." + good[2],
                "nothing critical");
        rejects(encoded("{\"alg\":\"ES256\",\"kid\":\"first\"}") + "." + good[1] + "." + good[2], "does not publish");
        rejects(encoded("not json") + "." + good[1] + "." + good[2], "not known to the server");
        rejects("eyJ!." + good[1] + "." + good[2], "not JSON in base64url");
    }

    @Test
    void token_changedOrSignedByAnother_isRejected() throws Exception {
        String[] good = issuer.token(key).split("\\.", -1);
        String other = encoded(issuer.claims().toJson().replace("dp-analysts", "dp-owners"));
        rejects(good[0] + "." + other + "." + good[2], "its signature is not its issuer's");
        rejects(good[0] + "." + good[1] + ".AAAA", "its signature is not its issuer's");
        try (LocalIssuer evil = new LocalIssuer()) {
            PublicJsonWebKey forged = evil.rsa("first", 2048); // the same id
            rejects(LocalIssuer.sign(forged, issuer.claims().toJson()), "its signature is not its issuer's");
        }
        rejects(issuer.token(issuer.rsa("short", 1024)), "does not publish");
        rejects("eyJ" + "a".repeat(20_000) + ".b.c", "of 1 to 16384 printable characters");
    }

    @Test
    void token_withAnyCharacterChanged_isNeverAccepted() {
        long seed = System.nanoTime();
        System.out.println("OidcTokensTest seed " + seed);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        String good = issuer.token(key);
        int signed = good.lastIndexOf('.'); // the signature's own last character has bits that do not count
        for (int i = 0; i < 500; i++) {
            int at = random.nextInt(signed);
            char other = (char) (' ' + 1 + random.nextInt('~' - ' '));
            String changed = good.substring(0, at) + other + good.substring(at + 1);
            boolean same = changed.equals(good);
            assertThat(signIn.token(changed) instanceof SignedIn.Accepted)
                    .as(changed)
                    .isEqualTo(same);
        }
        assertThat(issuer.asked).hasValue(1);
    }

    /// Also that such tokens cannot make the server ask the issuer again and again.
    @Test
    void keys_thatRotate_areAskedForAgainButNotForEveryToken() throws Exception {
        assertThat(accepted(signIn.token(issuer.token(key))).user()).isEqualTo("uma");
        assertThat(accepted(signIn.token(issuer.token(key))).user()).isEqualTo("uma");
        assertThat(issuer.asked).hasValue(1);
        issuer.withdraw();
        PublicJsonWebKey next = issuer.rsa("next", 2048);
        for (int i = 0; i < 20; i++) {
            rejects(issuer.token(next), "names a key that its issuer does not publish");
        }
        assertThat(issuer.asked).hasValue(1);
        now.updateAndGet(t -> t.plus(IssuerKeys.PAUSE));
        assertThat(accepted(signIn.token(issuer.token(next))).user()).isEqualTo("uma");
        assertThat(issuer.asked).hasValue(2);
        rejects(issuer.token(key), "names a key that its issuer does not publish"); // withdrawn
    }

    /// Everybody would wait for a slow issuer; only whoever asks it does.
    @Test
    void keys_thatAreOldWhileTheIssuerIsSlow_areUsedUntilItAnswers() throws Exception {
        assertThat(accepted(signIn.token(issuer.token(key))).user()).isEqualTo("uma");
        issuer.held = new CountDownLatch(1);
        now.updateAndGet(t -> t.plus(Duration.ofMinutes(5)));
        String token = issuer.token(key);
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<SignedIn> asks = threads.submit(() -> signIn.token(token));
            while (issuer.asked.get() < 2) {
                Thread.onSpinWait();
            }
            assertThat(accepted(signIn.token(token)).user()).isEqualTo("uma"); // would wait for ever for the latch
            assertThat(asks.isDone()).isFalse();
            issuer.held.countDown();
            assertThat(accepted(asks.get()).user()).isEqualTo("uma");
        }
        assertThat(issuer.asked).hasValue(2);
    }

    @Test
    void keys_withdrawnByTheIssuer_areForgottenWithinTheRefresh() {
        assertThat(accepted(signIn.token(issuer.token(key))).user()).isEqualTo("uma");
        issuer.withdraw();
        now.updateAndGet(t -> t.plus(Duration.ofMinutes(5)));
        rejects(issuer.token(key), "names a key that its issuer does not publish");
    }

    @Test
    void issuer_thatDoesNotAnswer_isSaidSoAndItsOldKeysEndAfterAQuarterOfAnHour() {
        signIn = signIn(Map.of("vitrail.oidc.clock-skew", "5m"));
        String token = issuer.token(key, c -> c.setExpirationTimeMinutesInTheFuture(60));
        issuer.status = 500;
        assertThat(signIn.token(token))
                .isInstanceOfSatisfying(
                        SignedIn.Unavailable.class,
                        no -> assertThat(no.line())
                                .contains("the keys of the issuer " + issuer.url()
                                        + " cannot be read now (its answer has the status 500")
                                .contains("call again in a few seconds"));
        issuer.status = 200;
        assertThat(signIn.token(token)).isInstanceOf(SignedIn.Unavailable.class); // asked a moment ago
        now.updateAndGet(t -> t.plus(IssuerKeys.PAUSE));
        assertThat(accepted(signIn.token(token)).user()).isEqualTo("uma");
        issuer.close();
        now.updateAndGet(t -> t.plus(Duration.ofMinutes(14)));
        assertThat(accepted(signIn.token(token)).user()).isEqualTo("uma");
        now.updateAndGet(t -> t.plus(Duration.ofMinutes(1)));
        assertThat(signIn.token(token))
                .isInstanceOfSatisfying(
                        SignedIn.Unavailable.class, no -> assertThat(no.line()).contains("no answer within"));
    }

    @Test
    void discovery_ofAnotherIssuer_isNotTrusted() {
        issuer.claimedIssuer = "https://evil.example";
        assertThat(signIn.token(issuer.token(key)))
                .isInstanceOfSatisfying(
                        SignedIn.Unavailable.class, no -> assertThat(no.line()).contains("names another issuer"));
        signIn = signIn(Map.of("vitrail.oidc.jwks-url", issuer.jwksUrl())); // needs no discovery
        assertThat(accepted(signIn.token(issuer.token(key))).user()).isEqualTo("uma");
    }

    @Test
    void settings_thatDoNotFit_areRefusedInOneLine() {
        for (Map.Entry<Map<String, String>, String> wrong : Map.of(
                        Map.of("vitrail.oidc.issuer", "http://id.example.org"),
                                "vitrail.oidc.issuer must be an address",
                        Map.of("vitrail.oidc.jwks-url", "http://id.example.org/k"), "vitrail.oidc.jwks-url must be",
                        Map.of("vitrail.oidc.audience", ""), "needs vitrail.oidc.audience",
                        Map.of("vitrail.oidc.role-map", ""), "needs vitrail.oidc.audience and vitrail.oidc.role-map",
                        Map.of("vitrail.oidc.role-map", "a=boss"), "a role must be one of owner, officer",
                        Map.of("vitrail.oidc.role-map", "analyst"), "must hold entries GROUP=MEANING",
                        Map.of("vitrail.oidc.project", "p"), "exactly one of vitrail.oidc.project and",
                        Map.of("vitrail.oidc.clock-skew", "1h"), "vitrail.oidc.clock-skew must be",
                        Map.of("vitrail.oidc.keys-refresh", "1h"), "vitrail.oidc.keys-refresh must be")
                .entrySet()) {
            assertThatThrownBy(() -> settings(wrong.getKey()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(wrong.getValue())
                    .hasMessageNotContaining("\n");
        }
        assertThat(settings(Map.of("vitrail.oidc.issuer", ""))).isEmpty();
    }
}
