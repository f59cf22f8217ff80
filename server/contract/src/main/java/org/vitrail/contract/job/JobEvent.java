package org.vitrail.contract.job;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;
import org.vitrail.contract.Receipt;

/// What travels as application metadata beside the rows of a DoGet stream (the ticket's bytes are the job's id in
/// UTF-8).
///
/// The order is: the Arrow schema, at once; [Progress] while the job waits and runs, at least five each second; the
/// record batches, which carry no metadata; [Done]. Every event is a message without rows. In Arrow's
/// `FlightStream`
/// such a message makes `next()` return true with `getRoot().getRowCount()` 0 and the JSON in
/// `getLatestMetadata()`, so a reader asks `hasRoot()`, then looks at the metadata first and at the rows second.
/// A job that ends without a release ends the stream with an error whose description is the refusal's line.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JobEvent.Progress.class, name = "progress"),
    @JsonSubTypes.Type(value = JobEvent.Done.class, name = "done")
})
public sealed interface JobEvent {

    /// How far the job is; computed from public facts only.
    ///
    /// @param stage what it does, in words
    /// @param fraction done, in [0, 1]
    /// @param secondsLeft estimate, >= 0
    record Progress(String stage, double fraction, double secondsLeft) implements JobEvent {}

    /// The last event: all rows were sent.
    ///
    /// @param reportJson the quality report as a JSON document, if there is one
    record Done(Receipt receipt, Optional<String> reportJson) implements JobEvent {}
}
