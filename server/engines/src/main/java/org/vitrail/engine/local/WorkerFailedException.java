package org.vitrail.engine.local;

/// A worker ended without a reply. The message is one line, free of private values, that may be shown to the
/// user.
public final class WorkerFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    /// What went wrong.
    public enum Kind {
        /// The request or the data broke a public rule; the line says which.
        REFUSED,
        /// The price that the worker computed is not the one that was reserved.
        PRICE,
        /// It was cancelled.
        CANCELLED,
        /// It took longer than allowed.
        TIMEOUT,
        /// Its memory did not suffice.
        MEMORY,
        /// The process ended or was killed.
        CRASHED,
        /// It answered something that is not the protocol.
        GARBLED,
        /// It failed for an unexpected reason.
        FAILED
    }

    private final Kind kind;
    private final boolean opened;

    WorkerFailedException(Kind kind, String line, boolean opened) {
        super(line);
        this.kind = kind;
        this.opened = opened;
    }

    /// What went wrong.
    public Kind kind() {
        return kind;
    }

    /// Whether the worker may have opened a private row: if not, [WorkerListener#opening] did not return.
    public boolean opened() {
        return opened;
    }
}
