package org.vitrail.app.access.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.lang.JoseException;
import org.vitrail.app.access.web.WebGet;
import org.vitrail.contract.wire.Json;

/// The keys an issuer publishes, asked for when they are first needed, when they are old, and when a token names one
/// that is not among them; never more often than every few seconds, whatever tokens say.
final class IssuerKeys {
    /// How long keys may be used while the issuer does not answer.
    static final Duration AGE_MAX = Duration.ofMinutes(15);

    /// Shortest time between two questions to the issuer.
    static final Duration PAUSE = Duration.ofSeconds(5);

    private static final int RSA_BITS_MIN = 2048;
    private static final String CURVE = "P-256";

    private final OidcSettings settings;
    private final WebGet web;
    private final InstantSource clock;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile Known known = new Known(List.of(), Instant.MIN, Instant.MIN, Optional.empty());

    /// What the issuer has said.
    ///
    /// @param fetched when its keys were read
    /// @param asked when it was asked last
    /// @param trouble why its last answer was none
    private record Known(List<JsonWebKey> keys, Instant fetched, Instant asked, Optional<String> trouble) {
        boolean isOld(Instant now, Duration age) {
            return !now.isBefore(after(fetched, age));
        }
    }

    IssuerKeys(OidcSettings settings, WebGet web, InstantSource clock) {
        this.settings = settings;
        this.web = web;
        this.clock = clock;
    }

    /// The issuer's public key of that id for that algorithm; empty if it publishes none.
    ///
    /// @param algorithm `RS256` or `ES256`
    /// @throws IOException one line: why nobody can tell now
    Optional<PublicKey> key(String id, String algorithm) throws IOException {
        Instant now = clock.instant();
        Known before = known;
        Optional<PublicKey> found = find(before.keys(), id, algorithm);
        if (found.isEmpty() || before.isOld(now, AGE_MAX)) {
            asking.lock(); // nobody can tell without an answer
            try {
                ask(now, id, algorithm);
            } finally {
                asking.unlock();
            }
        } else if (before.isOld(now, settings.keysRefresh()) && asking.tryLock()) { // the others go on meanwhile
            try {
                ask(now, id, algorithm);
            } finally {
                asking.unlock();
            }
        }
        Known after = known;
        if (after.isOld(now, AGE_MAX)) {
            throw new IOException(after.trouble().orElse("they have not been read yet"));
        }
        return find(after.keys(), id, algorithm);
    }

    /// Asks, unless somebody did a moment ago, or while this one waited.
    private void ask(Instant now, String id, String algorithm) {
        Known last = known;
        boolean wanted = last.isOld(now, settings.keysRefresh())
                || find(last.keys(), id, algorithm).isEmpty();
        if (wanted && !now.isBefore(after(last.asked(), PAUSE))) {
            known = answer(now, last);
        }
    }

    private static Instant after(Instant start, Duration wait) {
        return start.equals(Instant.MIN) ? start : start.plus(wait);
    }

    private Known answer(Instant now, Known last) {
        try {
            URI address = settings.jwks().isPresent() ? settings.jwks().get() : discovered();
            List<JsonWebKey> keys = List.copyOf(new JsonWebKeySet(document(address)).getJsonWebKeys());
            return new Known(keys, now, now, Optional.empty());
        } catch (IOException e) {
            return new Known(last.keys(), last.fetched(), now, Optional.of(String.valueOf(e.getMessage())));
        } catch (JoseException | IllegalArgumentException e) {
            return new Known(
                    last.keys(), last.fetched(), now, Optional.of("its documents are not of the expected form"));
        }
    }

    private URI discovered() throws IOException {
        String base = settings.issuer().replaceAll("/$", "");
        JsonNode discovery =
                Json.read(document(URI.create(base + "/.well-known/openid-configuration")), JsonNode.class);
        if (!discovery.path("issuer").asText().equals(settings.issuer())) {
            throw new IOException("its discovery document names another issuer");
        }
        return WebGet.requireSafe("jwks_uri", discovery.path("jwks_uri").asText(), false);
    }

    private String document(URI address) throws IOException {
        WebGet.Answer answer = web.get(address, Map.of());
        if (answer.status() != 200) {
            throw new IOException("its answer has the status " + answer.status());
        }
        return answer.body();
    }

    private static Optional<PublicKey> find(List<JsonWebKey> keys, String id, String algorithm) {
        for (JsonWebKey key : keys) {
            boolean named = id.equals(key.getKeyId())
                    && (key.getUse() == null || key.getUse().equals("sig"))
                    && (key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm));
            if (named && key instanceof PublicJsonWebKey pair && fits(pair, algorithm)) {
                return Optional.of(pair.getPublicKey());
            }
        }
        return Optional.empty();
    }

    private static boolean fits(PublicJsonWebKey key, String algorithm) {
        return switch (key) {
            case RsaJsonWebKey rsa ->
                algorithm.equals(OidcTokens.RSA)
                        && rsa.getRsaPublicKey().getModulus().bitLength() >= RSA_BITS_MIN;
            case EllipticCurveJsonWebKey curve ->
                algorithm.equals(OidcTokens.CURVE) && CURVE.equals(curve.getCurveName());
            default -> false;
        };
    }
}
