package org.vitrail.app.flight;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.flight.Criteria;
import org.apache.arrow.flight.FlightClient;
import org.apache.arrow.flight.FlightDescriptor;
import org.apache.arrow.flight.FlightRuntimeException;
import org.vitrail.app.kit.Requests;
import org.vitrail.app.kit.TestClient;
import org.vitrail.app.kit.TestServer;
import org.vitrail.contract.certificate.ReadPiece;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.governance.DatasetRules;
import org.vitrail.contract.governance.DecideCap;
import org.vitrail.contract.governance.GrantDataset;
import org.vitrail.contract.governance.Proposal;
import org.vitrail.contract.governance.ProposeCap;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.report.AskOwnerReport;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;

/// Every Flight call with a request that is right for the dataset `adult` of project `clinic`, tried by every kind of
/// caller. A new action needs a request in [#body] and a line in the expected table, or the test that uses this
/// fails.
final class CallTable {
    /// Who calls.
    enum Who {
        OWNER(Optional.of(TestServer.OWNER)),
        OFFICER(Optional.of(TestServer.OFFICER)),
        ANALYST(Optional.of(TestServer.ANALYST)),
        AUDITOR(Optional.of(TestServer.AUDITOR)),
        STRANGER(Optional.of(TestServer.STRANGER)),
        NOBODY(Optional.empty()),
        WRONG(Optional.of("no-such-token-0123456789"));

        private final Optional<String> token;

        Who(Optional<String> token) {
            this.token = token;
        }
    }

    /// What came back.
    enum Outcome {
        /// It was carried out.
        DONE,
        /// The role may not.
        FORBIDDEN,
        /// The role may, but nothing of that name is visible to the caller.
        UNKNOWN,
        /// No token that the server knows.
        NO_TOKEN,
        /// Nobody may: the server has no such call.
        NO_CALL,
        /// Anything else.
        OTHER
    }

    /// What happened, by call and caller.
    ///
    /// @param rows an outcome of each caller for each call
    record Observed(Map<String, Map<Who, Outcome>> rows) {}

    private final TestServer server;
    private final Map<Who, String> sessions = new EnumMap<>(Who.class);
    private final Map<Who, String> jobs = new EnumMap<>(Who.class);
    private String release = "";
    private final String proposal;

    /// Prepares a session and a release of the owner and of the analyst.
    CallTable(TestServer server) {
        this.server = server;
        for (Who who : List.of(Who.OWNER, Who.ANALYST)) {
            try (TestClient client = new TestClient(server.port(), who.token)) {
                String session =
                        client.open(Requests.session("adult", who.name(), 1)).sessionId();
                String job = client.submit(Requests.fresh(session, Requests.spec("adult", 0.1)))
                        .jobId();
                release = client.fetch(job).done().receipt().releaseId();
                sessions.put(who, session);
                jobs.put(who, job);
            }
        }
        try (TestClient owner = new TestClient(server.port(), Who.OWNER.token)) {
            ProposeCap wanted = new ProposeCap("adult", "dataset", "adult", 3.5, "a longer study");
            proposal = Json.read(owner.call(ActionName.PROPOSE_CAP, Json.bytes(wanted)), Proposal.class)
                    .id();
        }
    }

    /// Tries all.
    Observed observe() {
        Map<String, Map<Who, Outcome>> rows = new LinkedHashMap<>();
        for (Who who : Who.values()) {
            try (TestClient client = new TestClient(server.port(), who.token)) {
                calls(client, who)
                        .forEach((name, call) -> rows.computeIfAbsent(name, _ -> new EnumMap<>(Who.class))
                                .put(who, outcome(call)));
            }
        }
        return new Observed(rows);
    }

    private Map<String, Runnable> calls(TestClient client, Who who) {
        Map<String, Runnable> calls = new LinkedHashMap<>();
        for (ActionName action : ActionName.values()) {
            calls.put(action.name(), () -> client.call(action, body(action, who)));
        }
        calls.put("DoGet", () -> client.fetch(of(jobs, who)));
        calls.put(
                "DoPut",
                () -> client.upload(
                        Requests.register("put-" + who, 1), who.name().getBytes(StandardCharsets.UTF_8)));
        FlightClient flight = client.flight();
        FlightDescriptor path = FlightDescriptor.path("adult");
        calls.put("ListActions", () -> flight.listActions(client.options()).forEach(_ -> {}));
        calls.put(
                "ListFlights",
                () -> flight.listFlights(Criteria.ALL, client.options()).forEach(_ -> {}));
        calls.put("GetFlightInfo", () -> flight.getInfo(path, client.options()));
        calls.put("GetSchema", () -> flight.getSchema(path, client.options()));
        calls.put("DoExchange", () -> exchange(client, path));
        return calls;
    }

    private static void exchange(TestClient client, FlightDescriptor path) {
        FlightClient.ExchangeReaderWriter both = client.flight().doExchange(path, client.options());
        try {
            both.getWriter().completed();
            both.getReader().next();
        } finally {
            TestClient.close(both.getReader());
        }
    }

    /// The owner's for everybody who has none: nobody else may see it.
    private static String of(Map<Who, String> known, Who who) {
        return known.getOrDefault(who, known.getOrDefault(Who.OWNER, ""));
    }

    private byte[] body(ActionName action, Who who) {
        SubmitJob job = Requests.job(of(sessions, who), Requests.spec("adult", 0.1));
        return switch (action) {
            case HELLO, LIST_DATASETS -> new byte[0];
            case REGISTER_DATASET -> Json.bytes(Requests.register("sample", 1, RegisterDataset.Format.SAMPLE));
            case DESCRIBE_DATASET -> "adult".getBytes(StandardCharsets.UTF_8);
            case OPEN_SESSION -> Json.bytes(Requests.session("adult", "table-" + who, 0.1));
            case BUDGET -> of(sessions, who).getBytes(StandardCharsets.UTF_8);
            case QUOTE, SUBMIT -> Json.bytes(job);
            case CANCEL -> of(jobs, who).getBytes(StandardCharsets.UTF_8);
            case OWNER_REPORT -> Json.bytes(new AskOwnerReport(release, Optional.empty()));
            case LIST_RELEASES, READ_RULES -> "adult".getBytes(StandardCharsets.UTF_8);
            case CLOSE_SESSION -> of(sessions, who).getBytes(StandardCharsets.UTF_8);
            case SET_RULES -> Json.bytes(DatasetRules.none("adult"));
            case GRANT_DATASET -> Json.bytes(new GrantDataset("adult", "for-" + who, 0.1, false));
            case PROPOSE_CAP -> Json.bytes(new ProposeCap("adult", "dataset", "adult", 4, "more questions"));
            case DECIDE_CAP -> Json.bytes(new DecideCap(proposal, true));
            case LIST_PROPOSALS, VERIFY_LEDGER, SERVER_KEY -> new byte[0];
            case CERTIFICATE -> release.getBytes(StandardCharsets.UTF_8);
            case RELEASE_PIECE -> Json.bytes(new ReadPiece(release, 0));
        };
    }

    private static Outcome outcome(Runnable call) {
        try {
            call.run();
            return Outcome.DONE;
        } catch (FlightRuntimeException e) {
            return switch (e.status().code()) {
                case UNAUTHENTICATED -> Outcome.NO_TOKEN;
                case UNAUTHORIZED -> Outcome.FORBIDDEN;
                case NOT_FOUND -> Outcome.UNKNOWN;
                case UNIMPLEMENTED -> Outcome.NO_CALL;
                default -> Outcome.OTHER;
            };
        }
    }

    /// The cells that differ, and the calls that one side lacks.
    static List<String> differences(Map<String, Map<Who, Outcome>> expected, Observed observed) {
        List<String> found = new ArrayList<>();
        observed.rows().forEach((call, row) -> {
            if (!expected.containsKey(call)) {
                found.add(call + " has no row in the expected table");
                return;
            }
            row.forEach((who, outcome) -> {
                Outcome wanted = expected.get(call).get(who);
                if (wanted != outcome) {
                    found.add(call + " by " + who + ": expected " + wanted + ", got " + outcome);
                }
            });
        });
        expected.keySet().stream()
                .filter(call -> !observed.rows().containsKey(call))
                .forEach(call -> found.add(call + " is expected and was not tried"));
        return found;
    }
}
