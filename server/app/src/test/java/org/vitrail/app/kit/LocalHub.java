package org.vitrail.app.kit;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// `GET /hub/api/user` of a JupyterHub, as its REST API describes it: the user of the token that is sent.
public final class LocalHub implements AutoCloseable {
    /// How often it was asked.
    public final AtomicInteger asked = new AtomicInteger();

    /// The user of each token, as JSON.
    public final Map<String, String> users = new ConcurrentHashMap<>();

    private final HttpServer http;

    /// Starts on a free port, without users.
    public LocalHub() throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/hub/api/user", exchange -> {
            asked.incrementAndGet();
            String sent = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            String known = users.getOrDefault(sent.replaceFirst("^token ", ""), "");
            byte[] bytes = (known.isEmpty()
                            ? "{\"status\":403,\"message\":\"Missing or invalid credentials.\"}"
                            : known)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(known.isEmpty() ? 403 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        http.start();
    }

    /// Its API.
    public String api() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/hub/api";
    }

    /// A user's model with those groups and scopes, each as JSON.
    public static String user(String name, String groups, String scopes) {
        return "{\"name\":\"" + name + "\",\"kind\":\"user\",\"admin\":false,\"groups\":" + groups + ",\"scopes\":"
                + scopes + ",\"server\":null,\"session_id\":null,\"token_id\":\"a1\"}";
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
