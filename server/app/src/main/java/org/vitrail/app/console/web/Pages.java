package org.vitrail.app.console.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/// The page: a closed list of files on the class path, held in memory. It shows nothing by itself; what it shows it
/// asks the API for, with the token that its user typed.
final class Pages {
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    /// What there is, each with its type.
    static final Map<String, String> FILES = Map.of(
            "index.html", "text/html; charset=utf-8",
            "console.css", "text/css; charset=utf-8",
            "icon.svg", "image/svg+xml",
            "app.js", SCRIPT,
            "api.js", SCRIPT,
            "dom.js", SCRIPT,
            "figures.js", SCRIPT,
            "charts.js", SCRIPT,
            "views.js", SCRIPT);

    private Pages() {}

    static void mount(Router router) {
        router.route(HttpMethod.GET, "/").handler(context -> {
            Headers.secure(context.response());
            context.response()
                    .setStatusCode(302)
                    .putHeader("Location", "/console/")
                    .end();
        });
        FILES.forEach((name, type) -> {
            Buffer content = Buffer.buffer(read(name));
            String path = name.equals("index.html") ? "/console" : "/console/" + name; // with a slash or not
            router.route(HttpMethod.GET, path).handler(context -> send(context, type, content));
        });
    }

    private static void send(RoutingContext context, String type, Buffer content) {
        Headers.secure(context.response());
        context.response().putHeader("Content-Type", type).end(content);
    }

    private static byte[] read(String name) {
        try (InputStream stream = Pages.class.getResourceAsStream("/console/" + name)) {
            if (stream == null) {
                throw new IllegalStateException("the console's file " + name + " is not in the application");
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
