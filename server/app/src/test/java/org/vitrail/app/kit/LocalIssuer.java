package org.vitrail.app.kit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;

/// An OpenID Connect issuer on loopback: discovery, keys, and tokens signed with keys made here.
public final class LocalIssuer implements AutoCloseable {
    /// The audience of its tokens.
    public static final String AUDIENCE = "vitrail";

    /// How often its keys were asked for.
    public final AtomicInteger asked = new AtomicInteger();

    /// What its documents' status is; 200 unless a test says otherwise.
    public volatile int status = 200;

    /// What its discovery document names as issuer, if not itself.
    public volatile String claimedIssuer = "";

    /// What it waits for before it gives its keys.
    public volatile CountDownLatch held = new CountDownLatch(0);

    private final HttpServer http;
    private final List<PublicJsonWebKey> keys = new ArrayList<>();

    /// Starts on a free port, without keys.
    public LocalIssuer() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/realm/.well-known/openid-configuration", exchange -> {
            String issuer = claimedIssuer.isEmpty() ? url() : claimedIssuer;
            answer(exchange, "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + jwksUrl() + "\"}");
        });
        http.createContext("/realm/keys", exchange -> {
            asked.incrementAndGet();
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            answer(exchange, new JsonWebKeySet(keys).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
        });
        http.start();
    }

    private void answer(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /// Its name.
    public String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/realm";
    }

    /// Where its keys are.
    public String jwksUrl() {
        return url() + "/keys";
    }

    /// Publishes a new RSA key.
    public PublicJsonWebKey rsa(String id, int bits) throws JoseException {
        return publish(RsaJwkGenerator.generateJwk(bits), id);
    }

    /// Publishes a new key on P-256.
    public PublicJsonWebKey curve(String id) throws JoseException {
        return publish(EcJwkGenerator.generateJwk(EllipticCurves.P256), id);
    }

    private PublicJsonWebKey publish(PublicJsonWebKey key, String id) {
        key.setKeyId(id);
        key.setUse("sig");
        keys.add(key);
        return key;
    }

    /// Publishes none of its keys any more.
    public void withdraw() {
        keys.clear();
    }

    /// The claims of a good token of `uma`, an analyst of `clinic`, for ten minutes.
    public JwtClaims claims() {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(url());
        claims.setAudience(AUDIENCE);
        claims.setSubject("uma");
        claims.setStringListClaim("groups", List.of("dp-analysts", "staff"));
        claims.setStringClaim("project", "clinic");
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(10);
        return claims;
    }

    /// A good token.
    public String token(PublicJsonWebKey key) {
        return token(key, _ -> {});
    }

    /// A token with other claims.
    public String token(PublicJsonWebKey key, Consumer<JwtClaims> change) {
        JwtClaims claims = claims();
        change.accept(claims);
        return sign(key, claims.toJson());
    }

    /// Signs any payload with the key's own algorithm.
    public static String sign(PublicJsonWebKey key, String payload) {
        try {
            JsonWebSignature signature = new JsonWebSignature();
            signature.setPayload(payload);
            signature.setKey(key.getPrivateKey());
            signature.setDoKeyValidation(false);
            signature.setKeyIdHeaderValue(key.getKeyId());
            signature.setAlgorithmHeaderValue(
                    key.getKeyType().equals("EC")
                            ? AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256
                            : AlgorithmIdentifiers.RSA_USING_SHA256);
            return signature.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
