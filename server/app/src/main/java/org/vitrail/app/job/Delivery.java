package org.vitrail.app.job;

import java.io.InputStream;
import java.util.Optional;
import org.vitrail.contract.job.JobEvent;

/// What a client that redeems a ticket gets.
public sealed interface Delivery {
    /// The job runs: show its progress, then ask again.
    ///
    /// @param payer whether this ticket's job pays; a replay only waits
    record Running(LiveJob job, boolean payer) implements Delivery {}

    /// The job runs on another server that shares the store: ask again a little later.
    record Elsewhere() implements Delivery {}

    /// The release: its rows as one Arrow IPC stream, and the last event.
    record Ready(InputStream arrow, JobEvent.Done done) implements Delivery {}

    /// The rows' source, if they are there.
    default Optional<Ready> ready() {
        return this instanceof Ready found ? Optional.of(found) : Optional.empty();
    }
}
