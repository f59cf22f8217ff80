package org.vitrail.privacy.accounting;

/// An accountant cannot price an event. The message names accountant, event, relation and reason in one line.
public final class UnsupportedEventException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /// Makes one.
    public UnsupportedEventException(String line) {
        super(line);
    }
}
