package org.vitrail.app.console.web;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.vitrail.app.access.Access;
import org.vitrail.app.access.Caller;
import org.vitrail.app.access.SignedIn;
import org.vitrail.app.incident.Incidents;
import org.vitrail.app.store.StoreFailure;
import org.vitrail.app.telemetry.Telemetry;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.wire.Json;

/// The console's page and its JSON API on an HTTP router. Every call of the API carries a bearer token, looked at
/// anew
/// each time; there are no cookies, so no other page can make a browser call it.
public final class ConsoleRoutes {
    /// Largest body of a call, in bytes.
    static final int BODY_BYTES_MAX = 4_096;

    private static final String JSON = "application/json; charset=utf-8";

    private final Supplier<Optional<Served>> served;

    /// Routes to what is there when a call arrives; empty while the server starts and when it stops.
    public ConsoleRoutes(Supplier<Optional<Served>> served) {
        this.served = served;
    }

    /// Adds the routes.
    public void mount(Router router) {
        Pages.mount(router);
        router.route("/api/*").handler(BodyHandler.create(false).setBodyLimit(BODY_BYTES_MAX));
        for (Api.Call call : Api.CALLS) {
            router.route(call.method(), call.path()).handler(context -> answer(context, call));
        }
        router.route("/api/*").handler(ConsoleRoutes::nothing);
        router.route("/api/*").failureHandler(ConsoleRoutes::failed);
    }

    /// An answer that is ready to be sent.
    private record Reply(int status, String json) {}

    private void answer(RoutingContext context, Api.Call call) {
        Vertx vertx = context.vertx();
        Optional<String> header = Optional.ofNullable(context.request().getHeader("Authorization"));
        String id = Optional.ofNullable(context.pathParam("id")).orElse("");
        Buffer body = Optional.ofNullable(context.body().buffer()).orElseGet(Buffer::buffer);
        // Off the event loop: tokens and rows are looked up.
        vertx.executeBlocking(() -> reply(header, call, Api.Request.of(id, body.getBytes())), false)
                .onSuccess(reply -> send(context, reply))
                .onFailure(failure -> send(context, refusal(failure)));
    }

    private Reply reply(Optional<String> header, Api.Call call, Api.Request request) {
        Optional<Served> now = served.get();
        if (now.isEmpty()) {
            return error(503, "the server is starting or stopping; call again in a moment");
        }
        return switch (now.get().signIn().header(header.orElse(null))) {
            case SignedIn.Rejected(String line) -> {
                Telemetry.unauthenticated();
                yield error(401, line);
            }
            case SignedIn.Unavailable(String line) -> error(503, line);
            case SignedIn.Accepted accepted -> {
                Caller caller = accepted.caller();
                try {
                    Access.require(caller, call.permission());
                    yield new Reply(call.status(), call.answer().json(now.get().console(), caller, request.valid()));
                } catch (RuntimeException e) {
                    yield refusal(e);
                }
            }
        };
    }

    private static Reply refusal(Throwable thrown) {
        return switch (thrown) {
            case RefusedException refused -> {
                Telemetry.refused(refused.refusal());
                yield error(status(refused.refusal()), refused.refusal().line());
            }
            case IllegalArgumentException wrong -> error(400, String.valueOf(wrong.getMessage()));
            case StoreFailure failure
            when failure.uncertain() -> {
                Incidents.report(failure);
                yield error(503, "the ledger's database cannot be reached now; call again in a moment");
            }
            default -> error(500, Incidents.report(thrown));
        };
    }

    private static int status(Refusal refusal) {
        return switch (refusal) {
            case Refusal.InvalidRequest _ -> 400;
            case Refusal.Forbidden _ -> 403;
            case Refusal.Unknown _ -> 404;
            case Refusal.BudgetExceeded _, Refusal.Cancelled _ -> 409;
            case Refusal.Failed _ -> 500;
            case Refusal.Unavailable _ -> 503;
        };
    }

    private static Reply error(int status, String line) {
        return new Reply(status, Json.text(Map.of("status", status, "line", line)));
    }

    private static void send(RoutingContext context, Reply reply) {
        if (context.response().ended() || context.response().closed()) {
            return;
        }
        Headers.secure(context.response());
        if (reply.status() == 401) {
            context.response().putHeader("WWW-Authenticate", "Bearer");
        }
        context.response()
                .setStatusCode(reply.status())
                .putHeader("Content-Type", JSON)
                .end(reply.json());
    }

    private static void nothing(RoutingContext context) {
        boolean known = Api.CALLS.stream()
                .anyMatch(call -> context.normalizedPath().matches(call.path().replace(":id", "[^/]+")));
        HttpMethod method = context.request().method();
        send(
                context,
                known
                        ? error(405, "this call has no method " + method.name())
                        : error(404, "no such call; the page at /console/ uses those that there are"));
    }

    private static void failed(RoutingContext context) {
        int status = context.statusCode();
        send(
                context,
                switch (status) {
                    case 413 -> error(413, "a body of at most " + BODY_BYTES_MAX + " bytes was expected");
                    case 400 -> error(400, "the request is malformed");
                    default ->
                        refusal(Optional.ofNullable(context.failure())
                                .orElseGet(() -> new IllegalStateException("status " + status)));
                });
    }
}
