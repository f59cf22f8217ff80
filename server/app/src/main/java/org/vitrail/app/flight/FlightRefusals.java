package org.vitrail.app.flight;

import java.util.concurrent.CancellationException;
import org.apache.arrow.flight.CallStatus;
import org.apache.arrow.flight.ErrorFlightMetadata;
import org.apache.arrow.flight.FlightRuntimeException;
import org.vitrail.app.incident.Incidents;
import org.vitrail.app.store.StoreFailure;
import org.vitrail.app.telemetry.Telemetry;
import org.vitrail.contract.Refusal;
import org.vitrail.contract.RefusedException;
import org.vitrail.contract.wire.Json;
import org.vitrail.contract.wire.WireNames;

/// Turns what went wrong into what a client may read: a status, one line, and the refusal as JSON beside it.
final class FlightRefusals {
    private static final int LINE_LENGTH_MAX = 1200; // a gRPC client reads 8 KiB of headers in all

    private FlightRefusals() {}

    /// The status for anything thrown; nothing else ever reaches a client.
    static FlightRuntimeException of(Throwable thrown) {
        return switch (thrown) {
            case RefusedException refused -> status(refused.refusal());
            case FlightRuntimeException own -> own;
            case IllegalArgumentException wrong ->
                status(new Refusal.InvalidRequest(String.valueOf(wrong.getMessage())));
            case CancellationException _ -> status(new Refusal.Cancelled("cancelled by the client", false));
            case StoreFailure failure
            when failure.uncertain() -> {
                Incidents.report(failure);
                yield status(new Refusal.Unavailable("the ledger's database cannot be reached or written now; run the"
                        + " same cell again: a request that did arrive is not charged twice"));
            }
            default ->
                CallStatus.INTERNAL.withDescription(Incidents.report(thrown)).toRuntimeException();
        };
    }

    /// The status for a refusal.
    static FlightRuntimeException status(Refusal refusal) {
        Telemetry.refused(refusal);
        CallStatus status = switch (refusal) {
            case Refusal.BudgetExceeded _ -> CallStatus.RESOURCE_EXHAUSTED;
            case Refusal.InvalidRequest _ -> CallStatus.INVALID_ARGUMENT;
            case Refusal.Unknown _ -> CallStatus.NOT_FOUND;
            case Refusal.Forbidden _ -> CallStatus.UNAUTHORIZED;
            case Refusal.Failed _ -> CallStatus.INTERNAL;
            case Refusal.Cancelled _ -> CallStatus.CANCELLED;
            case Refusal.Unavailable _ -> CallStatus.UNAVAILABLE;
        };
        String line = oneLine(refusal.line());
        CallStatus described = status.withDescription(line);
        byte[] json = Json.bytes(refusal);
        if (json.length <= 2 * LINE_LENGTH_MAX) {
            ErrorFlightMetadata metadata = new ErrorFlightMetadata();
            metadata.insert(WireNames.REFUSAL_HEADER, json);
            described = described.withMetadata(metadata);
        }
        return described.toRuntimeException();
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= LINE_LENGTH_MAX ? line : line.substring(0, LINE_LENGTH_MAX - 3) + "...";
    }
}
