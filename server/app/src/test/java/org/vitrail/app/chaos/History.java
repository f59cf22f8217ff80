package org.vitrail.app.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/// What clients were told, in the order in which they were told it. What they were not told (a connection broke, a
/// deadline passed) is not in it: nothing follows from it.
final class History {
    private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();

    /// What one client was told.
    sealed interface Event {}

    /// The server took a request.
    ///
    /// @param key the idempotency key
    /// @param replayed whether it said that the job costs nothing
    record Acknowledged(String user, String key, String job, boolean replayed) implements Event {}

    /// The server refused a request for good: nothing is charged under that key.
    record Denied(String user, String key, String why) implements Event {}

    /// A release arrived whole.
    ///
    /// @param release whose it is: the job's own, or another one's that it replays
    /// @param bytes a digest of the rows
    /// @param at when its last byte was read, milliseconds of the machine's clock
    record Delivered(String job, String release, String bytes, long at) implements Event {}

    /// A job ended without a release.
    ///
    /// @param charged what the client was told; empty: it was told nothing of it
    record Ended(String job, Optional<Boolean> charged, String why) implements Event {}

    void add(Event event) {
        events.add(event);
    }

    List<Event> events() {
        return new ArrayList<>(events);
    }
}
