package org.vitrail.magic.client;

/// The server cannot be reached or started, or the wait was interrupted: one line that stands alone, no cause, no
/// trace.
public final class ClientException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// What went wrong, for the one who decides whether to try again.
    public enum Kind {
        /// No answer: the server is gone or the connection broke; the same request may be sent again.
        LOST,
        /// The user interrupted the cell.
        INTERRUPTED,
        /// Nothing a second attempt would change.
        FATAL
    }

    private final Kind kind;

    /// Makes one.
    public ClientException(Kind kind, String line) {
        super(line, null, false, false);
        this.kind = kind;
    }

    /// What went wrong.
    public Kind kind() {
        return kind;
    }
}
