package org.vitrail.app.console.web;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.vitrail.app.access.Access;
import org.vitrail.app.access.Permission;
import org.vitrail.app.access.SignedIn;

/// Who may scrape the metrics: a program on this machine that asks this machine, or whoever shows a token that may
/// see
/// the console. What came through a proxy, or under another host name (a page in a browser whose name was bound
/// anew),
/// is not from this machine.
public final class MetricsGuard {
    private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    private final Supplier<Optional<Served>> served;

    /// Guards with the sign-in of what is served.
    public MetricsGuard(Supplier<Optional<Served>> served) {
        this.served = served;
    }

    /// Lets a request for the metrics go on, or refuses it; every other request goes on.
    public void check(RoutingContext context) {
        String path = context.normalizedPath();
        boolean metrics = path.equals("/q/metrics") || path.startsWith("/q/metrics/");
        if (!metrics || local(context.request())) {
            context.next();
            return;
        }
        Optional<String> header = Optional.ofNullable(context.request().getHeader("Authorization"));
        context.vertx()
                .executeBlocking(() -> status(header), false)
                .onSuccess(status -> {
                    if (status == 200) {
                        context.next();
                    } else {
                        refuse(context, status);
                    }
                })
                .onFailure(_ -> refuse(context, 503));
    }

    private int status(Optional<String> header) {
        Optional<Served> now = served.get();
        if (now.isEmpty()) {
            return 503;
        }
        return switch (now.get().signIn().header(header.orElse(null))) {
            case SignedIn.Accepted accepted -> Access.may(accepted.caller(), Permission.READ_CONSOLE) ? 200 : 403;
            case SignedIn.Rejected _ -> 401;
            case SignedIn.Unavailable _ -> 503;
        };
    }

    private static void refuse(RoutingContext context, int status) {
        Headers.secure(context.response());
        if (status == 401) {
            context.response().putHeader("WWW-Authenticate", "Bearer");
        }
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "text/plain; charset=utf-8")
                .end("metrics are for this machine, or for a bearer token that may see the console\n");
    }

    private static boolean local(HttpServerRequest request) {
        SocketAddress address = request.remoteAddress();
        HostAndPort host = request.authority();
        boolean forwarded = request.headers().names().stream()
                .anyMatch(name -> name.equalsIgnoreCase("Forwarded")
                        || name.regionMatches(true, 0, "X-Forwarded-", 0, "X-Forwarded-".length())
                        || name.equalsIgnoreCase("Via"));
        return !forwarded
                && address != null
                && isLoopback(address.hostAddress())
                && host != null
                && LOCAL_NAMES.contains(host.host());
    }

    private static boolean isLoopback(@org.jspecify.annotations.Nullable String address) {
        return address != null
                && (address.startsWith("127.") || address.equals("::1") || address.equals("0:0:0:0:0:0:0:1"));
    }
}
