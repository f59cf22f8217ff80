package org.vitrail.app.console.web;

import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.vitrail.app.access.Caller;
import org.vitrail.app.access.Permission;
import org.vitrail.app.console.Console;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.wire.Json;

/// The calls of the JSON API. Each names what a caller must be allowed; there is no call without.
final class Api {
    private static final int ID_LENGTH_MAX = 64;

    private Api() {}

    /// What a call got: the `:id` of its path, if it has one, and its body.
    record Request(String id, String body) {
        static Request of(String id, byte[] body) {
            return new Request(id, new String(body, StandardCharsets.UTF_8));
        }

        /// An identifier; anything else names nothing.
        Request valid() {
            if (id.length() > ID_LENGTH_MAX || !id.matches("[A-Za-z0-9-]*")) {
                throw new RefusedException(new Refusal.Unknown(
                        "nothing has that id; an id has at most " + ID_LENGTH_MAX + " letters, digits and hyphens"));
            }
            return this;
        }
    }

    /// How a call is answered.
    @FunctionalInterface
    interface Answer {
        String json(Console console, Caller caller, Request request);
    }

    /// One call.
    ///
    /// @param path with `:id` where it names something
    /// @param status of a good answer
    record Call(HttpMethod method, String path, Permission permission, int status, Answer answer) {}

    /// The body of a decision, in words: nothing else may ever count as an approval.
    record Decision(String decision) {
        Decision {
            if (!"approve".equals(decision) && !"reject".equals(decision)) {
                throw new IllegalArgumentException("the decision must be \"approve\" or \"reject\"");
            }
        }

        boolean approves() {
            return decision.equals("approve");
        }
    }

    static final List<Call> CALLS = List.of(
            get("/api/me", Permission.READ_CONSOLE, (console, caller, _) -> Json.text(console.me(caller))),
            get("/api/datasets", Permission.READ_CONSOLE, (console, caller, _) -> Json.text(console.datasets(caller))),
            get(
                    "/api/datasets/:id/history",
                    Permission.READ_CONSOLE,
                    (console, caller, request) -> Json.text(console.history(caller, request.id()))),
            get("/api/sessions", Permission.READ_CONSOLE, (console, caller, _) -> Json.text(console.sessions(caller))),
            get("/api/releases", Permission.READ_CONSOLE, (console, caller, _) -> Json.text(console.releases(caller))),
            get(
                    "/api/releases/:id/certificate",
                    Permission.READ_CERTIFICATE,
                    (console, caller, request) -> console.certificate(caller, request.id())),
            get(
                    "/api/approvals",
                    Permission.LIST_APPROVALS,
                    (console, caller, _) -> Json.text(console.approvals(caller))),
            new Call(
                    HttpMethod.POST,
                    "/api/approvals/:id",
                    Permission.APPROVE_CAP,
                    200,
                    (console, caller, request) -> Json.text(console.decide(
                            caller,
                            request.id(),
                            Json.read(request.body(), Decision.class).approves()))),
            get("/api/ledger", Permission.READ_LEDGER, (console, caller, _) -> Json.text(console.ledgers(caller))),
            new Call(
                    HttpMethod.POST,
                    "/api/ledger/verification",
                    Permission.VERIFY_LEDGER,
                    202,
                    (console, caller, _) -> Json.text(console.verify(caller))),
            get("/api/alerts", Permission.READ_CONSOLE, (console, caller, _) -> Json.text(console.alerts(caller))));

    private static Call get(String path, Permission permission, Answer answer) {
        return new Call(HttpMethod.GET, path, permission, 200, answer);
    }
}
