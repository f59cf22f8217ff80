package org.vitrail.contract;

/// Carries a [Refusal] up to the place that answers the client; has no cause and no trace, so nothing private rides
/// along.
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    /// Wraps a refusal.
    public RefusedException(Refusal refusal) {
        super(refusal.line(), null, false, false);
        this.refusal = refusal;
    }

    /// The refusal.
    public Refusal refusal() {
        return refusal;
    }
}
