package org.vitrail.app.flight;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.flight.Action;
import org.apache.arrow.flight.ActionType;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.FlightStream;
import org.apache.arrow.flight.NoOpFlightProducer;
import org.apache.arrow.flight.PutResult;
import org.apache.arrow.flight.Result;
import org.apache.arrow.flight.Ticket;
import org.vitrail.app.access.Access;
import org.vitrail.app.access.Caller;
import org.vitrail.app.access.Permission;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.certificate.ReadPiece;
import org.vitrail.contract.dataset.RegisterDataset;
import org.vitrail.contract.job.SubmitJob;
import org.vitrail.contract.report.AskOwnerReport;
import org.vitrail.contract.session.OpenSession;
import org.vitrail.contract.wire.ActionName;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.ServerView;

/// What Flight clients may ask: the actions, a job's stream, an upload. Decodes, asks
/// [Access] whether the caller may, calls, encodes; decides nothing itself.
final class VitrailProducer extends NoOpFlightProducer {
    private final FlightServices services;
    private final GovernanceActions governance;
    private final ReleaseStreams streams;
    private final Uploads uploads;

    VitrailProducer(FlightServices services, ReleaseStreams streams, Uploads uploads) {
        this.services = services;
        this.governance = new GovernanceActions(services.governance(), services.check());
        this.streams = streams;
        this.uploads = uploads;
    }

    @Override
    public void doAction(CallContext context, Action action, StreamListener<Result> listener) {
        if (ActionName.of(action.getType()).equals(Optional.of(ActionName.OWNER_REPORT))) {
            // Takes long: must leave the call's thread, or a client that cancels is not heard.
            Thread.ofVirtual().name("owner-report").start(() -> answer(context, action, listener));
        } else {
            answer(context, action, listener);
        }
    }

    private void answer(CallContext context, Action action, StreamListener<Result> listener) {
        try {
            byte[] answer = answer(context, action);
            if (answer.length > 0) {
                listener.onNext(new Result(answer));
            }
            listener.onCompleted();
        } catch (Exception | StackOverflowError e) {
            listener.onError(FlightRefusals.of(e));
        }
    }

    private byte[] answer(CallContext context, Action action) {
        Caller caller = caller(context);
        byte[] body = action.getBody() == null ? new byte[0] : action.getBody();
        Optional<ActionName> name = ActionName.of(action.getType());
        if (name.isEmpty()) {
            throw new RefusedException(new Refusal.InvalidRequest("no such action; the actions are "
                    + List.of(ActionName.values()).stream()
                            .map(ActionName::wireName)
                            .toList()));
        }
        Access.require(caller, Access.needed(name.get()));
        requireText(body);
        return switch (name.get()) {
            case HELLO ->
                Json.bytes(new ServerView(services.version(), caller.user(), caller.roleWords(), caller.project()));
            case REGISTER_DATASET -> Json.bytes(register(caller, Json.read(body, RegisterDataset.class)));
            case LIST_DATASETS -> Json.bytes(services.datasets().list(caller));
            case DESCRIBE_DATASET -> Json.bytes(services.datasets().describe(caller, text(body)));
            case OPEN_SESSION -> Json.bytes(services.sessions().open(caller, Json.read(body, OpenSession.class)));
            case BUDGET -> Json.bytes(services.jobs().budget(caller, text(body)));
            case QUOTE -> Json.bytes(services.jobs().quote(caller, Json.read(body, SubmitJob.class)));
            case SUBMIT -> Json.bytes(services.jobs().submit(caller, Json.read(body, SubmitJob.class)));
            case CANCEL -> {
                services.jobs().cancel(caller, text(body));
                yield new byte[0];
            }
            case LIST_RELEASES -> Json.bytes(services.jobs().releases(caller, text(body)));
            case CLOSE_SESSION -> Json.bytes(services.sessions().close(caller, text(body)));
            case READ_RULES, SET_RULES, GRANT_DATASET, PROPOSE_CAP, DECIDE_CAP, LIST_PROPOSALS, VERIFY_LEDGER ->
                governance.answer(caller, name.get(), body);
            case OWNER_REPORT ->
                services.reports()
                        .make(caller, Json.read(body, AskOwnerReport.class), context::isCancelled)
                        .getBytes(StandardCharsets.UTF_8);
            case CERTIFICATE -> Json.bytes(services.certificates().issue(caller, text(body)));
            case RELEASE_PIECE -> piece(caller, Json.read(body, ReadPiece.class));
            case SERVER_KEY -> Json.bytes(services.certificates().publicKey());
        };
    }

    private byte[] piece(Caller caller, ReadPiece wanted) {
        return services.certificates().piece(caller, wanted.releaseId(), wanted.piece());
    }

    private Object register(Caller caller, RegisterDataset request) {
        return switch (request.format()) {
            case SAMPLE, JDBC -> services.datasets().register(caller, request, Optional.empty());
            case CSV, PARQUET, ARROW ->
                throw new IllegalArgumentException("a file of format " + request.format()
                        + " is uploaded by DoPut, with this request as the descriptor's command");
        };
    }

    @Override
    public void listActions(CallContext context, StreamListener<ActionType> listener) {
        for (ActionName name : ActionName.values()) {
            listener.onNext(new ActionType(name.wireName(), ""));
        }
        listener.onCompleted();
    }

    @Override
    public void getStream(CallContext context, Ticket ticket, ServerStreamListener listener) {
        // Must leave the call's thread: waiting there for the client to be ready would wait forever.
        Thread.ofVirtual().name("doget").start(() -> {
            try {
                streams.send(caller(context, Permission.READ_RELEASE), text(ticket.getBytes()), listener);
            } catch (Exception | StackOverflowError e) {
                listener.error(FlightRefusals.of(e));
            }
        });
    }

    @Override
    public Runnable acceptPut(CallContext context, FlightStream flight, StreamListener<PutResult> acknowledge) {
        return () -> {
            try {
                uploads.accept(caller(context, Permission.REGISTER_DATASET), flight, acknowledge);
            } catch (Exception | StackOverflowError e) {
                acknowledge.onError(FlightRefusals.of(e));
            }
        };
    }

    private static Caller caller(CallContext context, Permission permission) {
        Caller caller = caller(context);
        Access.require(caller, permission);
        return caller;
    }

    private static Caller caller(CallContext context) {
        return Identity.caller(context.peerIdentity())
                .orElseThrow(() -> CallStatus.UNAUTHENTICATED
                        .withDescription("a bearer token is required")
                        .toRuntimeException());
    }

    /// No text of a request may hold the character U+0000, which PostgreSQL cannot keep.
    static void requireText(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.indexOf('\0') >= 0 || text.contains("\\u0000")) {
            throw new IllegalArgumentException("a text without the character U+0000 was expected, got one with it");
        }
    }

    private static String text(byte[] bytes) {
        if (bytes.length > 1024) {
            throw new IllegalArgumentException(
                    "a name or an id of at most 1024 bytes was expected, got " + bytes.length);
        }
        requireText(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
