package org.vitrail.privacy.ledger;

import java.io.Serial;

/// An account cannot pay. Follows from public amounts alone.
public final class NotCoveredException extends IllegalStateException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String account;
    private final boolean closed;

    NotCoveredException(String account, boolean closed) {
        super("account " + account + (closed ? " is closed" : " cannot pay"));
        this.account = account;
        this.closed = closed;
    }

    /// Which one.
    public String account() {
        return account;
    }

    /// Whether it takes no charges at all.
    public boolean closed() {
        return closed;
    }
}
